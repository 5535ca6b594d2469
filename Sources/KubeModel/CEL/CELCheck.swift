import OrderedCollections

/// What can be said of an expression before it is evaluated: names, functions and fields that do not exist.
struct CELCheck {
  /// What is known of a value.
  private enum Knowledge {
    /// A value of an object, by its schema.
    case schema(StructuralSchema)
    case anything

    var schema: StructuralSchema? { if case .schema(let schema) = self { schema } else { nil } }
  }

  private var variables: [String: Knowledge]
  /// Whether the expression compares with the object that was there before.
  private(set) var usesOldSelf = false

  /// Checks an expression over `self` and, with `oldSelf`, what was there before.
  ///
  /// Throws what is not there: a name, a function or, when there is a schema, a field.
  static func check(
    _ expression: CELExpression, _ schema: StructuralSchema?, isOldSelfOptional: Bool
  ) throws(CELError) -> CELCheck {
    let own = schema.map(Knowledge.schema) ?? .anything
    var check = CELCheck(variables: ["self": own, "oldSelf": isOldSelfOptional ? .anything : own])
    _ = try check.knowledge(of: expression)
    return check
  }

  private init(variables: [String: Knowledge]) { self.variables = variables }

  private mutating func knowledge(of expression: CELExpression) throws(CELError) -> Knowledge {
    switch expression {
    case .null, .bool, .literal: break
    case .identifier(let name):
      if name == "oldSelf" { usesOldSelf = true }
      if let known = variables[name] { return known }
      guard CELEvaluator.typeNames.contains(name) else {
        throw CELError("undeclared reference to '\(name)' (in container '')")
      }
    case .member(let operand, let name, _): return try member(name, of: try knowledge(of: operand))
    case .has(let operand, let name): _ = try member(name, of: try knowledge(of: operand))
    case .index(let operand, let key, _):
      let known = try knowledge(of: operand)
      _ = try knowledge(of: key)
      if let schema = known.schema?.items ?? known.schema?.additionalValues { return .schema(schema) }
      if case .literal(.string(let name)) = key, known.schema?.properties.isEmpty == false {
        return try member(name, of: known)
      }
    case .list(let elements): for element in elements { _ = try knowledge(of: element) }
    case .map(let keys, let values): for part in keys + values { _ = try knowledge(of: part) }
    case .unary(_, let operand): _ = try knowledge(of: operand)
    case .binary(let symbol, let left, let right):
      let known = try knowledge(of: left)
      _ = try knowledge(of: right)
      if symbol == "+", known.schema?.type == "array" { return known }
    case .conditional(let condition, let first, let second):
      _ = try knowledge(of: condition)
      let known = try knowledge(of: first)
      _ = try knowledge(of: second)
      return known
    case .call(let target, let name, let arguments): try call(name, on: target, arguments)
    case .comprehension(let macro, let range, let variable, let body):
      return try comprehension(macro, range, variable, body)
    }
    return .anything
  }

  private mutating func call(
    _ name: String, on target: CELExpression?, _ arguments: [CELExpression]
  ) throws(CELError) {
    var isKnown: Bool
    if case .identifier(let library)? = target, CELFunctions.libraries.contains(library) {
      isKnown = CELFunctions.isKnown("\(library).\(name)")
    } else if let target {
      isKnown = CELMethods.all[name] != nil
      _ = try knowledge(of: target)
    } else {
      isKnown = CELFunctions.isKnown(name)
    }
    guard isKnown else { throw CELError("the function '\(name)' is not known") }
    for argument in arguments { _ = try knowledge(of: argument) }
  }

  private mutating func comprehension(
    _ macro: CELExpression.Macro, _ range: CELExpression, _ variable: String, _ body: [CELExpression]
  ) throws(CELError) -> Knowledge {
    let known = try knowledge(of: range)
    let outer = variables[variable]
    variables[variable] = known.schema?.items.map(Knowledge.schema) ?? .anything
    for part in body { _ = try knowledge(of: part) }
    variables[variable] = outer
    return macro == .filter ? known : .anything
  }

  /// A member of an object with named fields must be one of them.
  private func member(_ name: String, of known: Knowledge) throws(CELError) -> Knowledge {
    guard let schema = known.schema else { return .anything }
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
