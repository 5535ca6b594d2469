import ControllerKit
import KubeClient
import KubeModel

/// Keeps the Endpoints and EndpointSlices of one service with a selector.
struct EndpointsReconciler: Reconciler {
  let context: ControllerContext
  let slicesByService: InformerIndex<EndpointSlice>

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    let services = try await context.synced(KubeModel.Service.self)
    let pods = try await context.synced(Pod.self)
    let endpointsInformer = try await context.synced(Endpoints.self)
    _ = try await context.synced(EndpointSlice.self)
    guard let service = services.get(namespace: key.namespace, name: key.name) else {
      // The slices go with the service, which owns them.
      try await context.client.deleteIfPresent(Endpoints.self, namespace: key.namespace, name: key.name)
      return .done
    }
    let selector = service.spec.selector
    guard !selector.isEmpty, service.spec.type != "ExternalName", !service.metadata.isBeingDeleted else { return .done }
    let selected = pods.list(namespace: key.namespace).filter { pod in
      let labels = pod.metadata.labels
      return selector.allSatisfy { labels[$0.key] == $0.value }
    }
    let wanted = ServiceEndpoints(service: service, pods: selected)
    try await write(wanted, known: endpointsInformer.get(namespace: key.namespace, name: key.name))
    try await EndpointSlicePlan(wanted, existing: slicesByService.list("\(key)")).changes.write(context)
    return .done
  }

  private func write(_ wanted: ServiceEndpoints, known: Endpoints?) async throws {
    var endpoints = known ?? Endpoints(name: wanted.service.name, namespace: wanted.service.namespace)
    if endpoints.metadata.labels != wanted.endpointsLabels { endpoints.metadata.labels = wanted.endpointsLabels }
    if endpoints.subsets != wanted.subsets { endpoints.subsets = wanted.subsets }
    guard endpoints != known else { return }
    let written =
      known == nil ? try await context.client.create(endpoints) : try await context.client.update(endpoints)
    try await context.informers.informer(Endpoints.self).waitUntilSeen(written.metadata.resourceVersion)
  }
}

extension ControlLoop {
  /// The controller of Endpoints and EndpointSlices.
  static func endpoints(_ context: ControllerContext) -> ControlLoop {
    let slices = context.informers.informer(EndpointSlice.self)
    let index = slices.index(managedBy: EndpointSlicePlan.manager)
    let controller = context.controller(
      "endpoints", EndpointsReconciler(context: context, slicesByService: index))
    let services = context.informers.informer(KubeModel.Service.self)
    services.onChange { controller.enqueue($0.object.namespacedName) }
    context.informers.informer(Endpoints.self).onChange { event in
      // Its own writes bring a service back once, and it finds nothing to do.
      if case .deleted(let endpoints) = event,
        services.get(namespace: endpoints.namespace, name: endpoints.name) != nil
      {
        controller.enqueue(endpoints.namespacedName)
      }
    }
    slices.onChange { event in
      if let service = event.object.service(managedBy: EndpointSlicePlan.manager),
        services.get(namespace: service.namespace, name: service.name) != nil
      {
        controller.enqueue(service)
      }
    }
    context.informers.informer(Pod.self).onChange { event in
      var labels = [event.object.metadata.labels]
      if case .updated(let old, let new) = event {
        guard Self.mayConcernServices(old, new) else { return }
        labels.append(old.metadata.labels)
      }
      for service in services.list(namespace: event.object.namespace) {
        let selector = service.spec.selector
        guard !selector.isEmpty else { continue }
        if labels.contains(where: { labels in selector.allSatisfy { labels[$0.key] == $0.value } }) {
          controller.enqueue(service.namespacedName)
        }
      }
    }
    return ControlLoop(services: [controller])
  }

  private static func mayConcernServices(_ old: Pod, _ new: Pod) -> Bool {
    old.isReady != new.isReady || old.status.podIP != new.status.podIP || old.isFinished != new.isFinished
      || old.isTerminating != new.isTerminating || old.spec.nodeName != new.spec.nodeName
      || old.metadata.labels != new.metadata.labels
  }
}
