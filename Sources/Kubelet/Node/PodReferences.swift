package import KubeModel

/// The ConfigMaps, Secrets and claims that a pod names, so that their changes reach it and no other.
package struct PodReferences: Sendable, Hashable {
  package private(set) var configMaps: Set<String> = []
  package private(set) var secrets: Set<String> = []
  package private(set) var claims: Set<String> = []

  package init(of pod: Pod) {
    let spec = pod.spec
    for volume in spec.volumes {
      if let name = volume.configMap?.name { configMaps.insert(name) }
      if let name = volume.secret?.secretName { secrets.insert(name) }
      if let name = volume.persistentVolumeClaim?.claimName { claims.insert(name) }
      if volume.ephemeral != nil { claims.insert("\(pod.name)-\(volume.name ?? "")") }
      for source in volume.projected?.sources ?? [] {
        if let name = source.configMap?.name { configMaps.insert(name) }
        if let name = source.secret?.name { secrets.insert(name) }
      }
    }
    for container in spec.initContainers + spec.containers {
      for source in container.envFrom {
        if let name = source.configMapRef?.name { configMaps.insert(name) }
        if let name = source.secretRef?.name { secrets.insert(name) }
      }
      for variable in container.env {
        if let name = variable.valueFrom?.configMapKeyRef?.name { configMaps.insert(name) }
        if let name = variable.valueFrom?.secretKeyRef?.name { secrets.insert(name) }
      }
    }
  }
}
