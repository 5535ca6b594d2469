import KubeModel

/// `-o custom-columns=NAME:.metadata.name,…`.
package struct CustomColumns: Sendable {
  private let columns: [(header: String, path: JSONPathExpression)]

  package init(_ specification: String) throws {
    guard !specification.isEmpty else {
      throw CommandFailure.usage("custom-columns needs columns, such as custom-columns=NAME:.metadata.name")
    }
    columns = try specification.split(separator: ",", omittingEmptySubsequences: false).map { column in
      guard let colon = column.firstIndex(of: ":"), colon > column.startIndex else {
        throw CommandFailure.usage("the custom column \"\(column)\" does not fit: expected HEADER:PATH")
      }
      var path = String(column[column.index(after: colon)...])
      if path.hasPrefix("{"), path.hasSuffix("}") { path = String(path.dropFirst().dropLast()) }
      return (String(column[..<colon]), try JSONPathExpression(path))
    }
  }

  package var headers: [String] { columns.map(\.header) }

  /// The cells of an object; `<none>` where there is no value.
  package func row(for object: JSONValue) -> [String] {
    columns.map { column in
      let values = column.path.evaluate(root: object, current: object)
      return values.isEmpty ? "<none>" : values.map { $0.isNull ? "<nil>" : JSONPathTemplate.plain($0) }.joined(separator: ",")
    }
  }
}
