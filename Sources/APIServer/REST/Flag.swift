import Synchronization

/// Tells one thing from inside a write to the code that waits for it.
final class Flag: Sendable {
  private let state = Atomic(false)

  var isRaised: Bool { state.load(ordering: .acquiring) }

  /// Takes back what an attempt before said.
  func lower() { state.store(false, ordering: .releasing) }

  func raise() { state.store(true, ordering: .releasing) }
}
