/// One change of one object.
package final class StoreEvent: Sendable {
  /// The object before the change; nil when it was created.
  package let old: StoredObject?
  /// The object after the change; for a deletion its last state, at the revision of the deletion.
  package let object: StoredObject
  package let isDeletion: Bool

  init(old: StoredObject?, object: StoredObject, isDeletion: Bool) {
    self.old = old
    self.object = object
    self.isDeletion = isDeletion
  }

  package var key: ObjectKey { object.key }
  package var revision: Int64 { object.revision }

  /// What the event weighs in the ring, in bytes.
  var weight: Int { object.bytes.count + (old?.bytes.count ?? 0) + 256 }
}

/// What a watch hands out.
package enum StoreWatchItem: Sendable {
  case event(StoreEvent)
  /// Everything up to this revision was handed out; the answer to `StoreWatch.requestProgress()`.
  case progress(revision: Int64)
}
