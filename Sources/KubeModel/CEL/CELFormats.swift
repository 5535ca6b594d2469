/// The forms of texts that rules may ask for: `format.dns1123Label().validate(self.name)`.
enum CELFormats {
  /// By their names: what is wrong with a text.
  private static let problems: [String: @Sendable (String) -> [String]] = [
    "dns1123Label": NameForms.label, "dns1123Subdomain": NameForms.subdomain, "dns1035Label": NameForms.serviceName,
    "dns1123LabelPrefix": { NameForms.label($0.hasSuffix("-") ? "\($0)a" : $0) },
    "dns1123SubdomainPrefix": { NameForms.subdomain($0.hasSuffix("-") ? "\($0)a" : $0) },
    "dns1035LabelPrefix": { NameForms.serviceName($0.hasSuffix("-") ? "\($0)a" : $0) },
    "qualifiedName": NameForms.qualifiedName, "labelValue": NameForms.labelValue,
    "uri": { form("uri", $0, "invalid URI") }, "uuid": { form("uuid", $0, "does not match the UUID format") },
    "byte": { form("byte", $0, "invalid base64") }, "date": { form("date", $0, "invalid date") },
    "datetime": { form("datetime", $0, "invalid datetime") },
  ]

  private static func form(_ format: String, _ text: String, _ problem: String) -> [String] {
    StringFormat.accepts(text, format: format) ? [] : [problem]
  }

  /// Whether a function names a form: `format.uri`, or `format.named`.
  static func isKnown(_ function: String) -> Bool {
    function == "format.named" || form(in: function).map { problems[$0] != nil } ?? false
  }

  private static func form(in function: String) -> String? {
    function.hasPrefix("format.") ? String(function.dropFirst("format.".count)) : nil
  }

  /// The form that a function names; nil for other functions.
  static func call(_ function: String, _ arguments: [CELValue]) throws(CELError) -> CELValue? {
    guard isKnown(function), let name = form(in: function) else { return nil }
    guard name == "named" else { return .format(name) }
    guard case .string(let asked)? = arguments.first else { throw CELFunctions.noOverload }
    return .optional(problems[asked] == nil ? nil : .format(asked))
  }

  static let methods: [String: CELFunctions.Function] = [
    "validate": { arguments throws(CELError) in
      guard arguments.count == 2, case .format(let name) = arguments[0], case .string(let text) = arguments[1] else {
        throw CELFunctions.noOverload
      }
      let found = problems[name]?(text) ?? []
      return .optional(found.isEmpty ? nil : .list(found.map(CELValue.string)))
    }
  ]
}
