import Synchronization

/// A flag that one task waits for and others raise.
///
/// Unlike a stream's iteration, waiting may be cancelled and begun again; raises between two waits are one.
final class Signal: Sendable {
  private enum State {
    case idle
    case raised
    case waiting(CheckedContinuation<Bool, Never>)
    case finished
  }

  private let state = Mutex(State.idle)

  /// Wakes the waiting task, or lets the next wait return at once.
  func raise() {
    let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      switch state {
      case .idle, .raised: state = .raised
      case .waiting(let waiter):
        state = .idle
        return waiter
      case .finished: break
      }
      return nil
    }
    waiter?.resume(returning: true)
  }

  /// Makes this and every later wait return false.
  func finish() {
    let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      defer { state = .finished }
      guard case .waiting(let waiter) = state else { return nil }
      return waiter
    }
    waiter?.resume(returning: false)
  }

  /// Waits for the flag and lowers it; false when finished.
  ///
  /// A cancelled wait returns true and leaves the flag alone.
  func wait() async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let result = state.withLock { state -> Bool? in
          switch state {
          case .raised:
            state = .idle
            return true
          case .finished: return false
          case .idle, .waiting:
            // The handler below may have run before the state said that somebody waits.
            guard !Task.isCancelled else { return true }
            state = .waiting(continuation)
            return nil
          }
        }
        if let result { continuation.resume(returning: result) }
      }
    } onCancel: {
      let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
        guard case .waiting(let waiter) = state else { return nil }
        state = .idle
        return waiter
      }
      waiter?.resume(returning: true)
    }
  }
}
