import ControllerKit
import KubeClient
import KubeModel

/// Keeps in every active namespace what Kubernetes puts there: the service account `default` and the ConfigMap
/// `kube-root-ca.crt`.
struct NamespaceDefaults: Reconciler {
  static let serviceAccount = "default"
  static let rootCertificate = "kube-root-ca.crt"

  let context: ControllerContext
  /// The certificate of the cluster's authority in PEM.
  let certificateAuthority: String

  // The key is the name of a namespace.
  func reconcile(_ key: String) async throws -> ReconcileResult {
    let namespaces = try await context.synced(Namespace.self)
    let accounts = try await context.synced(ServiceAccount.self)
    let configMaps = try await context.synced(ConfigMap.self)
    guard let namespace = namespaces.get(name: key), !namespace.metadata.isBeingDeleted else { return .done }
    if accounts.get(namespace: key, name: Self.serviceAccount) == nil {
      try await ignoringExisting {
        try await context.client.create(ServiceAccount(name: Self.serviceAccount, namespace: key))
      }
    }
    let data = ["ca.crt": certificateAuthority]
    if var known = configMaps.get(namespace: key, name: Self.rootCertificate) {
      guard known.data != data else { return .done }
      known.data = data
      try await context.client.update(known)
    } else {
      var configMap = ConfigMap(name: Self.rootCertificate, namespace: key)
      configMap.metadata.annotations["kubernetes.io/description"] =
        "The certificate authority with which clients inside the cluster verify its API server."
      configMap.data = data
      try await ignoringExisting { try await context.client.create(configMap) }
    }
    return .done
  }

  private func ignoringExisting(_ create: () async throws -> some KubeObject) async throws {
    do {
      _ = try await create()
    } catch let error as StatusError where error.reason == .alreadyExists {
      // The local copy lags behind; the object's own event brings the namespace back.
    }
  }
}

extension ControlLoop {
  /// The controller of what every namespace has from its beginning.
  static func namespaceDefaults(_ context: ControllerContext, certificateAuthority: String) -> ControlLoop {
    let controller = context.controller(
      "namespace-defaults", NamespaceDefaults(context: context, certificateAuthority: certificateAuthority))
    context.informers.informer(Namespace.self).onChange { controller.enqueue($0.object.name) }
    context.informers.informer(ServiceAccount.self).onChange { event in
      guard case .deleted(let account) = event, account.name == NamespaceDefaults.serviceAccount else { return }
      controller.enqueue(account.namespace ?? "")
    }
    context.informers.informer(ConfigMap.self).onChange { event in
      guard event.object.name == NamespaceDefaults.rootCertificate else { return }
      if case .added = event { return }
      controller.enqueue(event.object.namespace ?? "")
    }
    return ControlLoop(services: [controller])
  }
}
