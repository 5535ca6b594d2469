import KubeModel
import ObjectStore

/// Who has objects read as parameters must be allowed to read them, for a policy's messages can say what is in them.
struct PolicyPermission {
  let table: any ResourceTable
  let scope: StrategyScope

  /// What is wrong with a policy or a binding that the user writes; `old` is the one that it replaces.
  func causes(_ object: JSONValue, old: JSONValue?) -> [StatusError.Cause] {
    let (new, before) = (object["spec"] ?? .emptyObject, old?["spec"] ?? .emptyObject)
    switch scope.key.resource {
    case PolicyIndex.policies:
      guard let kind = new["paramKind"], kind != before["paramKind"], !mayGet(kind, name: "*", namespace: "*") else {
        return []
      }
      let (name, version) = (kind["kind"]?.stringValue ?? "", kind["apiVersion"]?.stringValue ?? "")
      return [
        forbidden(
          "spec.paramKind",
          "must have \"get\" permission on all objects of the referenced paramKind (kind=\(name), apiVersion=\(version))"
        )
      ]
    case PolicyIndex.bindings:
      guard let reference = new["paramRef"],
        reference != before["paramRef"] || new["policyName"] != before["policyName"]
      else { return [] }
      let policy = new["policyName"]?.stringValue.flatMap {
        scope.transaction.object(ObjectKey(PolicyIndex.policies, name: $0))
      }
      let isAllowed = mayGet(
        policy?.value["spec"]?["paramKind"], name: reference["name"]?.stringValue,
        namespace: reference["namespace"]?.stringValue)
      return isAllowed
        ? []
        : [forbidden("spec.paramRef", "does not have \"get\" permission on the object referenced by paramRef")]
    default: return []
    }
  }

  /// Whether the user may read what a policy's parameters are; of a kind that is not known, whether everything.
  private func mayGet(_ kind: JSONValue?, name: String?, namespace: String?) -> Bool {
    let wanted = kind.flatMap(GroupVersionKind.init(of:))
    let served = wanted.flatMap { wanted in table.all.first { $0.groupVersionKind == wanted } }
    let resource = AccessAttributes.Resource(
      group: wanted?.groupVersion.group ?? "*", resource: served?.resource.resource ?? "*", namespace: namespace,
      name: name)
    return scope.authorizer.decide(AccessAttributes(user: scope.user, verb: "get", .resource(resource))).isAllowed
  }

  private func forbidden(_ field: String, _ why: String) -> StatusError.Cause {
    .init(reason: "FieldValueForbidden", message: "Forbidden: user \(scope.user.name) \(why)", field: field)
  }
}
