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
    object.protect(by: "kubernetes.io/pvc-protection")
  }

  /// A claim grows only when it is bound and its class lets volumes grow (PersistentVolumeClaimResize admission).
  func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, in scope: inout StrategyScope) throws {
    let (new, before) = (PersistentVolumeClaim(json: object), PersistentVolumeClaim(json: old))
    guard let asked = new.spec.resources.requests["storage"], let had = before.spec.resources.requests["storage"],
      (asked.compare(had) ?? 0) > 0
    else { return }
    func forbidden(_ why: String) -> StatusError {
      .forbidden(scope.key.resource, name: scope.key.name, why: why)
    }
    guard before.status.phase == "Bound" else {
      throw forbidden("Only bound persistent volume claims can be expanded")
    }
    let name = before.spec.storageClassName ?? ""
    let key = ObjectKey(GroupResource(group: "storage.k8s.io", resource: "storageclasses"), name: name)
    guard scope.transaction.object(key)?.value["allowVolumeExpansion"] == true else {
      throw forbidden(
        "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support "
          + "resize")
    }
  }

  /// The class that is annotated as the default (DefaultStorageClass admission).
  private func defaultClass(in scope: StrategyScope) -> String? {
    DefaultClass.name(
      of: GroupResource(group: "storage.k8s.io", resource: "storageclasses"),
      annotated: "storageclass.kubernetes.io/is-default-class", in: scope.transaction)
  }
}

/// Volumes start out `Pending`.
struct PersistentVolumeStrategy: KindStrategy {
  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    object["status"] = ["phase": "Pending"]
    object.protect(by: "kubernetes.io/pv-protection")
  }
}

extension JSONValue {
  /// Gives a new object the finalizer that keeps it while it is in use (StorageObjectInUseProtection admission).
  fileprivate mutating func protect(by finalizer: String) {
    var finalizers = self["metadata"]?["finalizers"]?.arrayValue ?? []
    guard !finalizers.contains(.string(finalizer)) else { return }
    finalizers.append(.string(finalizer))
    self["metadata", default: .emptyObject]["finalizers"] = .array(finalizers)
  }
}
