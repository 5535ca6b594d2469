package import ControllerKit
package import KubeModel

/// The objects that pods' set-up looks at, read from informers.
package struct InformedObjects: ClusterObjects {
  let configMaps: Informer<ConfigMap>
  let secrets: Informer<Secret>
  let claims: Informer<PersistentVolumeClaim>
  let volumes: Informer<PersistentVolume>
  let serviceInformer: Informer<Service>

  package init(_ informers: InformerSet) {
    configMaps = informers.informer(ConfigMap.self)
    secrets = informers.informer(Secret.self)
    claims = informers.informer(PersistentVolumeClaim.self)
    volumes = informers.informer(PersistentVolume.self)
    serviceInformer = informers.informer(Service.self)
  }

  /// Returns when all first lists have arrived.
  package func waitUntilSynced() async throws {
    try await configMaps.waitUntilSynced()
    try await secrets.waitUntilSynced()
    try await claims.waitUntilSynced()
    try await volumes.waitUntilSynced()
    try await serviceInformer.waitUntilSynced()
  }

  package func configMap(namespace: String, name: String) -> ConfigMap? {
    configMaps.get(namespace: namespace, name: name)
  }

  package func secret(namespace: String, name: String) -> Secret? { secrets.get(namespace: namespace, name: name) }

  package func claim(namespace: String, name: String) -> PersistentVolumeClaim? {
    claims.get(namespace: namespace, name: name)
  }

  package func volume(name: String) -> PersistentVolume? { volumes.get(name: name) }

  package func services(namespace: String) -> [Service] { serviceInformer.list(namespace: namespace) }
}
