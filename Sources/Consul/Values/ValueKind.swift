import KubeModel
import OrderedCollections

/// What the value of a key must be.
enum ValueKind: Sendable, Hashable {
  /// Keys below it, `enabled` perhaps among them.
  case section(hasSwitch: Bool)
  /// true or false.
  case flag
  /// The same, or "-" for what `global.enabled` says.
  case toggle
  case number
  case text
  case list
  /// Names with texts.
  case texts
  /// YAML that goes into a manifest, written out or in a text.
  case yaml(isList: Bool)

  /// What a key's name says, where the default is null or a text.
  private static let byName: [String: ValueKind] = [
    "join": .list, "maxUnavailable": .number, "tolerations": .yaml(isList: true), "affinity": .yaml(isList: false),
    "annotations": .yaml(isList: false), "nodeSelector": .yaml(isList: false), "resources": .yaml(isList: false),
    "additionalSpec": .yaml(isList: false),
  ]

  /// - Parameters:
  ///   - path: The key with dots, as in `server.replicas`.
  ///   - value: The chart's default.
  init(of path: String, default value: JSONValue) {
    let name = path.split(separator: ".").last.map(String.init) ?? ""
    switch value {
    case .object(let members):
      self = name == "extraEnvironmentVars" ? .texts : .section(hasSwitch: members["enabled"] != nil)
    case .array: self = .list
    case .integer, .number: self = .number
    case .string("-"): self = .toggle
    case .bool: self = path == "ui.service.enabled" ? .toggle : .flag
    case .string, .null: self = Self.byName[name] ?? .text
    }
  }

  /// Throws an error that names the key and what it must be; null, which takes a default away, is no section.
  func check(_ value: JSONValue, path: String) throws(ChartValues.ValueError) {
    if let demand = demand(of: value, path: path) { throw ChartValues.ValueError("\(path) must be \(demand)") }
  }

  /// What the value should be but is not; nil when it is.
  private func demand(of value: JSONValue, path: String) -> String? {
    switch (self, value) {
    case (.section, .object): nil
    case (.section(hasSwitch: true), .bool): "a map of values: did you mean \(path).enabled?"
    case (.section, _): "a map of values"
    case (_, .null): nil
    case (.flag, .bool), (.flag, "true"), (.flag, "false"): nil
    case (.flag, _): "true or false"
    case (.toggle, .bool), (.toggle, "true"), (.toggle, "false"), (.toggle, "-"): nil
    case (.toggle, _): "true, false, or \"-\" for what global.enabled says"
    case (.number, .string(let text)) where Int(text) != nil: nil
    case (.number, _): value.integerValue == nil ? "a whole number" : nil
    case (.text, .string), (.text, .integer), (.text, .bool): nil
    case (.text, .number): "a text; put it in quotes"
    case (.text, .array) where path.hasSuffix("extraConfig"):
      "a text, and braces begin a list: put the JSON in quotes (\(path)=\"{…}\", with \\, for each comma), "
        + "or into a file for --set-file \(path)=FILE"
    case (.text, _): "a text (write `\(path.split(separator: ".").last ?? ""): |`)"
    case (.list, .array): nil
    case (.list, _): "a list"
    case (.texts, .object(let members)):
      members.values.allSatisfy { $0.objectValue == nil && $0.arrayValue == nil } ? nil : "a map of texts"
    case (.texts, _): "a map of texts"
    case (.yaml, .string), (.yaml(isList: true), .array), (.yaml(isList: false), .object): nil
    case (.yaml(let isList), _): isList ? "a list, or a text with one in YAML" : "a map, or a text with one in YAML"
    }
  }
}
