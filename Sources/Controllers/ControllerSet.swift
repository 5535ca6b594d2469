package import ControllerKit
package import KubeClient
package import KubeModel
package import Logging
package import ServiceLifecycle

/// All controllers of a cluster, as services for the composition root.
///
/// The informers are not among the services: whoever made the set of informers runs it too.
package struct ControllerSet: Sendable {
  /// What the controllers need to know about the cluster.
  package struct Settings: Sendable {
    /// The certificate of the cluster's authority in PEM, published in every namespace as `kube-root-ca.crt`.
    package var certificateAuthority: String
    /// The directory under which local-path volumes are made.
    package var volumesDirectory: String

    /// How long a node may be silent before it counts as unreachable; Kubernetes' is 50 s.
    package var nodeGracePeriod: Duration
    /// The resources whose objects a namespace can hold; asked for anew each time, for they come and go.
    package var namespacedResources: @Sendable () -> [GroupVersionResource]

    package init(
      certificateAuthority: String, volumesDirectory: String, nodeGracePeriod: Duration = .seconds(50),
      namespacedResources: @escaping @Sendable () -> [GroupVersionResource]
    ) {
      self.certificateAuthority = certificateAuthority
      self.volumesDirectory = volumesDirectory
      self.nodeGracePeriod = nodeGracePeriod
      self.namespacedResources = namespacedResources
    }
  }

  /// To be run together, and to be stopped before the informers.
  package let services: [any ServiceLifecycle.Service]

  /// - Parameters:
  ///   - client: The API.
  ///   - informers: Shared with other components.
  ///   - settings: What the controllers need to know about the cluster.
  ///   - time: The wall clock that dates statuses and Events.
  ///   - clock: Measures delays.
  ///   - logger: Reports what failed and is tried again.
  package init(
    client: any KubeClient, informers: InformerSet, settings: Settings, time: TimeSource = .system,
    clock: any Clock<Duration> = ContinuousClock(), logger: Logger
  ) {
    let context = ControllerContext(
      client: client, informers: informers, time: time, clock: clock, logger: logger)
    let loops = [
      ControlLoop.statefulSets(context),
      ControlLoop.endpoints(context),
      ControlLoop.endpointSliceMirroring(context),
      ControlLoop.daemonSets(context),
      ControlLoop.replicaSets(context),
      ControlLoop.replicationControllers(context),
      ControlLoop.deployments(context),
      ControlLoop.jobs(context),
      ControlLoop.jobOrphans(context),
      ControlLoop.cronJobs(context),
      ControlLoop.disruption(context),
      ControlLoop.nodeLifecycle(context, gracePeriod: settings.nodeGracePeriod),
      ControlLoop.standardStorageClass(context),
      ControlLoop.volumes(context, directory: settings.volumesDirectory),
      ControlLoop.ephemeralVolumes(context),
      ControlLoop.namespaceDefaults(context, certificateAuthority: settings.certificateAuthority),
      ControlLoop.clusterRoleAggregation(context),
      ControlLoop.customResourceCleanup(context),
      ControlLoop.garbageCollection(context),
      ControlLoop.namespaceTermination(context, resources: settings.namespacedResources),
    ]
    services = loops.flatMap(\.services)
  }
}
