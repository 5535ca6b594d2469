package import KubeModel
import Synchronization

/// The rows of the Kubernetes table that are served: for each group its preferred stable version, and in it every
/// resource that can be listed, and the reviews of access and identity; beside them the versions that are converted
/// (``OlderVersion``).
package final class KubernetesResources: ResourceTable {
  private let rows: Mutex<[GroupVersionResource: ServedResource]>

  package init(table: KubernetesTable = .builtin) {
    let converted = Set(OlderVersion.all.map(\.resource))
    var preferred: [GroupResource: GroupVersionResource] = [:]
    for definition in table.resources where VersionOrder.isStable(definition.resource.version) {
      guard !converted.contains(definition.resource), Self.isStored(definition) || Self.isAnswered(definition)
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
    for version in OlderVersion.all {
      rows[version.resource] = table.definition(version.resource).map { Self.row($0, table, version) }
    }
    for row in MetricsAPI.rows { rows[row.resource] = row }
    self.rows = Mutex(rows)
  }

  private static func isStored(_ definition: ResourceDefinition) -> Bool {
    definition.verbs.contains("list") && definition.resource.groupResource != ResourceAPI.componentStatuses
  }

  /// Whether a request of the resource is answered without stored objects.
  private static func isAnswered(_ definition: ResourceDefinition) -> Bool {
    [ResourceAPI.componentStatuses, ResourceAPI.bindings].contains(definition.resource.groupResource)
      || isReview(definition)
  }

  private static func isReview(_ definition: ResourceDefinition) -> Bool {
    ["authentication.k8s.io", "authorization.k8s.io"].contains(definition.resource.group)
  }

  /// What is said of kinds that are deprecated and stay.
  private static let deprecations = [
    GroupVersionKind(group: "", version: "v1", kind: "ComponentStatus"):
      "v1 ComponentStatus is deprecated in v1.19+",
    GroupVersionKind(group: "", version: "v1", kind: "Endpoints"):
      "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
  ]

  /// A row of the table; `version` says how it is converted, if it is not the stored one.
  private static func row(
    _ definition: ResourceDefinition, _ table: KubernetesTable, _ version: OlderVersion? = nil
  ) -> ServedResource {
    let conversion = version?.storage == version?.resource ? nil : version?.conversion
    // A group that something has left is found by its full name alone: two of a name would make every client warn.
    let isElsewhere = version.map { $0.storage.group != definition.resource.group } ?? false
    return ServedResource(
      resource: definition.resource, kind: definition.kind, isNamespaced: definition.isNamespaced,
      // Everything that can be listed here can be watched; the table, made from OpenAPI, does not always say so.
      verbs: Set(definition.verbs + (isStored(definition) ? ["watch"] : [])).sorted(),
      subresources: definition.subresources.map {
        ServedResource.Subresource(name: $0.name, kind: $0.kind, verbs: $0.verbs)
      },
      storage: conversion == nil ? nil : version?.storage, isStored: isStored(definition),
      mergeSchema: table.mergeSchema(of: definition.groupVersionKind), conversion: conversion,
      deprecation: version?.deprecation ?? deprecations[definition.groupVersionKind],
      names: ServedResource.Names(
        singular: definition.singular, shortNames: isElsewhere ? [] : definition.shortNames,
        categories: isElsewhere ? [] : definition.categories))
  }

  package func served(_ resource: GroupVersionResource) -> ServedResource? { rows.withLock { $0[resource] } }

  /// These rows stay as they are.
  package var revision: Int? { 0 }

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

  package func addZeroValues(to object: inout JSONValue, kind: GroupVersionKind) {
    table.addZeroValues(to: &object, as: kind)
  }

  package func validate(
    _ object: JSONValue, old: JSONValue?, kind: GroupVersionKind, writtenAs version: GroupVersion, isStatus: Bool
  ) -> [StatusError.Cause] {
    Validation.causes(object, old: old, kind: kind, writtenAs: version, isStatus: isStatus)
  }
}
