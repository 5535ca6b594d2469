import OrderedCollections

extension StructuralSchema {
  /// What lists of type `set` and `map` hold twice.
  func repetitions(in value: JSONValue, at path: FieldPath, _ findings: inout Findings) {
    switch value {
    case .object(let members):
      for (name, member) in members { self.member(name)?.repetitions(in: member, at: path[name], &findings) }
    case .array(let elements):
      switch listType {
      case "set": Self.report(elements, at: path, &findings)
      case "map":
        let keys = elements.map { element -> JSONValue in
          var key = JSONValue.emptyObject
          for name in listMapKeys { key[name] = element[name] }
          return key
        }
        Self.report(keys, at: path, &findings)
      default: break
      }
      if let items {
        for (index, element) in elements.enumerated() { items.repetitions(in: element, at: path[index], &findings) }
      }
    default: break
    }
  }

  /// Each value that comes again is reported once, at its second place.
  private static func report(_ values: [JSONValue], at path: FieldPath, _ findings: inout Findings) {
    var seen: [JSONValue: Int] = [:]
    for (index, value) in values.enumerated() {
      let count = seen[value, default: 0] + 1
      seen[value] = count
      if count == 2 { findings.duplicate(path[index], value) }
    }
  }

  /// What is wrong with the objects that the schema embeds: their kind, version and metadata.
  func embedded(in value: JSONValue, at path: FieldPath, _ findings: inout Findings) {
    switch value {
    case .object(let members):
      if isEmbeddedResource { Self.checkEmbedded(members, at: path, &findings) }
      for (name, member) in members { self.member(name)?.embedded(in: member, at: path[name], &findings) }
    case .array(let elements):
      guard let items else { return }
      for (index, element) in elements.enumerated() { items.embedded(in: element, at: path[index], &findings) }
    default: break
    }
  }

  private static func checkEmbedded(_ members: JSONObject, at path: FieldPath, _ findings: inout Findings) {
    for name in ["apiVersion", "kind"] {
      switch members[name] {
      case nil: findings.required(path[name])
      case .string("")?: findings.invalid(path[name], "", "must not be empty")
      case .string(let text)? where name == "kind":
        for problem in NameForms.serviceName(text.lowercased()) {
          findings.invalid(path[name], .string(text), "may have mixed case, but should otherwise match: \(problem)")
        }
      case .string(let text)?:
        if GroupVersion(apiVersion: text) == nil {
          findings.invalid(path[name], .string(text), "unexpected GroupVersion string: \(text)")
        }
      case let value?: findings.invalid(path[name], value, "must be a string")
      }
    }
    guard case .object? = members["metadata"], let metadata = members["metadata"] else { return }
    var own = Findings()
    Validation.metadata(metadata, old: nil, NameForms.pathSegment, &own)
    findings.merge(own, below: path)
  }
}
