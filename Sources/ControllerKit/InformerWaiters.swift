import KubeModel

/// Names one waiting task.
final class WaiterToken: Sendable {}

/// The tasks that wait until an informer's copy meets a condition.
struct InformerWaiters<Kind: ObjectWithMetadata>: Sendable {
  private struct Waiter: Sendable {
    let condition: @Sendable (InformerCache<Kind>) -> Bool
    let continuation: CheckedContinuation<Void, Never>
  }

  private var waiters: [ObjectIdentifier: Waiter] = [:]

  mutating func add(
    _ token: WaiterToken, condition: @escaping @Sendable (InformerCache<Kind>) -> Bool,
    continuation: CheckedContinuation<Void, Never>
  ) {
    waiters[ObjectIdentifier(token)] = Waiter(condition: condition, continuation: continuation)
  }

  /// Removes and returns the waiter, if it waits still.
  mutating func take(_ token: WaiterToken) -> CheckedContinuation<Void, Never>? {
    waiters.removeValue(forKey: ObjectIdentifier(token))?.continuation
  }

  /// Removes and returns those whose condition the copy meets.
  mutating func takeSatisfied(by cache: InformerCache<Kind>) -> [CheckedContinuation<Void, Never>] {
    guard !waiters.isEmpty else { return [] }
    let satisfied = waiters.filter { $0.value.condition(cache) }
    for token in satisfied.keys { waiters[token] = nil }
    return satisfied.values.map(\.continuation)
  }
}
