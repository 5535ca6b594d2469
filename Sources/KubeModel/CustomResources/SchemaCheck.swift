import OrderedCollections

/// Whether the schema of a CustomResourceDefinition is a structural one (Kubernetes: "Specifying a structural schema"),
/// and what else kube-apiserver asks of it.
struct SchemaCheck {
  /// Where in the schema a part stands, for messages.
  private enum Level: String {
    case root = "must not be empty at the root"
    case item = "must not be empty for specified array items"
    case field = "must not be empty for specified object fields"
  }

  private(set) var findings = Findings()
  /// Why there may be no defaults here; nil where they may stand.
  private var whyNoDefaults: String?

  /// Everything that is wrong with the schema at `path`.
  static func findings(_ schema: JSONValue, at path: FieldPath, hasStatus: Bool) -> Findings {
    var check = SchemaCheck()
    if hasStatus, let type = schema["type"]?.stringValue, type != "object" {
      check.findings.invalid(
        path["type"], .string(type),
        "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled")
    }
    if schema["nullable"] == true { check.findings.forbidden(path["nullable"], "nullable cannot be true at the root") }
    check.structure(schema, .root, path)
    check.completeness(of: schema, in: schema, at: path, path)
    if check.findings.causes.isEmpty { check.defaults(StructuralSchema(json: schema), path) }
    return check.findings
  }

  // MARK: Structure

  private mutating func structure(_ schema: JSONValue, _ level: Level, _ path: FieldPath) {
    let type = schema["type"]?.stringValue ?? ""
    let isEmbedded = schema["x-kubernetes-embedded-resource"] == true
    let isIntOrString = schema["x-kubernetes-int-or-string"] == true
    let preserves = schema["x-kubernetes-preserve-unknown-fields"] == true
    unsupported(schema, type, path)
    if isEmbedded, type != "object" {
      let why = "must be object if x-kubernetes-embedded-resource is true"
      if type.isEmpty {
        findings.required(path["type"], why)
      } else {
        findings.invalid(path["type"], .string(type), why)
      }
    } else if type.isEmpty, !isIntOrString, !preserves {
      findings.required(path["type"], level.rawValue)
    }
    if level == .root, !type.isEmpty, type != "object" {
      findings.invalid(path["type"], .string(type), "must be object at the root")
    }
    if type == "array", schema["items"] == nil { findings.required(path["items"], "must be specified") }
    for (name, holds) in [
      ("x-kubernetes-preserve-unknown-fields", preserves), ("x-kubernetes-embedded-resource", isEmbedded),
    ] where isIntOrString && holds {
      findings.invalid(path[name], true, "must be false if x-kubernetes-int-or-string is true")
    }
    if isEmbedded, !preserves, schema["properties"]?.objectValue?.isEmpty ?? true {
      findings.required(
        path["properties"],
        "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields")
    }
    lists(schema, type, path)
    values(schema, path, skipsTypes: isIntOrString)
    members(schema, level, isEmbedded: isEmbedded, path)
    if case .object? = schema["items"], let items = schema["items"] { structure(items, .item, path["items"]) }
  }

  private mutating func members(_ schema: JSONValue, _ level: Level, isEmbedded: Bool, _ path: FieldPath) {
    let properties = schema["properties"]?.objectValue ?? [:]
    let isResource = level == .root || isEmbedded
    for (name, property) in properties {
      let path = path["properties"].key(name)
      if isResource, ["kind", "apiVersion"].contains(name), property["type"] != "string" {
        findings.invalid(path["type"], property["type"] ?? "", "must be string")
      }
      if isResource, name == "metadata", property["type"] != "object" {
        findings.invalid(path["type"], property["type"] ?? "", "must be object")
      }
      if level == .root, name == "metadata" {
        restrictedMetadata(property, path)
      } else {
        let before = whyNoDefaults
        if level == .root, StructuralSchema.metaFields.contains(name) { whyNoDefaults = "in top-level \(name)" }
        structure(property, .field, path)
        whyNoDefaults = before
      }
    }
    guard let additional = schema["additionalProperties"] else { return }
    let path = path["additionalProperties"]
    if level == .root { findings.forbidden(path, "must not be used at the root") }
    if isEmbedded { findings.forbidden(path, "must not be used if x-kubernetes-embedded-resource is set") }
    if !properties.isEmpty, additional != true {
      findings.forbidden(path, "additionalProperties and properties are mutual exclusive")
    }
    if case .object = additional { structure(additional, .field, path) }
  }

  /// At the root, `metadata` may only restrict the name.
  private mutating func restrictedMetadata(_ schema: JSONValue, _ path: FieldPath) {
    let named = schema["properties"]?.objectValue?.keys.allSatisfy { ["name", "generateName"].contains($0) } ?? true
    let others = schema.objectValue?.keys.filter { !["type", "properties", "description", "title"].contains($0) } ?? []
    let structural = others.filter {
      $0.hasPrefix("x-kubernetes-") || ["additionalProperties", "items", "nullable"].contains($0)
    }
    if !named || !structural.isEmpty {
      findings.forbidden(
        path, "must not specify anything other than name and generateName, but metadata is implicitly specified")
    }
  }

  // MARK: What is not supported

  private mutating func unsupported(_ schema: JSONValue, _ type: String, _ path: FieldPath) {
    if type == "null" {
      findings.forbidden(path["type"], "type cannot be set to null, use nullable as an alternative")
    } else {
      findings.choice(
        path["type"], .string(type), ["array", "boolean", "integer", "number", "object", "string"])
    }
    if schema["default"] != nil, let whyNoDefaults {
      findings.forbidden(path["default"], "must not be set \(whyNoDefaults)")
    }
    for name in ["id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"]
    where schema[name] != nil {
      findings.forbidden(path[name], "\(name) is not supported")
    }
    if case .array? = schema["items"] {
      findings.forbidden(path["items"], "items must be a schema object and not an array")
    }
    if schema["uniqueItems"] == true {
      findings.forbidden(
        path["uniqueItems"], "uniqueItems cannot be set to true since the runtime complexity becomes quadratic")
    }
    if schema["x-kubernetes-preserve-unknown-fields"] == false {
      findings.invalid(path["x-kubernetes-preserve-unknown-fields"], false, "must be true or undefined")
    }
  }

  // MARK: Lists and maps

  private mutating func lists(_ schema: JSONValue, _ type: String, _ path: FieldPath) {
    for (name, needed, choices) in [
      ("x-kubernetes-map-type", "object", ["atomic", "granular"]),
      ("x-kubernetes-list-type", "array", ["atomic", "set", "map"]),
    ] {
      guard let value = schema[name]?.stringValue else { continue }
      let why = "must be \(needed) if \(name) is specified"
      if type.isEmpty { findings.required(path["type"], why) }
      if !type.isEmpty, type != needed { findings.invalid(path["type"], .string(type), why) }
      if !choices.contains(value) {
        findings.notSupported(path[name], .string(value), choices.map(JSONValue.string))
      }
    }
    let listType = schema["x-kubernetes-list-type"]?.stringValue
    let keys = (schema["x-kubernetes-list-map-keys"]?.arrayValue ?? []).compactMap(\.stringValue)
    if !keys.isEmpty, listType != "map" {
      let why = "must be map if x-kubernetes-list-map-keys is non-empty"
      let path = path["x-kubernetes-list-type"]
      if let listType { findings.invalid(path, .string(listType), why) } else { findings.required(path, why) }
    }
    guard let listType, let items = schema["items"], case .object = items else { return }
    let itemType = items["type"]?.stringValue ?? ""
    if listType == "set" || listType == "map", items["nullable"] == true {
      findings.forbidden(path["items"]["nullable"], "cannot be nullable when x-kubernetes-list-type is \(listType)")
    }
    if listType == "set" {
      let why = "must be atomic as item of a list with x-kubernetes-list-type=set"
      let inner = itemType == "array" ? "x-kubernetes-list-type" : "x-kubernetes-map-type"
      let given = items[inner]?.stringValue
      if itemType == "array" && given.map({ $0 != "atomic" }) ?? false || itemType == "object" && given != "atomic" {
        findings.invalid(path["items"][inner], given.map(JSONValue.string), why)
      }
    } else if listType == "map" {
      mapKeys(keys, items, itemType, path)
    }
  }

  private mutating func mapKeys(_ keys: [String], _ items: JSONValue, _ itemType: String, _ path: FieldPath) {
    let keysPath = path["x-kubernetes-list-map-keys"]
    if keys.isEmpty { findings.required(keysPath, "must not be empty if x-kubernetes-list-type is map") }
    guard itemType == "object" else {
      return findings.invalid(
        path["items"]["type"], .string(itemType), "must be object if parent array's x-kubernetes-list-type is map")
    }
    let required = items["required"]?.arrayValue ?? []
    for (index, key) in keys.enumerated() {
      if keys[..<index].contains(key) {
        findings.invalid(keysPath, .array(keys.map(JSONValue.string)), "must not contain duplicate entries")
      }
      guard let property = items["properties"]?[key] else {
        findings.invalid(keysPath, .array(keys.map(JSONValue.string)), "entries must all be names of item properties")
        continue
      }
      let place = path["items"]["properties"].key(key)
      if ["array", "object"].contains(property["type"]) {
        findings.invalid(
          place["type"], property["type"], "must be a scalar type if parent array's x-kubernetes-list-type is map")
      }
      if property["default"] == nil, !required.contains(.string(key)) {
        findings.required(
          place["default"],
          "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property")
      }
      if property["nullable"] == true {
        findings.forbidden(
          place["nullable"], "this property is in x-kubernetes-list-map-keys, so it cannot be nullable")
      }
    }
  }
}

// MARK: - Restrictions of values

extension SchemaCheck {
  /// What stands below `allOf`, `anyOf`, `oneOf` and `not` may restrict values, and not describe them.
  private mutating func values(_ schema: JSONValue, _ path: FieldPath, skipsTypes: Bool) {
    if let pattern = schema["pattern"]?.stringValue, !pattern.isEmpty {
      do {
        _ = try SchemaPattern(pattern)
      } catch {
        findings.invalid(
          path["pattern"], .string(pattern), "must be a valid regular expression, but isn't: \(error)")
      }
    }
    for name in ["allOf", "anyOf", "oneOf"] {
      for (index, part) in (schema[name]?.arrayValue ?? []).enumerated() {
        // An int-or-string may say of which types it is.
        let isTypes = skipsTypes && name == "anyOf" && Self.isTypeOnly(part)
        if !isTypes { nested(part, path[name][index], skipsTypes: skipsTypes && name == "allOf") }
      }
    }
    if let not = schema["not"] { nested(not, path["not"], skipsTypes: false) }
  }

  private static func isTypeOnly(_ schema: JSONValue) -> Bool {
    schema.objectValue?.count == 1 && ["integer", "string"].contains(schema["type"])
  }

  private mutating func nested(_ schema: JSONValue, _ path: FieldPath, skipsTypes: Bool) {
    let rules: [(name: String, why: String)] = [
      ("type", "must be empty to be structural"), ("additionalProperties", "must be undefined to be structural"),
      ("default", "must be undefined to be structural"), ("title", "must be empty to be structural"),
      ("description", "must be empty to be structural"), ("nullable", "must be false to be structural"),
      ("x-kubernetes-preserve-unknown-fields", "must be false to be structural"),
      ("x-kubernetes-embedded-resource", "must be false to be structural"),
      ("x-kubernetes-int-or-string", "must be false to be structural"),
      ("x-kubernetes-list-map-keys", "must be empty to be structural"),
      ("x-kubernetes-list-type", "must be undefined to be structural"),
      ("x-kubernetes-map-type", "must be undefined to be structural"),
      ("x-kubernetes-validations", "must be empty to be structural"),
    ]
    for rule in rules where ![nil, false, ""].contains(schema[rule.name]) {
      findings.forbidden(path[rule.name], rule.why)
    }
    values(schema, path, skipsTypes: skipsTypes)
    for (name, property) in schema["properties"]?.objectValue ?? [:] {
      let path = path["properties"].key(name)
      nested(property, path, skipsTypes: false)
      if name == "metadata" { findings.forbidden(path, "must not be specified in a nested context") }
    }
    if let items = schema["items"] { nested(items, path["items"], skipsTypes: false) }
  }

  /// What a restriction speaks of must be described outside of it.
  private mutating func completeness(
    of value: JSONValue, in schema: JSONValue, at place: FieldPath, _ path: FieldPath
  ) {
    var parts: [(JSONValue, FieldPath)] = value["not"].map { [($0, path["not"])] } ?? []
    for name in ["allOf", "anyOf", "oneOf"] {
      for (index, part) in (value[name]?.arrayValue ?? []).enumerated() { parts.append((part, path[name][index])) }
    }
    for (part, path) in parts {
      completeness(of: part, in: schema, at: place, path)
      for (name, property) in part["properties"]?.objectValue ?? [:] {
        let (inner, outer) = (path["properties"].key(name), place["properties"].key(name))
        guard let known = schema["properties"]?[name] else {
          findings.required(outer, "because it is defined in \(inner)")
          continue
        }
        completeness(of: ["allOf": [property]], in: known, at: outer, inner)
      }
      if let items = part["items"] {
        guard let known = schema["items"] else {
          findings.required(place["items"], "because it is defined in \(path["items"])")
          continue
        }
        completeness(of: ["allOf": [items]], in: known, at: place["items"], path["items"])
      }
    }
    guard place == path else { return }
    for (name, property) in schema["properties"]?.objectValue ?? [:] {
      let path = path["properties"].key(name)
      completeness(of: property, in: property, at: path, path)
    }
    if let items = schema["items"] { completeness(of: items, in: items, at: path["items"], path["items"]) }
    if case .object? = schema["additionalProperties"], let values = schema["additionalProperties"] {
      completeness(of: values, in: values, at: path["additionalProperties"], path["additionalProperties"])
    }
  }

  /// Defaults must be values that the schema allows.
  private mutating func defaults(_ schema: StructuralSchema, _ path: FieldPath) {
    if let value = schema.defaultValue {
      let path = path["default"]
      if schema.hasUnknownMembers(value) { findings.invalid(path, value, "must not have unknown fields") }
      findings.merge(SchemaValidator.findings(value, schema, at: path))
    }
    for (name, property) in schema.properties { defaults(property, path["properties"].key(name)) }
    if let items = schema.items { defaults(items, path["items"]) }
    if let values = schema.additionalValues { defaults(values, path["additionalProperties"]) }
  }
}
