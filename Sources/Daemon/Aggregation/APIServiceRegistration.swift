import APIServer
import ControllerKit
import KubeClient
import KubeModel
import Logging
import ServiceLifecycle

/// Keeps a registration for every group version that is served here: of custom resources as they come and go, and of
/// all others when somebody deletes one.
struct APIServiceRegistration: Reconciler {
  let api: ResourceAPI

  /// There is one thing to do, whatever has changed.
  private static let key = "all"

  static func service(
    api: ResourceAPI, informers: InformerSet, logger: Logger
  ) -> Controller<APIServiceRegistration> {
    let controller = Controller(
      name: "apiservice-registration", reconciler: APIServiceRegistration(api: api), logger: logger)
    informers.informer(CustomResourceDefinition.self).onChange { _ in controller.enqueue(key) }
    informers.informer(APIService.self).onChange { event in
      if case .deleted = event { controller.enqueue(key) }
    }
    return controller
  }

  func reconcile(_ key: String) async throws -> ReconcileResult {
    try await api.registerAPIServices()
    return .done
  }
}
