import KubeModel
import ObjectStore

/// Claims without a class get the default one, and start out `Pending`.
struct PersistentVolumeClaimStrategy: KindStrategy {
  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    if object["spec"]?["storageClassName"] == nil, let name = defaultClass(in: scope) {
      object["spec", default: .emptyObject]["storageClassName"] = .string(name)
    }
    if object["spec"]?["volumeMode"] == nil { object["spec", default: .emptyObject]["volumeMode"] = "Filesystem" }
    object["status"] = ["phase": "Pending"]
  }

  /// The newest class that is annotated as the default (DefaultStorageClass admission).
  private func defaultClass(in scope: StrategyScope) -> String? {
    let classes = scope.transaction.objects(GroupResource(group: "storage.k8s.io", resource: "storageclasses"))
    let defaults = classes.filter {
      $0.metadata.annotations["storageclass.kubernetes.io/is-default-class"] == "true"
    }
    return defaults.max { left, right in
      let (first, second) = (left.metadata.creationTimestamp, right.metadata.creationTimestamp)
      if first != second { return (first?.nanoseconds ?? 0) < (second?.nanoseconds ?? 0) }
      return left.key.name > right.key.name
    }?.key.name
  }
}

/// Volumes start out `Pending`.
struct PersistentVolumeStrategy: KindStrategy {
  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    object["status"] = ["phase": "Pending"]
  }
}
