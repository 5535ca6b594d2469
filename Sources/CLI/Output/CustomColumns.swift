package import KubeModel

/// `-o custom-columns=NAME:.metadata.name,…`.
package struct CustomColumns: Sendable {
  private let columns: [(header: String, path: JSONPathExpression)]

  package init(_ specification: String) throws {
    guard !specification.isEmpty else {
      throw CommandFailure.usage("custom-columns needs columns, such as custom-columns=NAME:.metadata.name")
    }
    var columns: [(header: String, path: JSONPathExpression)] = []
    for column in specification.split(separator: ",", omittingEmptySubsequences: false) {
      guard let colon = column.firstIndex(of: ":"), colon > column.startIndex else {
        throw CommandFailure.usage("the custom column \"\(column)\" does not fit: expected HEADER:PATH")
      }
      let path = String(column[column.index(after: colon)...])
      let isBraced = path.hasPrefix("{") && path.hasSuffix("}")
      let expression = try JSONPathExpression(isBraced ? String(path.dropFirst().dropLast()) : path)
      columns.append((String(column[..<colon]), expression))
    }
    self.columns = columns
  }

  package var headers: [String] { columns.map(\.header) }

  /// The cells of an object; `<none>` where there is no value.
  package func row(for object: JSONValue) -> [String] {
    columns.map { column in
      let values = column.path.evaluate(root: object, current: object)
      return values.isEmpty
        ? "<none>" : values.map { $0.isNull ? "<nil>" : JSONPathTemplate.plain($0) }.joined(separator: ",")
    }
  }
}
