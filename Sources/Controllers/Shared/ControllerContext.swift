import ControllerKit
import KubeClient
import KubeModel
import Logging
import ServiceLifecycle

/// What every controller is given: the API, the shared informers, and the time.
struct ControllerContext: Sendable {
  let client: any KubeClient
  let informers: InformerSet
  /// The pods by the uid of their controller; those without one under `orphanKey` of their namespace.
  let podsByController: InformerIndex<Pod>
  /// The kinds that CustomResourceDefinitions add.
  let customKinds: CustomKinds
  let time: TimeSource
  let clock: any Clock<Duration>
  let logger: Logger

  init(
    client: any KubeClient, informers: InformerSet, time: TimeSource, clock: any Clock<Duration>, logger: Logger
  ) {
    self.client = client
    self.informers = informers
    customKinds = CustomKinds(informers: informers)
    self.time = time
    self.clock = clock
    self.logger = logger
    podsByController = informers.informer(Pod.self).index { pod in
      [pod.metadata.controller?.uid ?? Self.orphanKey(pod.namespace)]
    }
  }

  /// The key of `podsByController` for pods without a controller.
  static func orphanKey(_ namespace: String?) -> String { "orphans in \(namespace ?? "")" }

  /// A recorder whose Events name `component` as their source.
  func recorder(_ component: String) -> EventRecorder {
    EventRecorder(client: client, component: component, time: time, logger: logger)
  }

  /// A controller around `reconciler`.
  func controller<Loop: Reconciler>(_ name: String, _ reconciler: Loop, workers: Int = 2) -> Controller<Loop> {
    Controller(name: name, reconciler: reconciler, workers: workers, clock: clock, logger: logger)
  }

  /// Waits until the informer of `kind` has its first list, so that a decision is not made on an empty copy.
  func synced<Kind: KubeObject>(_ kind: Kind.Type) async throws -> Informer<Kind> {
    let informer = informers.informer(kind)
    try await informer.waitUntilSynced()
    return informer
  }
}

/// A control loop with all its parts, as services to be run together.
struct ControlLoop {
  var services: [any ServiceLifecycle.Service]
}
