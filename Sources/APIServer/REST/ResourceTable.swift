package import KubeModel

/// One resource as the API serves it in one group version.
package struct ServedResource: Sendable {
  /// A part of an object with an endpoint of its own, such as `status`.
  package struct Subresource: Sendable {
    package let name: String
    /// The kind that it takes and answers, such as `Scale`.
    package let kind: GroupVersionKind
    package let verbs: [String]

    package init(name: String, kind: GroupVersionKind, verbs: [String]) {
      self.name = name
      self.kind = kind
      self.verbs = verbs
    }
  }

  /// What else people and clients call a resource.
  package struct Names: Sendable {
    package let singular: String
    package var shortNames: [String] = []
    package var categories: [String] = []
    /// The kind of its lists; nil for the kind with `List` behind it.
    package var listKind: String?
  }

  package let resource: GroupVersionResource
  package let kind: String
  package let isNamespaced: Bool
  package let verbs: [String]
  package let subresources: [Subresource]
  /// Where objects are stored, and in which version.
  package let storage: GroupVersionResource
  /// Whether there are objects; otherwise a creation is a question that is answered at once.
  package let isStored: Bool
  /// How patches and server-side apply treat the fields; nil when nothing is known.
  package let mergeSchema: (any MergeSchema)?
  /// How objects get from this version to the stored one and back; nil when this one is stored.
  package let conversion: VersionConversion?
  /// What every answer warns of; nil for versions that are here to stay.
  package let deprecation: String?
  package let names: Names
  /// The schema and more of a resource that a CustomResourceDefinition adds; nil for a built-in one.
  package let custom: CustomResource?

  package init(
    resource: GroupVersionResource, kind: String, isNamespaced: Bool, verbs: [String], subresources: [Subresource] = [],
    storage: GroupVersionResource? = nil, isStored: Bool = true, mergeSchema: (any MergeSchema)? = nil,
    conversion: VersionConversion? = nil, deprecation: String? = nil,
    names: Names? = nil, custom: CustomResource? = nil
  ) {
    self.resource = resource
    self.kind = kind
    self.isNamespaced = isNamespaced
    self.verbs = verbs
    self.subresources = subresources
    self.storage = storage ?? resource
    self.isStored = isStored
    self.mergeSchema = mergeSchema
    self.conversion = conversion
    self.deprecation = deprecation
    self.names = names ?? Names(singular: kind.lowercased())
    self.custom = custom
  }

  package var groupVersionKind: GroupVersionKind { GroupVersionKind(resource.groupVersion, kind: kind) }

  /// The kind in the version in which objects are stored, and in which errors name it.
  package var storedKind: GroupVersionKind { conversion?.stored ?? groupVersionKind }

  /// The kind of the resource's lists.
  package var listKind: GroupVersionKind {
    GroupVersionKind(resource.groupVersion, kind: names.listKind ?? "\(kind)List")
  }

  package func subresource(_ name: String) -> Subresource? { subresources.first { $0.name == name } }

  /// Whether writes of the object leave `status` alone, because it has an endpoint of its own.
  package var hasStatus: Bool { subresource("status") != nil }
}

/// The resources that the API serves.
///
/// Rows may come and go while it runs (CustomResourceDefinitions).
package protocol ResourceTable: Sendable {
  func served(_ resource: GroupVersionResource) -> ServedResource?

  /// All rows.
  var all: [ServedResource] { get }

  /// Changes whenever rows do, so that what is made from them can be kept; nil when that is not known.
  var revision: Int? { get }
}

extension ResourceTable {
  package var revision: Int? { nil }
}
