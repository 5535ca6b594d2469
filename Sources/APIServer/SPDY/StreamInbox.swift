import NIOCore
import Synchronization

/// What has come on a stream and was not taken yet: one side puts, the other takes.
///
/// The states: *open*, then *ended* (nothing more comes, what came can still be taken), then *broken* (what came is
/// dropped). It may go from open to broken at once.
final class StreamInbox: Sendable {
  /// What a taker is told.
  enum Item: Sendable {
    case bytes(ByteBuffer)
    /// Nothing more comes.
    case end
    case broken
  }

  /// Whoever puts more than this waits until it was taken.
  static let limit = 1 << 20

  private struct State {
    var bytes = ByteBuffer()
    var hasEnded = false
    var isBroken = false
    var taker: CheckedContinuation<Item, Never>?
    var putter: CheckedContinuation<Void, Never>?
    var watcher: CheckedContinuation<Void, Never>?

    /// What can be said now; nil when it must be waited for.
    mutating func take() -> Item? {
      if isBroken { return .broken }
      if bytes.readableBytes > 0 {
        defer { bytes = ByteBuffer() }
        return .bytes(bytes)
      }
      return hasEnded ? .end : nil
    }
  }

  private let state = Mutex(State())

  /// Adds bytes, and returns when there is room for more; bytes after the end are dropped.
  func put(_ bytes: ByteBuffer) async {
    change { state in
      guard !state.hasEnded, !state.isBroken else { return }
      if state.bytes.readableBytes == 0 { state.bytes = bytes } else { state.bytes.writeImmutableBuffer(bytes) }
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let waits = state.withLock { state in
          guard state.bytes.readableBytes > Self.limit, !state.isBroken else { return false }
          state.putter = continuation
          return true
        }
        if !waits { continuation.resume() }
      }
    } onCancel: {
      abandon()
    }
  }

  /// Nothing more comes.
  func finish() { change { $0.hasEnded = true } }

  /// The stream is broken off, by either side.
  func abandon() { change { $0.isBroken = true } }

  /// The next that is to be told; to be asked by one task, whose cancellation breaks the stream off.
  func next() async -> Item {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (item, putter) = state.withLock { state -> (Item?, CheckedContinuation<Void, Never>?) in
          let item = state.take()
          guard item != nil else {
            state.taker = continuation
            return (nil, nil)
          }
          return (item, state.putter.take())
        }
        putter?.resume()
        if let item { continuation.resume(returning: item) }
      }
    } onCancel: {
      abandon()
    }
  }

  /// Returns when the stream is broken off; to be asked by one task, whose cancellation breaks it off.
  func waitUntilBroken() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isBroken = state.withLock { state in
          if !state.isBroken { state.watcher = continuation }
          return state.isBroken
        }
        if isBroken { continuation.resume() }
      }
    } onCancel: {
      abandon()
    }
  }

  /// Changes the state and wakes whoever waits for that.
  private func change(_ body: (inout State) -> Void) {
    let (taker, item, putter, watcher) = state.withLock { state in
      body(&state)
      var item: Item?
      if state.taker != nil { item = state.take() }
      let taker = item == nil ? nil : state.taker.take()
      let putter = state.bytes.readableBytes == 0 || state.isBroken ? state.putter.take() : nil
      let watcher = state.isBroken ? state.watcher.take() : nil
      return (taker, item, putter, watcher)
    }
    if let item { taker?.resume(returning: item) }
    putter?.resume()
    watcher?.resume()
  }
}
