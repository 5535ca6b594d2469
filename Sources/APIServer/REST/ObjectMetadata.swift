import KubeModel
import OrderedCollections

/// What the API itself writes into `metadata`.
enum ObjectMetadata {
  /// Kubernetes' order of the members.
  private static let order = [
    "name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp",
    "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers",
    "managedFields",
  ]

  /// The letters of generated names: no vowels and nothing that looks alike (apimachinery's `rand`).
  private static let letters = Array("bcdfghjklmnpqrstvwxz2456789")

  static func suffix() -> String { String((0..<5).map { _ in letters.randomElement() ?? "x" }) }

  /// The prefix, cut to 58 characters, and five random ones.
  static func generatedName(_ prefix: String) -> String { prefix.prefix(58) + suffix() }

  static func forCreation(_ given: ObjectMeta, name: String, generation: Int?, at now: Timestamp) -> JSONValue {
    var meta = given
    meta.name = name
    meta.uid = UniqueIdentifier.make()
    meta.creationTimestamp = now
    meta.generation = generation
    meta.selfLink = nil
    meta.deletionTimestamp = nil
    meta.deletionGracePeriodSeconds = nil
    return meta.json
  }

  /// The object with kind, version and metadata first, and metadata's members in Kubernetes' order.
  static func inOrder(_ object: JSONValue) -> JSONValue {
    guard case .object(let members) = object else { return object }
    var result: JSONObject = [:]
    for name in ["kind", "apiVersion"] { result[name] = members[name] }
    if case .object(var rest)? = members["metadata"] {
      rest["resourceVersion"] = rest["resourceVersion"] ?? ""  // The store fills it in; its place is here.
      var metadata: JSONObject = [:]
      for name in order { metadata[name] = rest[name] }
      for (name, value) in rest where metadata[name] == nil { metadata[name] = value }
      result["metadata"] = .object(metadata)
    }
    for (name, value) in members where result[name] == nil { result[name] = value }
    return .object(result)
  }
}
