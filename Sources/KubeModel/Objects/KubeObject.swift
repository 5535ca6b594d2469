/// An object of the Kubernetes API of which at least the metadata is known.
package protocol ObjectWithMetadata: Sendable {
  init(json: JSONValue)

  var metadata: ObjectMeta { get }
}

extension ObjectWithMetadata {
  /// `metadata.name`; empty when there is none.
  package var name: String { metadata.name ?? "" }

  /// `metadata.namespace`; nil for objects of the cluster.
  package var namespace: String? { metadata.namespace }

  /// `metadata.uid`; empty before the object is created.
  package var uid: String { metadata.uid ?? "" }

  /// Namespace and name.
  package var namespacedName: NamespacedName { NamespacedName(namespace: namespace, name: name) }
}

/// The metadata of an object of any kind: `PartialObjectMetadata` of `meta.k8s.io/v1`.
package struct PartialObjectMetadata: ObjectWithMetadata, Hashable {
  package let metadata: ObjectMeta

  /// Keeps nothing but the metadata of the object.
  package init(json: JSONValue) { metadata = ObjectMeta(json: json["metadata"] ?? .emptyObject) }
}

/// A kind of the Kubernetes API as a typed view of its JSON.
package protocol KubeObject: JSONView, ObjectWithMetadata {
  /// Where the API serves this kind.
  static var resource: GroupVersionResource { get }

  /// The `kind` of an object.
  static var kind: String { get }

  /// Whether objects of this kind live in a namespace.
  static var isNamespaced: Bool { get }
}

extension KubeObject {
  /// The kind with its group and version.
  package static var groupVersionKind: GroupVersionKind { GroupVersionKind(resource.groupVersion, kind: kind) }

  /// A new object with `apiVersion`, `kind` and its name.
  package init(name: String, namespace: String? = nil) {
    self.init(json: ["apiVersion": .string(Self.resource.groupVersion.description), "kind": .string(Self.kind)])
    metadata.name = name
    metadata.namespace = namespace
  }

  /// The object's metadata.
  package var metadata: ObjectMeta {
    get { ObjectMeta(json: json["metadata"] ?? .emptyObject) }
    set { json["metadata"] = newValue.json }
  }

  /// An owner reference to this object, as a controller sets it on what it makes.
  package func controllerReference(blockOwnerDeletion: Bool = true) -> OwnerReference {
    .with {
      $0.apiVersion = Self.resource.groupVersion.description
      $0.kind = Self.kind
      $0.name = name
      $0.uid = uid
      $0.controller = true
      $0.blockOwnerDeletion = blockOwnerDeletion
    }
  }
}

extension ObjectMeta {
  /// The owner that is marked as the controller, if there is one.
  package var controller: OwnerReference? { self.ownerReferences.first { $0.controller == true } }

  /// Whether deletion was asked for and waits for finalizers or a grace period.
  package var isBeingDeleted: Bool { self.deletionTimestamp != nil }
}
