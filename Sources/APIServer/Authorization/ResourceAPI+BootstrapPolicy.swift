import KubeModel
import ObjectStore

extension ResourceAPI {
  /// Makes the roles and bindings that every cluster has, and mends those from an earlier start, all in one
  /// transaction, which is empty when nothing is to be done.
  ///
  /// As in Kubernetes, permissions and subjects that are missing are added, others are left, and an object with the
  /// annotation `rbac.authorization.kubernetes.io/autoupdate: "false"` is left alone.
  package func bootstrapPolicy() async throws {
    let policy = BootstrapPolicy()
    try await store.write { [now] transaction in
      for (key, value) in policy.objects {
        if let stored = transaction.object(key) {
          guard let mended = Self.mended(stored.value, by: value) else { continue }
          transaction.put(key, ObjectMetadata.inOrder(mended))
        } else {
          var object = value
          let meta = ObjectMeta(json: value["metadata"] ?? .emptyObject)
          object["metadata"] = ObjectMetadata.forCreation(meta, name: key.name, generation: nil, at: now())
          transaction.put(key, ObjectMetadata.inOrder(object))
        }
      }
    }
  }

  /// The stored object with what it lacks; nil when it lacks nothing.
  private static func mended(_ stored: JSONValue, by wanted: JSONValue) -> JSONValue? {
    let annotations = stored["metadata"]?["annotations"]
    guard annotations?[BootstrapPolicy.autoUpdate]?.stringValue != "false" else { return nil }
    var object = stored
    if stored["roleRef"] == nil {
      // Gathered rules are the business of the controller of aggregated roles.
      if wanted["aggregationRule"] == nil, stored["rules"] != wanted["rules"] {
        let (own, needed) = (Role(json: stored).rules, Role(json: wanted).rules)
        let missing = AccessRule.missing(needed.map(AccessRule.init), from: own.map(AccessRule.init))
        var role = Role(json: stored)
        role.rules = own + AccessRule.compacted(missing).map(\.policy)
        object = role.json
      }
      object["aggregationRule"] = stored["aggregationRule"] ?? wanted["aggregationRule"]
    } else if stored["subjects"] != wanted["subjects"] {
      var binding = RoleBinding(json: stored)
      binding.subjects += RoleBinding(json: wanted).subjects.filter { !binding.subjects.contains($0) }
      object = binding.json
    }
    return object == stored ? .none : object
  }
}
