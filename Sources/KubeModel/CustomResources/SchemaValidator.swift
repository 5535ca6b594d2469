import OrderedCollections

/// What a schema finds wrong with a value, in the order and words of kube-apiserver's OpenAPI validator.
struct SchemaValidator {
  private(set) var findings = Findings()
  /// How many checks the value has passed: of alternatives that all fail, the one with the most is reported.
  private var passed = 0
  /// Where the findings of the root stand in messages about it; `status` for a subresource, otherwise empty.
  private let root: FieldPath

  init(root: FieldPath = FieldPath()) { self.root = root }

  /// Everything that is wrong with `value`, besides what was so in `old` already (Kubernetes: "Validation ratcheting").
  static func findings(
    _ value: JSONValue, _ schema: StructuralSchema, old: JSONValue? = nil, at path: FieldPath = FieldPath()
  ) -> Findings {
    var validator = SchemaValidator(root: path)
    validator.validate(value, schema, old: old, path)
    return validator.findings
  }

  mutating func validate(_ value: JSONValue, _ schema: StructuralSchema, old: JSONValue?, _ path: FieldPath) {
    if let old, old.isSame(as: value) { return }
    let before = findings.causes.count
    guard !value.isNull else {
      if schema.isNullable || schema.typeNames.isEmpty { return }
      return findings.wrongType(path, "null", expected: schema.typeNames)
    }
    checkType(value, schema, path)
    combine(value, schema, old, path)
    switch value {
    case .string(let text): check(text, schema, path)
    case .integer, .number: checkNumber(value, schema, path)
    case .array(let elements): check(elements, schema, old, path)
    case .object(let members): check(members, schema, old, path)
    case .bool, .null: break
    }
    if !schema.allowedValues.isEmpty, !schema.allowedValues.contains(where: { $0.isSame(as: value) }) {
      findings.notSupported(path, value, schema.allowedValues)
    }
    if findings.causes.count == before { passed += 1 }
  }

  private mutating func checkType(_ value: JSONValue, _ schema: StructuralSchema, _ path: FieldPath) {
    let fits: Bool
    switch value {
    case .string: fits = schema.isIntOrString || schema.type == "string" || schema.typeNames.isEmpty
    case .integer:
      fits = schema.isIntOrString || ["integer", "number"].contains(schema.type) || schema.typeNames.isEmpty
    case .number:
      let isWhole = value.integerValue != nil
      fits =
        schema.type == "number" || (isWhole && (schema.isIntOrString || schema.type == "integer"))
        || schema.typeNames.isEmpty
    case .bool: fits = schema.type == "boolean" || schema.typeNames.isEmpty
    case .array: fits = schema.type == "array" || schema.typeNames.isEmpty
    case .object: fits = schema.type == "object" || schema.typeNames.isEmpty
    case .null: fits = true
    }
    guard !fits else { return }
    findings.wrongType(path, value.typeName, expected: schema.typeNames)
  }

  // MARK: Combined schemas

  private mutating func combine(
    _ value: JSONValue, _ schema: StructuralSchema, _ old: JSONValue?, _ path: FieldPath
  ) {
    if !schema.anyOf.isEmpty {
      let results = schema.anyOf.map { outcome(value, $0, old, path) }
      if !results.contains(where: \.isValid) {
        findings.composite(root, "\(path.quoted) must validate at least one schema (anyOf)")
        findings.merge(Self.best(results))
      }
    }
    if !schema.oneOf.isEmpty {
      let results = schema.oneOf.map { outcome(value, $0, old, path) }
      let valid = results.count(where: \.isValid)
      if valid != 1 {
        let found = valid == 0 ? "Found none valid" : "Found \(valid) valid alternatives"
        findings.composite(root, "\(path.quoted) must validate one and only one schema (oneOf). \(found)")
        if valid == 0 { findings.merge(Self.best(results)) }
      }
    }
    if !schema.allOf.isEmpty {
      let results = schema.allOf.map { outcome(value, $0, old, path) }
      for result in results { findings.merge(result.findings) }
      let valid = results.count(where: \.isValid)
      if valid != results.count {
        let none = valid == 0 ? ". None validated" : ""
        findings.composite(root, "\(path.quoted) must validate all the schemas (allOf)\(none)")
      }
    }
    if let not = schema.not, outcome(value, not, nil, path).isValid {
      findings.composite(root, "\(path.quoted) must not validate the schema (not)")
    }
  }

  private var isValid: Bool { findings.causes.isEmpty }

  private func outcome(
    _ value: JSONValue, _ schema: StructuralSchema, _ old: JSONValue?, _ path: FieldPath
  ) -> Self {
    var validator = Self(root: root)
    validator.validate(value, schema, old: old, path)
    return validator
  }

  private static func best(_ results: [Self]) -> Findings {
    var best = results.first
    for result in results.dropFirst() where result.passed > best?.passed ?? 0 { best = result }
    return best?.findings ?? Findings()
  }

  // MARK: Values of one type

  private mutating func check(_ text: String, _ schema: StructuralSchema, _ path: FieldPath) {
    let length = Int64(text.unicodeScalars.count)
    if let limit = schema.limit("maxLength")?.integerValue, length > limit {
      findings.tooLong(path, limit: Int(limit))
    } else if let limit = schema.limit("minLength")?.integerValue, length < limit {
      findings.restricted(path, .string(text), "should be at least \(limit) chars long")
    } else if let pattern = schema.pattern, !pattern.matches(text) {
      findings.restricted(path, .string(text), "should match '\(schema.json["pattern"]?.stringValue ?? "")'")
    }
    guard let format = schema.format, ["string", nil].contains(schema.type), !schema.isIntOrString else { return }
    if !StringFormat.accepts(text, format: format) { findings.wrongFormat(path, text, format: format) }
  }

  private mutating func checkNumber(_ value: JSONValue, _ schema: StructuralSchema, _ path: FieldPath) {
    guard let number = Double(json: value) else { return }
    if let factor = schema.limit("multipleOf"), let divisor = Double(json: factor), divisor > 0 {
      let isMultiple =
        if let whole = value.integerValue, let factor = factor.integerValue { whole % factor == 0 } else {
          (number / divisor).rounded() == number / divisor
        }
      if !isMultiple { findings.restricted(path, value, "should be a multiple of \(factor.jsonText)") }
    }
    if let limit = schema.limit("maximum"), let maximum = Double(json: limit) {
      let isExclusive = schema.json["exclusiveMaximum"] == true
      if isExclusive ? number >= maximum : number > maximum {
        findings.restricted(path, value, "should be less than \(isExclusive ? "" : "or equal to ")\(limit.jsonText)")
      }
    }
    if let limit = schema.limit("minimum"), let minimum = Double(json: limit) {
      let isExclusive = schema.json["exclusiveMinimum"] == true
      if isExclusive ? number <= minimum : number < minimum {
        findings.restricted(path, value, "should be greater than \(isExclusive ? "" : "or equal to ")\(limit.jsonText)")
      }
    }
    if schema.format == "int32", let whole = value.integerValue, Int32(exactly: whole) == nil {
      findings.invalid(path, value, "Checked value must be of type integer with format int32 in \(path)")
    }
  }

  private mutating func check(
    _ elements: [JSONValue], _ schema: StructuralSchema, _ old: JSONValue?, _ path: FieldPath
  ) {
    if let items = schema.items {
      for (index, element) in elements.enumerated() {
        validate(element, items, old: schema.counterpart(of: element, in: old), path[index])
      }
    }
    if let limit = schema.limit("minItems")?.integerValue, elements.count < limit {
      findings.restricted(path, .integer(Int64(elements.count)), "should have at least \(limit) items")
    }
    if let limit = schema.limit("maxItems")?.integerValue, elements.count > limit {
      findings.tooMany(path, elements.count, limit: limit)
    }
  }

  private mutating func check(
    _ members: JSONObject, _ schema: StructuralSchema, _ old: JSONValue?, _ path: FieldPath
  ) {
    if let limit = schema.limit("minProperties")?.integerValue, members.count < limit {
      return findings.restricted(path, .integer(Int64(members.count)), "should have at least \(limit) properties")
    }
    if let limit = schema.limit("maxProperties")?.integerValue, members.count > limit {
      return findings.tooMany(path, members.count, limit: limit)
    }
    for name in schema.required where members[name] == nil { findings.required(path[name]) }
    for (name, value) in members {
      if let schema = schema.member(name) { validate(value, schema, old: old?[name], path[name]) }
    }
  }
}

extension StructuralSchema {
  /// The element of `list` that has the same keys as `element`; nil where elements are not told apart by keys.
  func counterpart(of element: JSONValue, in list: JSONValue?) -> JSONValue? {
    guard listType == "map" else { return nil }
    return list?.arrayValue?.first { other in listMapKeys.allSatisfy { other[$0] == element[$0] } }
  }
}

extension FieldPath {
  /// The path as Go quotes it.
  fileprivate var quoted: String { JSONValue.string(description).jsonText }
}

extension JSONValue {
  /// The name of the value's type in a schema.
  var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

extension Findings {
  fileprivate mutating func wrongType(_ path: FieldPath, _ found: String, expected: String) {
    typeInvalid(path, .string(found), "\(path.inBody) must be of type \(expected): \"\(found)\"")
  }

  fileprivate mutating func wrongFormat(_ path: FieldPath, _ text: String, format: String) {
    typeInvalid(path, .string(text), "\(path.inBody) must be of type \(format): \(JSONValue.string(text).jsonText)")
  }

  fileprivate mutating func restricted(_ path: FieldPath, _ value: JSONValue, _ why: String) {
    invalid(path, value, "\(path.inBody) \(why)")
  }

  /// A combination of schemas fails for the object as a whole, whatever the place.
  fileprivate mutating func composite(_ root: FieldPath, _ why: String) {
    invalid(root.description.isEmpty ? FieldPath("<nil>") : root, "", why)
  }
}

extension FieldPath {
  fileprivate var inBody: String { description.isEmpty ? " in body" : "\(description) in body" }
}
