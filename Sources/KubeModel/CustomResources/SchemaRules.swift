import OrderedCollections

/// Walks an object along its schema and evaluates the rules that stand there (Kubernetes: "Validation rules").
struct SchemaRules {
  private(set) var findings = Findings()

  /// What the rules find wrong with `value`; `old` is what was there before.
  static func findings(_ value: JSONValue, _ schema: StructuralSchema, old: JSONValue?) -> Findings {
    var rules = SchemaRules()
    rules.walk(value, schema, old, FieldPath())
    return rules.findings
  }

  private mutating func walk(_ value: JSONValue, _ schema: StructuralSchema, _ old: JSONValue?, _ path: FieldPath) {
    guard schema.hasRules, !value.isNull else { return }
    evaluate(value, schema, old, path)
    switch value {
    case .object(let members):
      for (name, member) in members {
        guard let inner = schema.member(name) else { continue }
        walk(member, inner, old?[name], path[name])
      }
    case .array(let elements):
      guard let items = schema.items else { return }
      for (index, element) in elements.enumerated() {
        walk(element, items, schema.counterpart(of: element, in: old), path[index])
      }
    default: break
    }
  }

  private mutating func evaluate(
    _ value: JSONValue, _ schema: StructuralSchema, _ old: JSONValue?, _ path: FieldPath
  ) {
    guard !schema.rules.isEmpty else { return }
    let place = path.description.isEmpty ? FieldPath("<nil>") : path
    let own = CELValue(value, schema)
    let before = old.flatMap { $0.isNull ? nil : CELValue($0, schema) }
    for rule in schema.rules {
      var variables = ["self": own]
      if rule.isOldSelfOptional {
        variables["oldSelf"] = .optional(before)
      } else if rule.usesOldSelf {
        guard let before else { continue }
        variables["oldSelf"] = before
      }
      do throws(CELError) {
        guard try !rule.holds(variables) else { continue }
      } catch {
        findings.invalid(place, .string(schema.type ?? ""), "\(error) evaluating rule: \(rule.name)")
        continue
      }
      // What was wrong before and has not changed is let through.
      if !rule.usesOldSelf, let old, old.isSame(as: value) { continue }
      let named = rule.json["fieldPath"]?.stringValue.map { path.appending($0) }
      report(rule, rule.message(variables), value, schema, named ?? place)
    }
  }

  private mutating func report(
    _ rule: ValidationRule, _ message: String, _ value: JSONValue, _ schema: StructuralSchema, _ path: FieldPath
  ) {
    switch rule.json["reason"]?.stringValue {
    case "FieldValueForbidden"?: findings.forbidden(path, message)
    case "FieldValueRequired"?: findings.required(path, message)
    case "FieldValueDuplicate"?: findings.duplicate(path, .string(schema.type ?? ""))
    default:
      let isScalar = !["object", "array"].contains(schema.type)
      findings.invalid(path, isScalar ? value : .string(schema.type ?? ""), message)
    }
  }
}

extension FieldPath {
  /// The path with a JSON path such as `.a['b']` behind it.
  fileprivate func appending(_ text: String) -> FieldPath {
    let rest = text.hasPrefix(".") ? text.dropFirst() : text[...]
    return description.isEmpty ? FieldPath(String(rest)) : FieldPath("\(description)\(text)")
  }
}

extension StructuralSchema {
  /// The schema with what rules at the root may look at besides its own properties.
  var withIdentity: StructuralSchema {
    var json = json
    var properties = json["properties"]?.objectValue ?? [:]
    for name in ["apiVersion", "kind"] where properties[name] == nil { properties[name] = ["type": "string"] }
    properties["metadata"] = [
      "type": "object", "properties": ["name": ["type": "string"], "generateName": ["type": "string"]],
    ]
    json["properties"] = .object(properties)
    return StructuralSchema(json: json)
  }
}
