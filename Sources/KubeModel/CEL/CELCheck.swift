import OrderedCollections

/// What can be said of an expression before it is evaluated: names, functions and fields that do not exist, and
/// operations on values of types that they are not for.
struct CELCheck {
  private var variables: [String: CELType]
  /// Whether the expression compares with the object that was there before.
  private(set) var usesOldSelf = false

  /// Checks an expression over `self` and, with `oldSelf`, what was there before.
  ///
  /// Throws what is not there: a name, a function or, when there is a schema, a field.
  static func check(
    _ expression: CELExpression, _ schema: StructuralSchema?, isOldSelfOptional: Bool
  ) throws(CELError) -> CELCheck {
    let own = schema.map(CELType.schema) ?? .anything
    var check = CELCheck(variables: ["self": own, "oldSelf": isOldSelfOptional ? .anything : own])
    _ = try check.type(of: expression)
    return check
  }

  /// Checks an expression over `variables`, and says what it yields.
  static func type(of expression: CELExpression, over variables: [String: CELType]) throws(CELError) -> CELType {
    var check = CELCheck(variables: variables)
    return try check.type(of: expression)
  }

  private init(variables: [String: CELType]) { self.variables = variables }

  private mutating func type(of expression: CELExpression) throws(CELError) -> CELType {
    switch expression {
    case .null: return .named("null_type")
    case .bool: return .bool
    case .literal(let token): return .named(CELEvaluator.literal(token).typeName)
    case .identifier(let name):
      if name == "oldSelf" { usesOldSelf = true }
      if let known = variables[name] { return known }
      guard CELEvaluator.typeNames.contains(name) else {
        throw CELError("undeclared reference to '\(name)' (in container '')")
      }
      return .named("type")
    case .member(let operand, let name, let isOptional):
      let found = try member(name, of: try type(of: operand))
      return isOptional && found.schema == nil ? .anything : found
    case .has(let operand, let name):
      _ = try member(name, of: try type(of: operand))
      return .bool
    case .index(let operand, let key, let isOptional):
      let found = try element(key, of: try type(of: operand))
      return isOptional && found.schema == nil ? .anything : found
    case .list(let elements):
      for element in elements { _ = try type(of: element) }
      return .named("list")
    case .map(let keys, let values):
      for part in keys + values { _ = try type(of: part) }
      return .named("map")
    case .unary(let symbol, let operand): return try CELType.of(symbol, try type(of: operand))
    case .binary(let symbol, let left, let right):
      let first = try type(of: left)
      return try CELType.of(symbol, first, try type(of: right))
    case .conditional(let condition, let first, let second):
      let decides = try type(of: condition)
      let known = try type(of: first)
      return try CELType.choice(decides, known, try type(of: second))
    case .call(let target, let name, let arguments): return try call(name, on: target, arguments)
    case .comprehension(let macro, let range, let variable, let body):
      return try comprehension(macro, range, variable, body)
    }
  }

  private mutating func element(_ key: CELExpression, of known: CELType) throws(CELError) -> CELType {
    _ = try type(of: key)
    if let schema = known.schema?.items ?? known.schema?.additionalValues { return .schema(schema) }
    if case .literal(.string(let name)) = key {
      if known.schema?.properties.isEmpty == false { return try member(name, of: known) }
      if case .object = known { return try member(name, of: known) }
    }
    if case .dynamic = known { return .dynamic }
    return .anything
  }

  private mutating func call(
    _ name: String, on target: CELExpression?, _ arguments: [CELExpression]
  ) throws(CELError) -> CELType {
    var isKnown: Bool
    var function = name
    if let qualified = CELFunctions.qualified(name, on: target) {
      (function, isKnown) = (qualified, true)
    } else if case .identifier(let library)? = target, CELFunctions.libraries.contains(library),
      variables[library] == nil
    {
      isKnown = false
    } else if let target {
      isKnown = CELMethods.all[name] != nil
      _ = try type(of: target)
    } else {
      isKnown = CELFunctions.isKnown(name)
    }
    guard isKnown else { throw CELError("the function '\(name)' is not known") }
    for argument in arguments { _ = try type(of: argument) }
    if name == "matches", case .literal(.string(let pattern))? = arguments.last,
      (try? CELPatterns.expression(pattern)) == nil
    {
      throw CELError("invalid matches argument")
    }
    // `ip` is a function that reads an address, and what a network's address is asked by.
    return CELType.result(of: function)
  }

  private mutating func comprehension(
    _ macro: CELExpression.Macro, _ range: CELExpression, _ variable: String, _ body: [CELExpression]
  ) throws(CELError) -> CELType {
    let known = try type(of: range)
    let outer = variables[variable]
    if case .dynamic = known {
      variables[variable] = .dynamic
    } else {
      variables[variable] = known.schema?.items.map(CELType.schema) ?? .anything
    }
    for part in body { _ = try type(of: part) }
    variables[variable] = outer
    switch macro {
    case .filter: return known.schema == nil ? .named("list") : known
    case .map: return .named("list")
    case .all, .exists, .exists_one: return .bool
    }
  }

  /// A member of an object with named fields must be one of them.
  private func member(_ name: String, of known: CELType) throws(CELError) -> CELType {
    switch known {
    case .schema(let schema): return try member(name, of: schema)
    case .object(_, let fields):
      guard let field = fields[name] else { throw CELError("undefined field '\(name)'") }
      return field
    case .named(let type):
      guard type == "map" else { throw CELError("type '\(type)' does not support field selection") }
      return .anything
    case .dynamic: return .dynamic
    case .anything: return .anything
    }
  }

  private func member(_ name: String, of schema: StructuralSchema) throws(CELError) -> CELType {
    if let values = schema.additionalValues { return .schema(values) }
    for (property, schema) in schema.properties where CELValue.escaped(property) == name { return .schema(schema) }
    if schema.isEmbeddedResource, StructuralSchema.metaFields.contains(name) { return .anything }
    guard schema.type == "object" || schema.type == nil else {
      throw CELError("type '\(schema.type ?? "")' does not support field selection")
    }
    if schema.type == nil || schema.preservesUnknownFields && schema.properties.isEmpty { return .anything }
    throw CELError("undefined field '\(name)'")
  }
}
