/// What `-o` asks for.
package enum OutputFormat: Sendable {
  /// The server's columns, with those of low priority when `wide`.
  case table(wide: Bool)
  case json
  case yaml
  case name
  case jsonPath(JSONPathTemplate)
  case customColumns(CustomColumns)

  /// Reads the option's value; nil is the plain table.
  package init(_ text: String?) throws {
    guard let text else {
      self = .table(wide: false)
      return
    }
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let argument = parts.count > 1 ? parts[1] : ""
    switch parts[0] {
    case "": self = .table(wide: false)
    case "wide": self = .table(wide: true)
    case "json": self = .json
    case "yaml": self = .yaml
    case "name": self = .name
    case "jsonpath":
      guard !argument.isEmpty else {
        throw CommandFailure.usage("jsonpath needs a template, such as jsonpath={.metadata.name}")
      }
      self = .jsonPath(try JSONPathTemplate(argument))
    case "custom-columns": self = .customColumns(try CustomColumns(argument))
    default:
      throw CommandFailure.usage(
        "unknown output format \"\(parts[0])\"; there are: wide, json, yaml, name, jsonpath=, custom-columns=")
    }
  }

  /// Whether the server is asked for a Table rather than for objects.
  package var usesTable: Bool {
    if case .table = self { true } else { false }
  }
}
