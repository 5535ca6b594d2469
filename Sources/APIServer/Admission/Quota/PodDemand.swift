import KubeModel

/// What a pod asks for as a whole (Kubernetes: "Init containers", resource sharing within containers).
enum PodDemand {
  /// Containers and sidecars together, or one init container beside the sidecars started before it, whichever is more;
  /// and the overhead.
  static func requests(of spec: PodSpec) -> ResourceList {
    total(of: spec) { ResourceList($0.resources.requests) }.adding(ResourceList(spec.overhead))
  }

  /// As the requests; the overhead counts only for what is limited at all.
  static func limits(of spec: PodSpec) -> ResourceList {
    let limits = total(of: spec) { ResourceList($0.resources.limits) }
    return limits.adding(ResourceList(spec.overhead).masked(by: limits.withoutZeros.names))
  }

  private static func total(of spec: PodSpec, _ amounts: (Container) -> ResourceList) -> ResourceList {
    var running = spec.containers.reduce(ResourceList()) { $0.adding(amounts($1)) }
    var sidecars = ResourceList()
    var starting = ResourceList()
    for container in spec.initContainers {
      let own = amounts(container)
      if container.restartPolicy == "Always" {
        running = running.adding(own)
        sidecars = sidecars.adding(own)
        starting = starting.maximum(sidecars)
      } else {
        starting = starting.maximum(sidecars.adding(own))
      }
    }
    return running.maximum(starting)
  }
}
