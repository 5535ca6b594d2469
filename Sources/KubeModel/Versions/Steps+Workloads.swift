extension VersionConversion.Steps {
  private static let rollback = "deprecated.deployment.rollback.to"

  /// Deployments before `apps/v1` could ask for a rollback in their `spec`; it is kept in an annotation.
  static let deployment = Self(
    toStored: { deployment in
      guard let target = deployment[path: "spec", "rollbackTo"] else { return }
      deployment.update("spec") { $0["rollbackTo"] = nil }
      let revision = target["revision"]?.integerValue ?? 0
      deployment.annotate(rollback, String(revision))
    },
    fromStored: { deployment in
      guard let text = deployment.takeAnnotation(rollback), let revision = Int64(text) else { return }
      deployment.update("spec") { $0["rollbackTo"] = revision == 0 ? .emptyObject : ["revision": .integer(revision)] }
    })

  private static let noSelector = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match"

  /// In `policy/v1beta1` an empty selector covered no pod, in `v1` it covers all of the namespace.
  ///
  /// Either meaning is kept by an expression over a label that no pod has.
  static let disruptionBudget = Self(
    toStored: { budget in
      budget.update("spec") { exchange(&$0, empty: "Exists", other: "DoesNotExist") }
    },
    fromStored: { budget in
      budget.update("spec") { exchange(&$0, empty: "DoesNotExist", other: "Exists") }
    })

  /// An empty selector becomes the one with the operator `empty`, the one with `other` becomes empty.
  private static func exchange(_ spec: inout JSONValue, empty: String, other: String) {
    func selector(_ operation: String) -> JSONValue {
      ["matchExpressions": [["key": .string(noSelector), "operator": .string(operation)]]]
    }
    guard let given = spec["selector"] else { return }
    if given == .emptyObject {
      spec["selector"] = selector(empty)
    } else if JSONValue.areSame(given, selector(other)) {
      spec["selector"] = .emptyObject
    }
  }
}
