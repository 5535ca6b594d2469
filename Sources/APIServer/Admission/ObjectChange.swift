import KubeModel
import ObjectStore

/// One object before and after a write; nil where there is none.
struct ObjectChange: Sendable {
  let key: ObjectKey
  var old: JSONValue?
  var new: JSONValue?
  var subresource: String?
}
