import ControllerKit
import KubeClient
import KubeModel

/// Keeps the EndpointSlices of one service without a selector whose Endpoints somebody else writes.
struct MirroringReconciler: Reconciler {
  let context: ControllerContext
  let slicesByService: InformerIndex<EndpointSlice>

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    let services = try await context.synced(KubeModel.Service.self)
    let endpoints = try await context.synced(Endpoints.self)
    _ = try await context.synced(EndpointSlice.self)
    let service = services.get(namespace: key.namespace, name: key.name)
    let known = endpoints.get(namespace: key.namespace, name: key.name)
    let wanted = known.flatMap { known in
      service.flatMap { MirroredSlices.isWanted(known, of: $0) ? known : nil }
    }
    try await MirroredSlices(wanted, existing: slicesByService.list("\(key)")).changes.write(context)
    return .done
  }
}

extension ControlLoop {
  /// The controller that mirrors Endpoints.
  static func endpointSliceMirroring(_ context: ControllerContext) -> ControlLoop {
    let slices = context.informers.informer(EndpointSlice.self)
    let index = slices.index(managedBy: MirroredSlices.manager)
    let controller = context.controller(
      "endpointslicemirroring", MirroringReconciler(context: context, slicesByService: index))
    let services = context.informers.informer(KubeModel.Service.self)
    services.onChange { controller.enqueue($0.object.namespacedName) }
    context.informers.informer(Endpoints.self).onChange { event in
      let key = event.object.namespacedName
      // Those of services with a selector come with every pod, and are none of this controller's.
      let service = services.get(namespace: key.namespace, name: key.name)
      if service?.spec.selector.isEmpty ?? true { controller.enqueue(key) }
    }
    slices.onChange { event in
      if let service = event.object.service(managedBy: MirroredSlices.manager) { controller.enqueue(service) }
    }
    return ControlLoop(services: [controller])
  }
}
