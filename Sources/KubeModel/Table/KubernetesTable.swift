import OrderedCollections

/// The types and resources of the Kubernetes API.
///
/// Types are read when they are first asked for. A table is a value: rows for CustomResourceDefinitions are added to a
/// copy, which shares everything built in.
package struct KubernetesTable: Sendable {
  /// The table of the built-in types and resources.
  package static let builtin = KubernetesTable(text: KubernetesTableText.text)

  /// Every resource in every version, in the order of discovery.
  package private(set) var resources: [ResourceDefinition]

  private let store: SchemaTypeStore
  private var addedTypes: [String: SchemaType] = [:]
  private var byResource: [GroupVersionResource: Int] = [:]
  private var byKind: [GroupVersionKind: Int] = [:]

  init(text: String) {
    let bytes = Array(text.utf8)
    var reader = TableTextReader(bytes)
    let contents = reader.read()
    store = SchemaTypeStore(bytes: bytes, index: contents.types, kinds: contents.kinds)
    resources = contents.resources
    reindex()
  }

  private mutating func reindex() {
    byResource = [:]
    byKind = [:]
    for (index, definition) in resources.enumerated() {
      byResource[definition.resource] = index
      if byKind[definition.groupVersionKind] == nil { byKind[definition.groupVersionKind] = index }
    }
  }

  /// A copy with `definitions` added, each in the place of the one with the same group, version and plural.
  package func adding(_ definitions: [ResourceDefinition], types: [SchemaType] = []) -> Self {
    var copy = self
    for type in types { copy.addedTypes[type.name] = type }
    let replaced = Set(definitions.map(\.resource))
    copy.resources.removeAll { replaced.contains($0.resource) }
    copy.resources += definitions
    copy.reindex()
    return copy
  }

  /// A copy without the resources of `group` that are called `plural`.
  package func removing(_ resource: GroupResource) -> Self {
    var copy = self
    copy.resources.removeAll { $0.resource.groupResource == resource }
    copy.reindex()
    return copy
  }

  // MARK: Resources

  package func definition(_ resource: GroupVersionResource) -> ResourceDefinition? {
    byResource[resource].map { resources[$0] }
  }

  package func definition(_ kind: GroupVersionKind) -> ResourceDefinition? { byKind[kind].map { resources[$0] } }

  /// The resource that a person means by `name`: a plural, singular or short name in any case, alone (`po`), with its
  /// group (`deployments.apps`) or version and group (`deployments.v1.apps`).
  ///
  /// Of several, the first in discovery's order in its preferred version.
  package func definition(called name: String) -> ResourceDefinition? {
    let parts = name.lowercased().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let noun = parts.first else { return nil }
    let candidates = resources.filter { $0.isCalled(noun) }
    let chosen: [ResourceDefinition]
    if parts.count == 1 {
      guard let first = groups.lazy.compactMap({ group in candidates.first { $0.resource.group == group.name } }).first
      else { return nil }
      chosen = candidates.filter { $0.resource.group == first.resource.group }
    } else {
      let group = candidates.filter { $0.resource.group == parts[1] }
      if group.isEmpty {
        let rest = parts[1].split(separator: ".", maxSplits: 1).map(String.init)
        chosen = candidates.filter {
          $0.resource.version == rest[0] && $0.resource.group == (rest.count > 1 ? rest[1] : "")
        }
      } else {
        chosen = group
      }
    }
    return chosen.min { VersionOrder.precedes($0.resource.version, $1.resource.version) }
  }

  /// The groups in the order of discovery, the core group first.
  package var groups: [APIGroup] {
    var versions: OrderedDictionary<String, OrderedSet<String>> = [:]
    for definition in resources { versions[definition.resource.group, default: []].append(definition.resource.version) }
    return versions.keys.sorted(by: GroupOrder.precedes).map { name in
      APIGroup(name: name, versions: (versions[name] ?? []).sorted(by: VersionOrder.precedes))
    }
  }

  /// The resources of one version of a group.
  package func resources(in groupVersion: GroupVersion) -> [ResourceDefinition] {
    resources.filter { $0.resource.groupVersion == groupVersion }
  }

  // MARK: Types

  /// The type with this name, such as `api.core.v1.PodSpec`.
  package func type(named name: String) -> SchemaType? { addedTypes[name] ?? store.type(named: name) }

  /// The type of a kind: of a resource, a list, or what belongs to every group, such as `DeleteOptions`.
  package func type(of kind: GroupVersionKind) -> SchemaType? {
    if let name = definition(kind)?.typeName { return type(named: name) }
    // Versions may share their types: a list is found beside its elements.
    if kind.kind.hasSuffix("List"),
      let element = definition(GroupVersionKind(kind.groupVersion, kind: String(kind.kind.dropLast(4))))?.typeName,
      let list = type(named: element + "List")
    {
      return list
    }
    return store.type(of: kind) ?? store.type(named: "apimachinery.pkg.apis.meta.v1.\(kind.kind)")
  }

  /// The names of all types, sorted.
  package var typeNames: [String] { (store.names + addedTypes.keys).sorted() }
}

/// Kubernetes' order of versions: stable before beta before alpha, later before earlier, others by name.
package enum VersionOrder {
  package static func precedes(_ left: String, _ right: String) -> Bool {
    guard let left = parts(left) else { return parts(right) == nil && left < right }
    guard let right = parts(right) else { return true }
    return (left.stage, left.major, left.minor) > (right.stage, right.major, right.minor)
  }

  /// Whether the version is stable: `v1`, `v2`.
  package static func isStable(_ version: String) -> Bool { parts(version)?.stage == 2 }

  private static func parts(_ version: String) -> (stage: Int, major: Int, minor: Int)? {
    guard version.first == "v" else { return nil }
    let rest = version.dropFirst()
    if let major = Int(rest) { return (2, major, 0) }
    for (word, stage) in [("beta", 1), ("alpha", 0)] {
      guard let range = rest.firstRange(of: word) else { continue }
      guard let major = Int(rest[..<range.lowerBound]), let minor = Int(rest[range.upperBound...]) else { return nil }
      return (stage, major, minor)
    }
    return nil
  }
}
