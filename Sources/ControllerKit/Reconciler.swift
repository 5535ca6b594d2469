/// One control loop's decision and deed for one key.
///
/// It reads the state of the world, compares it with what is wanted, and takes one step. It must be idempotent, since a
/// key may come again at any time.
package protocol Reconciler: Sendable {
  /// What the loop is about; `NamespacedName` for most.
  associatedtype Key: Hashable & Sendable

  /// Brings `key` nearer to what is wanted. An error makes the queue bring the key back after a backoff.
  func reconcile(_ key: Key) async throws -> ReconcileResult
}

/// When a key is to come back by itself.
package enum ReconcileResult: Sendable, Hashable {
  /// Not before something changes.
  case done
  /// After this time, even if nothing changes.
  case requeue(after: Duration)
}
