package import KubeModel

/// What an object is stored under: its resource, namespace and name.
package struct ObjectKey: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let resource: GroupResource
  /// Nil for objects of the cluster.
  package let namespace: String?
  package let name: String

  package init(_ resource: GroupResource, namespace: String? = nil, name: String) {
    self.resource = resource
    self.namespace = namespace
    self.name = name
  }

  package var namespacedName: NamespacedName { NamespacedName(namespace: namespace, name: name) }

  package var description: String { "\(resource) \(namespacedName)" }

  package static func < (left: Self, right: Self) -> Bool {
    if left.resource != right.resource { return left.resource < right.resource }
    return left.namespacedName < right.namespacedName
  }
}
