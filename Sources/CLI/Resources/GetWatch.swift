import KubeClient
import KubeModel

/// `get -w`: the objects, then every change as a line below them, until the person stops it.
struct GetWatch {
  let query: GetQuery
  let type: ResourceType
  let namespace: String?
  let options: ListOptions

  func run() async throws {
    var printer = WatchPrinter(query: query, type: type)
    var options = options
    var isFirst = true
    while true {
      if options.resourceVersion == nil {
        options.resourceVersion = try await list(&printer, prints: query.showsExisting && isFirst)
        isFirst = false
      }
      options.allowWatchBookmarks = true
      do {
        let events = try await query.session.client.rawWatch(
          type.resource, namespace: namespace, options: options, asTable: query.format.usesTable)
        for try await event in events {
          if let revision = Self.revision(event.object) { options.resourceVersion = revision }
          if event.type != "BOOKMARK" { try printer.show([event.object]) }
        }
      } catch let error as StatusError where error.code == 410 {
        // Too much has happened since: begin again with a list, which shows nothing twice.
        options.resourceVersion = nil
      }
    }
  }

  /// Reads what is there and returns the revision it was read at.
  private func list(_ printer: inout WatchPrinter, prints: Bool) async throws -> String {
    let client = query.session.client
    let list =
      query.format.usesTable
      ? try await client.table(type.resource, namespace: namespace, options: options)
      : try await client.rawList(type.resource, namespace: namespace, options: options)
    if prints {
      let objects = query.format.usesTable ? [list] : list["items"]?.arrayValue ?? []
      try printer.show(objects)
    } else {
      printer.remember(list)
    }
    return list["metadata"]?["resourceVersion"]?.stringValue ?? ""
  }

  private static func revision(_ object: JSONValue) -> String? {
    let own = object["metadata"]?["resourceVersion"]?.stringValue
    let row = object["rows"]?.arrayValue?.last?["object"]?["metadata"]?["resourceVersion"]?.stringValue
    return [row, own].compactMap { $0 }.first { !$0.isEmpty }
  }
}

/// Prints the objects of a watch below one line of headers.
private struct WatchPrinter {
  let query: GetQuery
  let type: ResourceType
  private var table = TextTable()
  private var hasPrintedHeaders = false
  private var definitions: JSONValue?

  init(query: GetQuery, type: ResourceType) {
    self.query = query
    self.type = type
  }

  /// Keeps the columns of a Table that is not shown.
  mutating func remember(_ list: JSONValue) { definitions = list["columnDefinitions"] ?? definitions }

  mutating func show(_ objects: [JSONValue]) throws {
    for object in objects {
      switch query.format {
      case .table: try showTable(object)
      case .json:
        try Console.write(ObjectText.sorted(prepared(object)).prettyPrinted())
      case .yaml: try Console.write("---\n" + prepared(object).yamlText)
      case .name: try Console.line("\(type.qualifiedSingular)/\(object["metadata"]?["name"]?.stringValue ?? "")")
      case .jsonPath(let template): try Console.write(template.text(for: prepared(object)))
      case .customColumns(let columns): try showRows(columns.headers, [columns.row(for: prepared(object))])
      }
    }
  }

  private func prepared(_ object: JSONValue) -> JSONValue {
    ObjectText.prepared(object, showsManagedFields: query.showsManagedFields)
  }

  private mutating func showTable(_ object: JSONValue) throws {
    remember(object)
    let rows = ServerTable(object, style: query.style(type, showsPrefix: false), definitions: definitions)
    guard !rows.rows.isEmpty else { return }
    try showRows(rows.headers, rows.rows.map(\.cells))
  }

  private mutating func showRows(_ headers: [String], _ rows: [[String]]) throws {
    let first = hasPrintedHeaders || !query.hasHeaders ? [] : [headers]
    hasPrintedHeaders = true
    try Console.write(table.format(first + rows))
  }
}
