package import KubeModel
package import SandboxRuntime

/// The `emptyDir` volumes of a pod that are memory (Kubernetes, "Volumes": emptyDir).
package enum MemoryBackedVolumes {
  /// What the pod's sandbox has to mount.
  ///
  /// - Parameters:
  ///   - group: The pod's `fsGroup`, where it can be had.
  ///   - allocatable: What the node has for pods.
  package static func of(
    _ pod: PodSpec, paths: PodPaths, group: UInt32?, allocatable: [String: Quantity]
  ) -> [MemoryVolume] {
    pod.volumes.compactMap { volume in
      guard let source = volume.emptyDir, source.medium == "Memory" else { return nil }
      let limits = [allocatable["memory"]?.value, memoryLimit(of: pod), source.sizeLimit?.value]
      return MemoryVolume(
        path: paths.volume(volume.name ?? ""), size: limits.compactMap { $0 }.filter { $0 > 0 }.min().map(UInt64.init),
        group: group)
    }
  }

  /// What all containers of a pod may have together, those counted that have a limit; nil when none has.
  static func memoryLimit(of pod: PodSpec) -> Int64? {
    func limit(_ container: Container) -> Int64 { container.resources.limits["memory"]?.value ?? 0 }
    var sidecars: Int64 = 0
    var initial: Int64 = 0
    for container in pod.initContainers {
      if container.restartPolicy == "Always" { sidecars += limit(container) }
      initial = max(initial, sidecars + (container.restartPolicy == "Always" ? 0 : limit(container)))
    }
    let sum = max(initial, sidecars + pod.containers.reduce(0) { $0 + limit($1) })
    return sum > 0 ? sum : nil
  }
}
