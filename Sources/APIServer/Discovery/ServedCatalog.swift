import KubeModel

/// The version of the program, which makes the documents.
private let program = Version.current["gitVersion"]?.stringValue ?? ""

/// The rows of a table by group and version, in the order of discovery.
struct ServedCatalog: Sendable {
  struct Version: Sendable {
    let groupVersion: GroupVersion
    /// By the names of the resources.
    let rows: [ServedResource]
    /// Another one for other rows: what tells clients that the version's documents have changed.
    let fingerprint: String

    init(_ groupVersion: GroupVersion, _ rows: [ServedResource]) {
      self.groupVersion = groupVersion
      self.rows = rows
      let text = rows.map { row in
        let subresources = row.subresources.map { "\($0.name) \($0.kind) \($0.verbs)" }
        return "\(row.resource) \(row.kind) \(row.isNamespaced) \(row.verbs) \(subresources) "
          + (row.custom?.schema.json.jsonText ?? "")
      }
      fingerprint = Document.hash(Array("\(program) \(text.joined(separator: "\n"))".utf8))
    }
  }

  struct Group: Sendable {
    let name: String
    /// The preferred version first.
    let versions: [Version]
  }

  let groups: [Group]

  init(_ rows: [ServedResource]) {
    let byVersion = Dictionary(grouping: rows, by: \.resource.groupVersion)
    let byGroup = Dictionary(grouping: byVersion.keys, by: \.group)
    groups = byGroup.keys.sorted(by: GroupOrder.precedes).map { name in
      let versions = (byGroup[name] ?? []).sorted { VersionOrder.precedes($0.version, $1.version) }
      return Group(
        name: name,
        versions: versions.map { version in
          Version(version, (byVersion[version] ?? []).sorted { $0.resource.resource < $1.resource.resource })
        })
    }
  }

  /// All versions of all groups.
  var versions: [Version] { groups.flatMap(\.versions) }

  func group(_ name: String) -> Group? { groups.first { $0.name == name } }

  func version(_ groupVersion: GroupVersion) -> Version? {
    group(groupVersion.group)?.versions.first { $0.groupVersion == groupVersion }
  }
}
