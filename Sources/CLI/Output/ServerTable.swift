package import KubeModel

/// A Table of `meta/v1` made into rows of text.
package struct ServerTable: Sendable {
  /// Which columns to show beside the server's own.
  package struct Style: Sendable {
    package var isWide = false
    package var showsNamespace = false
    package var showsLabels = false
    package var labelColumns: [String] = []
    /// Put before names, such as `pod/`.
    package var namePrefix = ""

    package init() {}
  }

  /// One line, with the object's metadata for sorting.
  package struct Row: Sendable {
    package let cells: [String]
    package let object: JSONValue
  }

  package let headers: [String]
  package let rows: [Row]

  /// Reads a Table; columns come from `definitions` when this one has none, as in later events of a watch.
  package init(_ table: JSONValue, style: Style, definitions: JSONValue? = nil) {
    let given = table["columnDefinitions"].flatMap { $0.arrayValue?.isEmpty == false ? $0 : nil }
    let columns = ((given ?? definitions)?.arrayValue ?? []).enumerated().filter {
      style.isWide || ($0.element["priority"]?.integerValue ?? 0) == 0
    }
    var headers = columns.map { ($0.element["name"]?.stringValue ?? "").uppercased() }
    if style.showsNamespace { headers.insert("NAMESPACE", at: 0) }
    headers += style.labelColumns.map { label in
      String(label.split(separator: "/").last ?? "").uppercased()
    }
    if style.showsLabels { headers.append("LABELS") }
    self.headers = headers

    rows = (table["rows"]?.arrayValue ?? []).map { row in
      let cells = row["cells"]?.arrayValue ?? []
      let object = row["object"] ?? .emptyObject
      let metadata = ObjectMeta(json: object["metadata"] ?? .emptyObject)
      var texts = columns.enumerated().map { position, column in
        let cell = column.offset < cells.count ? Self.text(cells[column.offset]) : ""
        return position == 0 ? style.namePrefix + cell : cell
      }
      if style.showsNamespace { texts.insert(metadata.namespace ?? "", at: 0) }
      let labels = metadata.labels
      texts += style.labelColumns.map { labels[$0] ?? "" }
      if style.showsLabels {
        let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        texts.append(pairs.isEmpty ? "<none>" : pairs.joined(separator: ","))
      }
      return Row(cells: texts, object: object)
    }
  }

  private static func text(_ cell: JSONValue) -> String {
    // A line break would tear the row apart.
    JSONPathTemplate.plain(cell).split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
  }
}
