package import KubeModel

/// The objects that a pod's set-up looks at, as the informers have them.
package protocol ClusterObjects: Sendable {
  func configMap(namespace: String, name: String) -> ConfigMap?
  func secret(namespace: String, name: String) -> Secret?
  func claim(namespace: String, name: String) -> PersistentVolumeClaim?
  func volume(name: String) -> PersistentVolume?
  /// The services of a namespace.
  func services(namespace: String) -> [Service]
}

/// What keeps a container from being made though its configuration is there (`CreateContainerError`).
package struct CreationError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// What keeps a container from being started, worded as the kubelet does.
package struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
