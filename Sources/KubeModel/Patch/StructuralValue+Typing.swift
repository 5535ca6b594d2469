import OrderedCollections

/// Whether a value is one of its type, as server-side apply asks of a configuration before anything else.
extension StructuralValue {
  /// What keeps the value from being one of its type, by path and in Kubernetes' words; nil when nothing does.
  var typeProblems: String? {
    let problems = problems(at: "")
    switch problems.count {
    case 0: return nil
    case 1: return problems[0]
    default: return (["errors:"] + problems.map { "  \($0)" }).joined(separator: "\n")
    }
  }

  private func problems(at path: String) -> [String] {
    guard let schema, !value.isNull else { return [] }
    func expected(_ what: String, got text: String) -> [String] {
      [Self.problem("expected \(what), got \(text)", path)]
    }
    switch (schema.form, value) {
    case (.string, .string), (.boolean, .bool), (.numeric, .integer), (.numeric, .number): return []
    case (.string, _): return expected("string", got: "&value.valueUnstructured{Value:\(value.goSyntax)}")
    case (.boolean, _): return expected("boolean", got: "&value.valueUnstructured{Value:\(value.goSyntax)}")
    case (.numeric, _): return expected("numeric (int or float)", got: value.goType)
    case (.list, .array(let elements)): return problems(ofElements: elements, at: path)
    case (.list, _): return expected("list", got: "&{\(value.goText)}")
    case (.map, .object(let members)): return problems(ofMembers: members, at: path)
    case (.map, _): return expected("map", got: "&{\(value.goText)}")
    case (.any, _): return []
    }
  }

  private static func problem(_ message: String, _ path: String) -> String {
    path.isEmpty ? message : "\(path): \(message)"
  }

  /// Kubernetes looks no further than the first member that there is not.
  private func problems(ofMembers members: JSONObject, at path: String) -> [String] {
    var problems: [String] = []
    for (name, value) in members {
      let element = FieldPathElement.member(name)
      let place = path + element.pathText
      let child = child(element, value)
      if child.schema == nil, schema?.isStruct == true {
        return problems + [Self.problem("field not declared in schema", place)]
      }
      problems += child.problems(at: place)
    }
    return problems
  }

  /// Kubernetes looks no further than the first element that cannot be told from others.
  private func problems(ofElements elements: [JSONValue], at path: String) -> [String] {
    var problems: [String] = []
    var seen: Set<FieldPathElement> = []
    for (index, value) in elements.enumerated() {
      var place = FieldPathElement.index(index)
      if let topology = schema?.topology, topology != .atomic {
        if let problem = Self.problem(ofElement: value, in: topology) {
          return problems + [Self.problem("element \(index): \(problem)", path)]
        }
        place = .value(value)
        if case .associative(let keys) = topology { place = Self.identity(of: value, keys: keys) }
        if !seen.insert(place).inserted {
          problems.append(Self.problem("duplicate entries for key \(place.pathText)", path))
        }
      }
      problems += StructuralValue(value: value, schema: schema?.element).problems(at: path + place.pathText)
    }
    return problems
  }

  /// Why an element cannot be told from the others of its list.
  private static func problem(ofElement element: JSONValue, in topology: MergeTopology) -> String? {
    switch (topology, element) {
    case (.associative, .null): return "associative list with keys may not have a null element"
    case (.associative(let keys), .object):
      guard case .keyed(let identity) = identity(of: element, keys: keys) else { return nil }
      return keys.first { identity[$0] == nil }.map {
        "associative list with keys has an element that omits key field \"\($0)\" (and doesn't have default value)"
      }
    case (.associative, _): return "associative list with keys may not have non-map elements"
    case (_, .object): return "associative list without keys has an element that's a map type"
    case (_, .array): return "not supported: associative list with lists as elements"
    case (_, .null): return "associative list without keys has an element that's an explicit null"
    default: return nil
    }
  }
}

/// How Go prints decoded JSON, which stands in Kubernetes' messages.
extension JSONValue {
  /// The name of its type (`%T`).
  fileprivate var goType: String {
    switch self {
    case .null: "<nil>"
    case .bool: "bool"
    case .integer: "int64"
    case .number: "float64"
    case .string: "string"
    case .array: "[]interface {}"
    case .object: "map[string]interface {}"
    }
  }

  /// The value in its plain form (`%v`).
  package var goText: String {
    switch self {
    case .null: "<nil>"
    case .string(let text): text
    case .array(let elements): "[\(elements.map(\.goText).joined(separator: " "))]"
    case .object(let members):
      "map[\(members.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.goText)" }.joined(separator: " "))]"
    default: String(decoding: serialized(), as: UTF8.self)
    }
  }

  /// The value as Go source (`%#v`).
  fileprivate var goSyntax: String {
    switch self {
    case .null: "interface {}(nil)"
    case .array(let elements): "\(goType){\(elements.map(\.goSyntax).joined(separator: ", "))}"
    case .object(let members):
      "\(goType){"
        + members.sorted { $0.key < $1.key }.map { "\(JSONValue.string($0.key).goSyntax):\($0.value.goSyntax)" }
        .joined(separator: ", ") + "}"
    default: String(decoding: serialized(), as: UTF8.self)
    }
  }
}
