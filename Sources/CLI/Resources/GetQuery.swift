import KubeClient
import KubeModel

/// The work of `get`: asks for Tables or objects and prints them.
struct GetQuery {
  let session: Session
  let format: OutputFormat
  let selection: SelectionOptions
  let words: ResourceArguments
  var isWatching = false
  var showsExisting = true
  var hasHeaders = true
  var showsLabels = false
  var labelColumns: [String] = []
  var sortPath: JSONPathExpression?
  var showsManagedFields = false
  var ignoresMissing = false

  private static let pageSize = 500

  /// One type with the objects asked for; all of them when there are no names.
  private struct Target {
    let type: ResourceType
    let names: [String]
  }

  func run() async throws {
    let targets = try await targets()
    let hasNames = targets.contains { !$0.names.isEmpty }
    if hasNames, selection.isRestricted { throw CommandFailure.usage("a name cannot be combined with a selector") }
    if hasNames, selection.allNamespaces {
      throw CommandFailure.usage("a resource cannot be retrieved by name across all namespaces")
    }
    if isWatching {
      guard targets.count == 1 else { throw CommandFailure.usage("you may watch only one type of resource at a time") }
      let type = targets[0].type
      var options = selection.listOptions
      if let name = targets[0].names.first {
        guard targets[0].names.count == 1 else {
          throw CommandFailure.usage("you may watch one object, or all of a type")
        }
        options.fieldSelector = "metadata.name=\(name)"
        if showsExisting {
          _ = try await session.client.get(type.resource, namespace: namespace(type), name: name, subresource: nil)
        }
      }
      try await GetWatch(query: self, type: type, namespace: namespace(type), options: options).run()
    } else if format.usesTable {
      try await printTables(targets)
    } else {
      try await printObjects(targets)
    }
  }

  func namespace(_ type: ResourceType) -> String? {
    selection.allNamespaces ? nil : session.namespace(for: type)
  }

  func style(_ type: ResourceType, showsPrefix: Bool) -> ServerTable.Style {
    var style = ServerTable.Style()
    if case .table(let wide) = format { style.isWide = wide }
    style.showsNamespace = selection.allNamespaces && type.isNamespaced
    style.showsLabels = showsLabels
    style.labelColumns = labelColumns
    if showsPrefix { style.namePrefix = "\(type.qualifiedSingular)/" }
    return style
  }

  private func targets() async throws -> [Target] {
    var targets: [Target] = []
    for selection in words.selections {
      if selection.type == "all" {
        guard selection.names.isEmpty else { throw CommandFailure.usage("\"all\" takes no names") }
        targets += ResourceType.builtin.filter(\.isInAll).map { Target(type: $0, names: []) }
      } else {
        targets.append(Target(type: try await session.catalog.type(named: selection.type), names: selection.names))
      }
    }
    return targets
  }

  // MARK: Tables

  private func printTables(_ targets: [Target]) async throws {
    let showsPrefix = Set(targets.map(\.type)).count > 1
    var printed: [(type: ResourceType, tables: [ServerTable])] = []
    var failures: [StatusError] = []
    for target in targets {
      let style = style(target.type, showsPrefix: showsPrefix)
      var tables: [ServerTable] = []
      if target.names.isEmpty {
        tables = try await pages(target.type).map { ServerTable($0, style: style) }
      }
      for name in target.names {
        do {
          let table = try await session.client.table(
            target.type.resource, namespace: namespace(target.type), name: name)
          tables.append(ServerTable(table, style: style))
        } catch let error as StatusError where error.reason == .notFound {
          if !ignoresMissing { failures.append(error) }
        }
      }
      if let last = printed.last, last.type == target.type {
        printed[printed.count - 1].tables += tables
      } else {
        printed.append((target.type, tables))
      }
    }
    let shown = printed.filter { $0.tables.contains { !$0.rows.isEmpty } }
    var blocks: [String] = []
    for (_, tables) in shown {
      var rows = tables.flatMap(\.rows)
      if let sortPath { rows = ObjectOrder.sorted(rows, by: sortPath, object: \.object) }
      var table = TextTable()
      let headers = hasHeaders ? tables.first.map { [$0.headers] } ?? [] : []
      blocks.append(table.format(headers + rows.map(\.cells)))
    }
    try Console.write(blocks.joined(separator: "\n"))
    if shown.isEmpty, failures.isEmpty, !ignoresMissing { complainOfNothing(targets) }
    try raise(failures)
  }

  /// All pages of a list.
  ///
  /// A page is at most 500 rows, as kubectl asks for them.
  private func pages(_ type: ResourceType) async throws -> [JSONValue] {
    var options = selection.listOptions
    options.limit = Self.pageSize
    var pages: [JSONValue] = []
    while true {
      let page = try await session.client.table(type.resource, namespace: namespace(type), options: options)
      pages.append(page)
      let token = page["metadata"]?["continue"]?.stringValue ?? ""
      guard !token.isEmpty else { return pages }
      options.continueToken = token
    }
  }

  private func complainOfNothing(_ targets: [Target]) {
    let isNamespaced = targets.contains { $0.type.isNamespaced }
    if isNamespaced, !selection.allNamespaces {
      Console.complain("No resources found in \(session.namespace) namespace.")
    } else {
      Console.complain("No resources found")
    }
  }

  private func raise(_ failures: [StatusError]) throws {
    guard let last = failures.last else { return }
    for failure in failures.dropLast() { Console.complain(ErrorReport.text(failure)) }
    throw last
  }

  // MARK: Objects

  private func printObjects(_ targets: [Target]) async throws {
    var objects: [(ResourceType, JSONValue)] = []
    var failures: [StatusError] = []
    for target in targets {
      if target.names.isEmpty {
        let list = try await session.client.list(
          target.type.resource, namespace: namespace(target.type), options: selection.listOptions)
        objects += list.items.map { (target.type, $0) }
      }
      for name in target.names {
        do {
          let object = try await session.client.get(
            target.type.resource, namespace: namespace(target.type), name: name, subresource: nil)
          objects.append((target.type, object))
        } catch let error as StatusError where error.reason == .notFound {
          if !ignoresMissing { failures.append(error) }
        }
      }
    }
    if let sortPath { objects = ObjectOrder.sorted(objects, by: sortPath, object: \.1) }
    let isSingle = targets.count == 1 && targets[0].names.count == 1
    if !(isSingle && objects.isEmpty) { try Console.write(text(objects, isSingle: isSingle)) }
    try raise(failures)
  }

  private func text(_ objects: [(ResourceType, JSONValue)], isSingle: Bool) -> String {
    let prepared = objects.map { ObjectText.prepared($0.1, showsManagedFields: showsManagedFields) }
    let whole = isSingle ? prepared[0] : ObjectText.list(prepared)
    switch format {
    case .table: return ""
    case .json: return ObjectText.sorted(whole).prettyPrinted()
    case .yaml: return whole.yamlText
    case .name:
      return objects.map { "\($0.0.qualifiedSingular)/\($0.1["metadata"]?["name"]?.stringValue ?? "")\n" }.joined()
    case .jsonPath(let template): return template.text(for: whole)
    case .customColumns(let columns):
      var table = TextTable()
      return table.format((hasHeaders ? [columns.headers] : []) + prepared.map(columns.row(for:)))
    }
  }
}

/// Sorts objects by a value in them.
enum ObjectOrder {
  /// A stable sort by the first value at `path`; objects without one come first, numbers before texts.
  static func sorted<Element>(
    _ elements: [Element], by path: JSONPathExpression, object: (Element) -> JSONValue
  ) -> [Element] {
    let keyed = elements.enumerated().map { index, element in
      let value = object(element)
      return (index: index, key: path.evaluate(root: value, current: value).first, element: element)
    }
    return keyed.sorted { left, right in
      let order = compare(left.key, right.key)
      return order == 0 ? left.index < right.index : order < 0
    }.map(\.element)
  }

  private static func compare(_ left: JSONValue?, _ right: JSONValue?) -> Int {
    guard let left, let right else { return (left == nil ? 0 : 1) - (right == nil ? 0 : 1) }
    if let left = Double(json: left), let right = Double(json: right) {
      return left < right ? -1 : left > right ? 1 : 0
    }
    let (first, second) = (JSONPathTemplate.plain(left), JSONPathTemplate.plain(right))
    return first < second ? -1 : first > second ? 1 : 0
  }
}
