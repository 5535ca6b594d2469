import KubeModel

/// The columns of a custom resource's Table (Kubernetes: "Additional printer columns").
enum CustomColumns {
  /// The columns that the version asks for; the age when it asks for none.
  static func of(_ version: CustomResourceVersion) -> [TableColumn] {
    let own = version.additionalPrinterColumns.compactMap(column)
    return [.objectName] + (own.isEmpty ? [.age] : own)
  }

  private static func column(_ column: CustomResourceColumn) -> TableColumn? {
    // A path that cannot be read is refused when the definition is written.
    guard let text = column.jsonPath, let path = try? JSONPathExpression(text) else { return nil }
    let type = column.type ?? "string"
    let description = column.description.flatMap { $0.isEmpty ? nil : $0 }
    return TableColumn(
      column.name ?? "", type: type, format: column.format ?? "",
      description: description ?? "Custom resource definition column (in JSONPath format): \(text)",
      priority: column.priority ?? 0
    ) { object, now in
      guard let value = path.evaluate(root: object, current: object).first else { return .null }
      return cell(value, type: type, now: now)
    }
  }

  /// A value as a cell of the column's type; null when it is of another type.
  private static func cell(_ value: JSONValue, type: String, now: Timestamp) -> JSONValue {
    switch (type, value) {
    case ("string", .null): return .null
    case ("string", .string): return value
    case ("string", _): return .string(value.jsonText)
    case ("integer", .integer): return value
    case ("integer", .number(let number)):
      return Int64(exactly: number.rounded(.towardZero)).map(JSONValue.integer) ?? .null
    case ("number", .integer), ("number", .number), ("boolean", .bool): return value
    case ("date", .string(let text)):
      guard let moment = Timestamp(text) else { return "<invalid>" }
      return .string(HumanDuration.text(since: moment, now: now))
    default: return .null
    }
  }
}
