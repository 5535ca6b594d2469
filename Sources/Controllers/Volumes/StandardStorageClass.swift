import ControllerKit
import KubeClient
import KubeModel

/// Keeps the default StorageClass `standard`, as minikube's add-on manager does.
///
/// It is made again when it is deleted; to be rid of it, take its mark as the default class away.
struct StandardStorageClass: Reconciler {
  static let name = "standard"

  let context: ControllerContext

  // The key is always the class's name.
  func reconcile(_ key: String) async throws -> ReconcileResult {
    guard try await context.synced(StorageClass.self).get(name: key) == nil else { return .done }
    var storageClass = StorageClass(name: key)
    storageClass.metadata.annotations["storageclass.kubernetes.io/is-default-class"] = "true"
    storageClass.provisioner = LocalPathProvisioner.name
    storageClass.reclaimPolicy = "Delete"
    storageClass.volumeBindingMode = "Immediate"
    do {
      try await context.client.create(storageClass)
    } catch let error as StatusError where error.reason == .alreadyExists {
      // The local copy lags behind.
    }
    return .done
  }
}

extension ControlLoop {
  /// The keeper of the default StorageClass.
  static func standardStorageClass(_ context: ControllerContext) -> ControlLoop {
    let controller = context.controller("standard-storage-class", StandardStorageClass(context: context), workers: 1)
    context.informers.informer(StorageClass.self).onChange { event in
      if case .deleted(let storageClass) = event, storageClass.name == StandardStorageClass.name {
        controller.enqueue(StandardStorageClass.name)
      }
    }
    controller.enqueue(StandardStorageClass.name)
    return ControlLoop(services: [controller])
  }
}
