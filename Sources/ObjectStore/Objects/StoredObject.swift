package import KubeModel
import Synchronization

/// One revision of an object: its JSON, encoded once, beside what the store and the API look at often.
///
/// Never changes after it is made, so that lists, watchers and the index share it.
package final class StoredObject: Sendable {
  package let key: ObjectKey
  /// The revision of the write that made it; `metadata.resourceVersion` is its text.
  package let revision: Int64
  /// The object as JSON, `metadata.resourceVersion` included, in the order in which it was written.
  package let bytes: [UInt8]

  private let parsed: Mutex<JSONValue?>

  /// A revision of an object that was just written.
  package init(key: ObjectKey, revision: Int64, value: JSONValue) {
    var value = value
    var metadata = value["metadata"] ?? .emptyObject
    metadata["resourceVersion"] = .string(String(revision))
    value["metadata"] = metadata
    self.key = key
    self.revision = revision
    bytes = value.serialized()
    parsed = Mutex(value)
  }

  /// A revision of an object as it was read from the disk.
  init(key: ObjectKey, revision: Int64, bytes: [UInt8]) {
    self.key = key
    self.revision = revision
    self.bytes = bytes
    parsed = Mutex(nil)
  }

  /// The object, parsed from its bytes when it is asked for the first time.
  package var value: JSONValue {
    parsed.withLock { cached in
      if let cached { return cached }
      // The bytes were written by this store and checked when it was opened; anything else reads as an empty object.
      let value = (try? JSONValue(parsing: bytes)) ?? .emptyObject
      cached = value
      return value
    }
  }

  /// `metadata`.
  package var metadata: ObjectMeta { ObjectMeta(json: value["metadata"] ?? .emptyObject) }

  /// `metadata.resourceVersion`.
  package var resourceVersion: String { String(revision) }
}
