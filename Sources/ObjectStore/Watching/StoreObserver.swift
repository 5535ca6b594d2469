/// Something in the process that must never be behind the store, such as the index of the roles.
///
/// It is called inside the writer, before the write is answered and before watchers see it, and while the store is
/// locked: it must be quick and must not call the store.
package protocol StoreObserver: AnyObject, Sendable {
  /// What is there at the start.
  func begin(_ objects: [StoredObject])

  /// A change, in the order of revisions.
  func apply(_ event: StoreEvent)
}
