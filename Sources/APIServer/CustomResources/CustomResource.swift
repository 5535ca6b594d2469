package import KubeModel
import ObjectStore

/// One version of a resource that a CustomResourceDefinition adds, as it is served.
package final class CustomResource: Sendable {
  /// The definition as it is stored.
  let definition: String
  let kind: GroupVersionKind
  let listKind: String
  let schema: StructuralSchema
  let scale: ScalePaths?
  /// Converts objects to this version and back; nil when that takes nothing but another `apiVersion`.
  let conversion: ConversionWebhook?
  /// Fields that may be selected by, such as `spec.color`.
  let selectableFields: Set<String>
  let columns: [TableColumn]
  /// Whether all objects are stored in this version.
  let isUniform: Bool
  /// Whether fields that the schema does not have are kept, as definitions of `v1beta1` may ask.
  private let keepsUnknownFields: Bool
  private let rules: CustomResourceRules
  private let table: KubernetesTable

  init(_ definition: CustomResourceDefinition, _ version: CustomResourceVersion, table: KubernetesTable) {
    self.definition = definition.name
    self.table = table
    let names = definition.status.acceptedNames
    kind = GroupVersionKind(
      group: definition.spec.group ?? "", version: version.name ?? "", kind: names.kind ?? "")
    listKind = names.listKind ?? "\(kind.kind)List"
    keepsUnknownFields = definition.spec.preserveUnknownFields == true
    schema = StructuralSchema(json: Self.schema(of: version, keepsUnknownFields: keepsUnknownFields))
    scale = version.scale.map(ScalePaths.init)
    let isStored = definition.status.storedVersions == [definition.spec.storageVersion ?? ""]
    // Objects may still be stored in versions of earlier times.
    isUniform = isStored && version.name == definition.spec.storageVersion
    conversion = isUniform ? nil : ConversionWebhook(definition)
    selectableFields = Set(
      version.selectableFields.compactMap { $0["jsonPath"]?.stringValue.map { String($0.drop { $0 == "." }) } })
    columns = CustomColumns.of(version)
    rules = CustomResourceRules(schema: schema, scale: scale)
  }

  /// The schema, which says to clients as well when unknown fields are kept.
  private static func schema(of version: CustomResourceVersion, keepsUnknownFields: Bool) -> JSONValue {
    var schema = version.openAPISchema ?? ["type": "object"]
    if keepsUnknownFields { schema["x-kubernetes-preserve-unknown-fields"] = true }
    return schema
  }

  /// What is wrong with the object; `isStatus` says that only its status is written.
  func causes(_ object: JSONValue, old: JSONValue?, isStatus: Bool) -> [StatusError.Cause] {
    rules.causes(object, old: old, isStatus: isStatus)
  }
}

extension CustomResource {
  /// Throws 403 when the definition is on its way out, which takes its objects along.
  func requireDefinition(_ resource: GroupResource, name: String, in transaction: StoreTransaction) throws {
    let key = ObjectKey(CustomResourceDefinition.resource.groupResource, name: definition)
    guard transaction.object(key)?.metadata.isBeingDeleted ?? true else { return }
    throw StatusError.forbidden(
      resource, name: name, why: "create not allowed while custom resource definition is terminating")
  }

  /// Throws 500, as kube-apiserver does, when the object says nothing of its replicas.
  func requireReplicas(in object: JSONValue) throws {
    guard let path = scale?.specReplicas, path.value(in: object) == nil else { return }
    throw StatusError.internalError("the spec replicas field \"\(path.text)\" does not exist")
  }
}

extension CustomResource: ObjectRules {
  package func prune(_ object: inout JSONValue, kind: GroupVersionKind) throws(StatusError) -> [String] {
    var unknown = try table.normalizeMetadata(of: &object, kind: kind)
    if !keepsUnknownFields { unknown += schema.prune(&object) }
    return StatusError.fieldWarnings(duplicateFields: [], unknownFields: unknown)
  }

  package func applyDefaults(to object: inout JSONValue, kind: GroupVersionKind) {
    let metadata = object["metadata"]
    schema.applyDefaults(to: &object)
    object["metadata"] = metadata
  }

  /// None: the schema's defaults are all that is added.
  package func addZeroValues(to object: inout JSONValue, kind: GroupVersionKind) {}

  package func validate(
    _ object: JSONValue, old: JSONValue?, kind: GroupVersionKind, writtenAs version: GroupVersion, isStatus: Bool
  ) -> [StatusError.Cause] {
    causes(object, old: old, isStatus: isStatus)
  }
}
