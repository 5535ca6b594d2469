package import KubeModel
import Synchronization

/// The rows of the Kubernetes table that are served and stored: for each group its preferred stable version, and in it
/// every resource that can be listed, and the reviews of access and identity.
///
/// `events.k8s.io` is left out: its events and those of the core group are the same objects, stored once.
package final class KubernetesResources: ResourceTable {
  private let rows: Mutex<[GroupVersionResource: ServedResource]>

  package init(table: KubernetesTable = .builtin) {
    var preferred: [GroupResource: GroupVersionResource] = [:]
    for definition in table.resources where VersionOrder.isStable(definition.resource.version) {
      guard definition.resource.group != "events.k8s.io", Self.isStored(definition) || Self.isReview(definition)
      else { continue }
      let resource = definition.resource
      if let other = preferred[resource.groupResource],
        VersionOrder.precedes(other.version, resource.version)
      {
        continue
      }
      preferred[resource.groupResource] = resource
    }
    var rows: [GroupVersionResource: ServedResource] = [:]
    for resource in preferred.values {
      rows[resource] = table.definition(resource).map { Self.row($0, table) }
    }
    self.rows = Mutex(rows)
  }

  private static func isStored(_ definition: ResourceDefinition) -> Bool { definition.verbs.contains("list") }

  private static func isReview(_ definition: ResourceDefinition) -> Bool {
    ["authentication.k8s.io", "authorization.k8s.io"].contains(definition.resource.group)
  }

  private static func row(_ definition: ResourceDefinition, _ table: KubernetesTable) -> ServedResource {
    ServedResource(
      resource: definition.resource, kind: definition.kind, isNamespaced: definition.isNamespaced,
      // Everything that can be listed here can be watched; the table, made from OpenAPI, does not always say so.
      verbs: Set(definition.verbs + (isStored(definition) ? ["watch"] : [])).sorted(),
      subresources: definition.subresources.map {
        ServedResource.Subresource(name: $0.name, kind: $0.kind, verbs: $0.verbs)
      },
      isStored: isStored(definition), mergeSchema: table.mergeSchema(of: definition.groupVersionKind))
  }

  package func served(_ resource: GroupVersionResource) -> ServedResource? { rows.withLock { $0[resource] } }

  package var all: [ServedResource] {
    rows.withLock { $0.values.sorted { $0.resource.description < $1.resource.description } }
  }
}

/// What is known of the built-in kinds: their fields, defaults, and what makes an object invalid.
package struct KubernetesRules: ObjectRules {
  private let table: KubernetesTable

  package init(table: KubernetesTable = .builtin) { self.table = table }

  package func prune(_ object: inout JSONValue, kind: GroupVersionKind) throws(StatusError) -> [String] {
    let normalized = try table.normalize(object, as: kind)
    object = normalized.object
    return StatusError.fieldWarnings(duplicateFields: [], unknownFields: normalized.unknownFields)
  }

  package func applyDefaults(to object: inout JSONValue, kind: GroupVersionKind) {
    Defaulting.apply(to: &object, kind: kind)
  }

  package func validate(_ object: JSONValue, old: JSONValue?, kind: GroupVersionKind) -> [StatusError.Cause] {
    Validation.causes(object, old: old, kind: kind)
  }
}
