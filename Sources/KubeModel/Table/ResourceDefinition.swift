/// A resource that the API serves: one row of the Kubernetes table.
package struct ResourceDefinition: Sendable, Hashable {
  /// A part of an object with an endpoint of its own, such as `status` or `scale`.
  package struct Subresource: Sendable, Hashable {
    package let name: String
    /// The kind that it takes and answers, such as `Scale` of `autoscaling/v1`.
    package let kind: GroupVersionKind
    package let verbs: [String]

    package init(name: String, kind: GroupVersionKind, verbs: [String]) {
      self.name = name
      self.kind = kind
      self.verbs = verbs
    }
  }

  package let resource: GroupVersionResource
  package let kind: String
  package let singular: String
  package let shortNames: [String]
  /// Such as `all`.
  package let categories: [String]
  package let isNamespaced: Bool
  /// Sorted, as discovery lists them.
  package let verbs: [String]
  package let subresources: [Subresource]
  /// The name of the objects' type in the table; nil when no type is known.
  package let typeName: String?

  package init(
    resource: GroupVersionResource, kind: String, singular: String, shortNames: [String] = [],
    categories: [String] = [], isNamespaced: Bool, verbs: [String], subresources: [Subresource] = [],
    typeName: String? = nil
  ) {
    self.resource = resource
    self.kind = kind
    self.singular = singular
    self.shortNames = shortNames
    self.categories = categories
    self.isNamespaced = isNamespaced
    self.verbs = verbs
    self.subresources = subresources
    self.typeName = typeName
  }

  package var groupVersionKind: GroupVersionKind { GroupVersionKind(resource.groupVersion, kind: kind) }

  package func subresource(_ name: String) -> Subresource? { subresources.first { $0.name == name } }

  /// Whether `name` is one of the names by which people call the resource, in lower case: plural, singular, short.
  package func isCalled(_ name: String) -> Bool {
    resource.resource == name || singular == name || shortNames.contains(name)
  }
}

/// A group of the API with its versions.
package struct APIGroup: Sendable, Hashable {
  package let name: String
  /// The preferred version first.
  package let versions: [String]
}
