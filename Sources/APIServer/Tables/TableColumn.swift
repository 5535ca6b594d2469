import KubeModel

/// A column of a kind's Table (`meta/v1`), as kubectl prints it.
struct TableColumn: Sendable {
  let name: String
  let type: String
  let format: String
  let description: String
  /// 0 is always shown, 1 with `-o wide`.
  let priority: Int
  /// The cell of an object, at the time of the request.
  let cell: @Sendable (_ object: JSONValue, _ now: Timestamp) -> JSONValue

  init(
    _ name: String, type: String = "string", format: String = "", description: String = "", priority: Int = 0,
    cell: @escaping @Sendable (JSONValue, Timestamp) -> JSONValue
  ) {
    self.name = name
    self.type = type
    self.format = format
    self.description = description
    self.priority = priority
    self.cell = cell
  }

  /// A column about a typed kind; the cell is a text.
  static func of<Kind: KubeObject>(
    _ kind: Kind.Type, _ name: String, priority: Int = 0, _ text: @escaping @Sendable (Kind) -> String
  ) -> TableColumn {
    TableColumn(name, priority: priority) { object, _ in .string(text(Kind(json: object))) }
  }

  /// A column about a typed kind; the cell is a number.
  static func number<Kind: KubeObject>(
    _ kind: Kind.Type, _ name: String, _ value: @escaping @Sendable (Kind) -> Int?
  ) -> TableColumn {
    TableColumn(name, type: "integer") { object, _ in .integer(Int64(value(Kind(json: object)) ?? 0)) }
  }

  /// The same column, always shown.
  var shown: TableColumn {
    TableColumn(name, type: type, format: format, description: description, cell: cell)
  }

  static let objectName = TableColumn("Name", format: "name") { object, _ in
    object["metadata"]?["name"] ?? ""
  }

  static let age = TableColumn("Age") { object, now in
    let created = object["metadata"]?["creationTimestamp"].flatMap(Timestamp.init(json:))
    return .string(HumanDuration.text(since: created, now: now))
  }

  static let createdAt = TableColumn("Created At") { object, _ in
    object["metadata"]?["creationTimestamp"] ?? ""
  }

  var definition: JSONValue {
    [
      "name": .string(name), "type": .string(type), "format": .string(format),
      "description": .string(description),
      "priority": .integer(Int64(priority)),
    ]
  }
}

/// The columns of every kind.
enum TableColumns {
  /// The columns of a kind; name and time of creation for one that has none of its own.
  static func of(_ kind: String) -> [TableColumn] {
    guard let own = byKind[kind] else { return [.objectName, .createdAt] }
    // Events are told apart by what they are about; their own names come last.
    return kind == Event.kind ? own : [.objectName] + own
  }

  private static let byKind: [String: [TableColumn]] = pods.merging(workloads) { $1 }.merging(jobs) { $1 }
    .merging(network) { $1 }.merging(storage) { $1 }.merging(cluster) { $1 }.merging(extensions) { $1 }.merging(further)
  { $1 }
}

/// A text for a list of texts, as kubectl's columns show it; `<none>` for an empty one.
func listText(_ texts: [String]) -> String { texts.isEmpty ? "<none>" : texts.joined(separator: ",") }

/// A text for labels, as kubectl's columns show them.
func labelText(_ labels: [String: String]) -> String {
  listText(labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
}

/// A text for a label selector.
func selectorText(_ selector: LabelSelector?) -> String {
  guard let selector else { return "<none>" }
  var parts = selector.matchLabels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  for requirement in selector.matchExpressions {
    let key = requirement.key ?? ""
    switch requirement.operator {
    case "Exists": parts.append(key)
    case "DoesNotExist": parts.append("!\(key)")
    case "NotIn": parts.append("\(key) notin (\(requirement.values.joined(separator: ",")))")
    default: parts.append("\(key) in (\(requirement.values.joined(separator: ",")))")
    }
  }
  return listText(parts)
}
