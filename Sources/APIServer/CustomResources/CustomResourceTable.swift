package import KubeModel
package import ObjectStore
import Synchronization

/// The rows of the built-in resources, and those of the CustomResourceDefinitions in a store.
///
/// It follows the store inside its writer: when the write that establishes a definition is answered, the rows are
/// there. Definitions are read when somebody asks for a row afterwards, so that the writer does not wait for it.
package final class CustomResourceTable: ResourceTable {
  private let base: any ResourceTable
  private let definitions: FollowedDefinitions

  /// A table over `base` with the definitions in `store`.
  package init(over base: any ResourceTable, following store: ObjectStore, kubernetes: KubernetesTable = .builtin) {
    self.base = base
    definitions = FollowedDefinitions(kubernetes: kubernetes)
    store.observe([CustomResourceDefinition.resource.groupResource], by: definitions)
  }

  package func served(_ resource: GroupVersionResource) -> ServedResource? {
    base.served(resource) ?? definitions.rows { $0.byResource[resource] }
  }

  package var revision: Int? { base.revision.map { $0 + definitions.revision } }

  package var all: [ServedResource] { base.all + definitions.rows { $0.all } }

  /// The columns of a custom resource's kind, or of its list; nil for other kinds.
  func columns(of kind: GroupVersionKind) -> [TableColumn]? { definitions.rows { $0.columns[kind] } }
}

/// What the store has told of the definitions, and the rows made from it.
private final class FollowedDefinitions: StoreObserver {
  /// The rows of all definitions, by what they are asked for.
  struct Rows {
    fileprivate(set) var byResource: [GroupVersionResource: ServedResource] = [:]
    fileprivate(set) var columns: [GroupVersionKind: [TableColumn]] = [:]
    fileprivate var byDefinition: [String: [ServedResource]] = [:]

    var all: [ServedResource] {
      byResource.values.sorted { $0.resource.description < $1.resource.description }
    }
  }

  private struct State {
    var rows = Rows()
    /// Definitions that have changed since the rows were made; nil for one that is gone.
    var changed: [String: StoredObject?] = [:]
    /// How often something has changed.
    var revision = 0
  }

  private let kubernetes: KubernetesTable
  private let state = Mutex(State())

  init(kubernetes: KubernetesTable) { self.kubernetes = kubernetes }

  func begin(_ objects: [StoredObject]) {
    state.withLock { state in
      for object in objects { state.changed[object.key.name] = .some(object) }
      state.revision += 1
    }
  }

  func apply(_ event: StoreEvent) {
    state.withLock { state in
      state.changed[event.key.name] = .some(event.isDeletion ? nil : event.object)
      state.revision += 1
    }
  }

  var revision: Int { state.withLock { $0.revision } }

  /// Reads the rows, which are up to date.
  func rows<Answer>(_ read: (Rows) -> Answer) -> Answer {
    state.withLock { state in
      for (name, object) in state.changed {
        state.rows.replace(name, by: object.map { rows(of: CustomResourceDefinition(json: $0.value)) } ?? [])
      }
      state.changed = [:]
      return read(state.rows)
    }
  }

  private func rows(of definition: CustomResourceDefinition) -> [ServedResource] {
    guard definition.isEstablished, let storage = definition.spec.storageVersion else { return [] }
    return definition.spec.versions.filter { $0.served == true }.map { version in
      .custom(
        CustomResource(definition, version, table: kubernetes), version, of: definition, storage: storage,
        kubernetes: kubernetes)
    }
  }
}

extension FollowedDefinitions.Rows {
  fileprivate mutating func replace(_ definition: String, by rows: [ServedResource]) {
    for row in byDefinition[definition] ?? [] {
      byResource[row.resource] = nil
      columns[row.groupVersionKind] = nil
      columns[row.listKind] = nil
    }
    byDefinition[definition] = rows.isEmpty ? nil : rows
    for row in rows {
      byResource[row.resource] = row
      columns[row.groupVersionKind] = row.custom?.columns
      columns[row.listKind] = row.custom?.columns
    }
  }
}

extension ServedResource {
  /// The row of one version of a definition.
  fileprivate static func custom(
    _ custom: CustomResource, _ version: CustomResourceVersion, of definition: CustomResourceDefinition,
    storage: String, kubernetes: KubernetesTable
  ) -> ServedResource {
    let names = definition.status.acceptedNames
    let resource = GroupVersionResource(
      group: definition.spec.group ?? "", version: version.name ?? "", resource: names.plural ?? "")
    var subresources: [Subresource] = []
    if version.hasStatus {
      subresources.append(Subresource(name: "status", kind: custom.kind, verbs: ["get", "patch", "update"]))
    }
    if version.scale != nil {
      let kind = GroupVersionKind(group: "autoscaling", version: "v1", kind: "Scale")
      subresources.append(Subresource(name: "scale", kind: kind, verbs: ["get", "patch", "update"]))
    }
    let stored = GroupVersionKind(group: resource.group, version: storage, kind: custom.kind.kind)
    // Objects from before a change of the schema, and those that a webhook made, may lack what it fills in.
    let converts = definition.spec.conversion?["strategy"] == "Webhook"
    let completes = custom.schema.hasDefaults && (converts || definition.metadata.generation ?? 1 > 1)
    let steps = VersionConversion.Steps(
      toStored: { _ in }, fromStored: { if completes { custom.applyDefaults(to: &$0, kind: custom.kind) } })
    let isTerminating = definition.metadata.isBeingDeleted
    let verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"]
    return ServedResource(
      resource: resource, kind: custom.kind.kind, isNamespaced: definition.isNamespaceScoped,
      verbs: isTerminating ? verbs.filter { !["patch", "create", "update"].contains($0) } : verbs,
      subresources: subresources,
      storage: GroupVersionResource(group: resource.group, version: storage, resource: resource.resource),
      mergeSchema: StructuralMergeSchema(custom.schema, table: kubernetes),
      conversion: custom.conversion != nil || custom.isUniform && !completes
        ? nil : VersionConversion(served: custom.kind, stored: stored, steps),
      deprecation: version.deprecated == true
        ? version.deprecationWarning ?? "\(resource.groupVersion) \(custom.kind.kind) is deprecated" : nil,
      names: Names(
        singular: names.singular ?? "", shortNames: names.shortNames, categories: names.categories,
        listKind: custom.listKind),
      custom: custom)
  }
}
