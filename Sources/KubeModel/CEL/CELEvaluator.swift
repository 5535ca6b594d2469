/// Evaluates an expression (the CEL specification, "Evaluation").
struct CELEvaluator {
  /// How many steps an expression may take, so that none holds up the writer.
  static let maximumSteps = 1_000_000

  /// A value that other expressions reach as `variables.name`, evaluated when the first of them does.
  struct Variable: Sendable {
    let name: String
    let expression: Result<CELExpression, CELError>
  }

  static let tooCostly = CELError("operation cancelled: actual cost limit exceeded")

  private let roots: [String: CELValue]
  private let composed: ArraySlice<Variable>
  private var results: [String: Result<CELValue, CELError>] = [:]
  private var variables: [String: CELValue]
  /// The composed variables that the expression at hand may use: those that stand before it.
  private var visible: ArraySlice<Variable>
  private var steps = 0
  private var depth = 0
  /// How deep expressions may be nested, those of composed variables in those that use them.
  private static let maximumDepth = 750

  static func evaluate(_ expression: CELExpression, _ variables: [String: CELValue]) throws(CELError) -> CELValue {
    var evaluator = CELEvaluator(variables)
    return try evaluator.evaluate(expression)
  }

  /// - Parameter composed: What stands under `variables`; each may use those before it.
  init(_ variables: [String: CELValue], composed: [Variable] = []) {
    roots = variables
    self.variables = variables
    self.composed = composed[...]
    visible = composed[...]
  }

  /// Evaluates one of several expressions, which share their variables and what all of them together may cost.
  mutating func evaluate(_ expression: CELExpression) throws(CELError) -> CELValue {
    variables = roots
    visible = composed
    return try value(expression)
  }

  private mutating func spend(_ cost: Int) throws(CELError) {
    steps += cost
    guard steps < Self.maximumSteps else { throw Self.tooCostly }
  }

  private mutating func value(_ expression: CELExpression) throws(CELError) -> CELValue {
    try spend(1)
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.maximumDepth else { throw Self.tooCostly }
    switch expression {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .literal(let token): return Self.literal(token)
    case .identifier(let name):
      if let value = variables[name] { return value }
      if Self.typeNames.contains(name) { return .string(name) }
      throw CELError("undeclared reference to '\(name)'")
    case .member(.identifier("variables"), let name, false) where variables["variables"] == nil:
      return try variable(name)
    case .member(let operand, let name, let isOptional):
      return try Self.member(try value(operand), .string(name), isOptional: isOptional)
    case .index(let operand, let key, let isOptional):
      return try Self.member(try value(operand), try value(key), isOptional: isOptional)
    case .has(.identifier("variables"), let name) where variables["variables"] == nil:
      return .bool(visible.contains { $0.name == name })
    case .has(let operand, let name):
      guard case .map(let entries) = try unwrapped(operand) else { throw CELError("no such overload") }
      return .bool(entries[.string(name)] != nil)
    case .list(let elements):
      var values: [CELValue] = []
      for element in elements { values.append(try value(element)) }
      return .list(values)
    case .map(let keys, let values):
      var entries: [CELKey: CELValue] = [:]
      for (key, entry) in zip(keys, values) {
        guard let key = CELKey(try value(key)) else { throw CELError("unsupported key type") }
        entries[key] = try value(entry)
      }
      return .map(entries)
    case .unary(let symbol, let operand): return try Self.unary(symbol, try value(operand))
    case .binary("||", let left, let right): return try junction(left, right, decides: true)
    case .binary("&&", let left, let right): return try junction(left, right, decides: false)
    case .binary(let symbol, let left, let right):
      let (first, second) = (try value(left), try value(right))
      try spend(Self.cost(symbol, first, second))
      return try CELOperators.apply(symbol, first, second)
    case .conditional(let condition, let first, let second):
      guard case .bool(let holds) = try value(condition) else { throw CELError("no such overload") }
      return try value(holds ? first : second)
    case .call(let target, let name, let arguments): return try call(name, on: target, arguments)
    case .comprehension(let macro, let range, let variable, let body):
      return try comprehend(macro, over: try value(range), variable, body)
    }
  }

  static let typeNames: Set<String> = [
    "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type",
  ]

  /// What an operation costs besides its step, so that neither texts nor lists are doubled without end.
  private static func cost(_ symbol: String, _ left: CELValue, _ right: CELValue) -> Int {
    switch (symbol, left, right) {
    case ("+", .string(let left), .string(let right)): (left.utf8.count + right.utf8.count) / 10
    case ("+", .bytes(let left), .bytes(let right)): (left.count + right.count) / 10
    case ("+", .list(let left, _), .list(let right, _)): left.count + right.count
    case ("in", _, .list(let elements, _)): elements.count
    default: 0
    }
  }

  /// A composed variable, which sees neither the loops around it nor the variables behind it.
  private mutating func variable(_ name: String) throws(CELError) -> CELValue {
    guard let position = visible.lastIndex(where: { $0.name == name }) else {
      throw CELError("no such key: \(name)")
    }
    if let known = results[name] { return try known.get() }
    let outer = (variables, visible)
    defer { (variables, visible) = outer }
    (variables, visible) = (roots, composed[..<position])
    let result: Result<CELValue, CELError>
    do throws(CELError) {
      result = .success(try value(try composed[position].expression.get()))
    } catch {
      result = .failure(CELError("composited variable \"\(name)\" fails to evaluate: \(error)"))
    }
    results[name] = result
    return try result.get()
  }

  static func literal(_ token: CELToken) -> CELValue {
    switch token {
    case .integer(let number): .int(number)
    case .unsigned(let number): .uint(number)
    case .double(let number): .double(number)
    case .string(let text): .string(text)
    case .bytes(let octets): .bytes(octets)
    case .identifier, .symbol, .end: .null
    }
  }

  private mutating func unwrapped(_ expression: CELExpression) throws(CELError) -> CELValue {
    let result = try value(expression)
    if case .optional(let inner?) = result { return inner }
    return result
  }

  // MARK: Members

  private static func member(_ operand: CELValue, _ key: CELValue, isOptional: Bool) throws(CELError) -> CELValue {
    if case .access(.authorizer(let authorizer, let request?)) = operand, case .string("requestResource") = key {
      return .access(.resource(authorizer, request))
    }
    if case .optional(let inner) = operand {
      guard let inner else { return .optional(nil) }
      let found = try find(inner, key, isOptional: true)
      return .optional(found)
    }
    let found = try find(operand, key, isOptional: isOptional)
    if isOptional { return .optional(found) }
    return found ?? .null
  }

  /// The member; nil when it is missing and may be.
  private static func find(_ operand: CELValue, _ key: CELValue, isOptional: Bool) throws(CELError) -> CELValue? {
    switch operand {
    case .map(let entries):
      guard let key = CELKey(key) else { throw CELError("no such overload") }
      if let value = entries[key] { return value }
      if isOptional { return nil }
      throw CELError("no such key: \(key.text)")
    case .list(let elements, _):
      guard case .int(let index)? = CELKey(key) else { throw CELError("no such overload") }
      if elements.indices.contains(Int(index)) { return elements[Int(index)] }
      if isOptional { return nil }
      throw CELError("index out of bounds: \(index)")
    default: throw CELError("no such overload")
    }
  }

  // MARK: Operators

  /// `||` and `&&`: one side that decides outweighs an error of the other.
  private mutating func junction(
    _ left: CELExpression, _ right: CELExpression, decides: Bool
  ) throws(CELError) -> CELValue {
    var failure: CELError?
    for side in [left, right] {
      do throws(CELError) {
        guard case .bool(let flag) = try value(side) else { throw CELError("no such overload") }
        if flag == decides { return .bool(decides) }
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return .bool(!decides)
  }

  private static func unary(_ symbol: String, _ operand: CELValue) throws(CELError) -> CELValue {
    switch (symbol, operand) {
    case ("!", .bool(let flag)): return .bool(!flag)
    case ("-", .int(let number)):
      guard number != .min else { throw CELError("integer overflow") }
      return .int(-number)
    case ("-", .double(let number)): return .double(-number)
    default: throw CELError("no such overload")
    }
  }

  // MARK: Macros

  private mutating func comprehend(
    _ macro: CELExpression.Macro, over range: CELValue, _ variable: String, _ body: [CELExpression]
  ) throws(CELError) -> CELValue {
    let elements: [CELValue]
    switch range {
    case .list(let list, _): elements = list
    case .map(let entries): elements = entries.keys.map(\.value)
    default: throw CELError("no such overload")
    }
    let outer = variables[variable]
    defer { variables[variable] = outer }
    switch macro {
    case .all: return try quantify(elements, variable, body[0], decides: false)
    case .exists: return try quantify(elements, variable, body[0], decides: true)
    case .exists_one:
      let count = try select(elements, variable, body[0]).count
      return .bool(count == 1)
    case .filter: return .list(try select(elements, variable, body[0]))
    case .map:
      let chosen = body.count == 2 ? try select(elements, variable, body[0]) : elements
      var results: [CELValue] = []
      for element in chosen {
        variables[variable] = element
        results.append(try value(body[body.count - 1]))
      }
      return .list(results)
    }
  }

  private mutating func quantify(
    _ elements: [CELValue], _ variable: String, _ body: CELExpression, decides: Bool
  ) throws(CELError) -> CELValue {
    var failure: CELError?
    for element in elements {
      variables[variable] = element
      do throws(CELError) {
        guard case .bool(let flag) = try value(body) else { throw CELError("no such overload") }
        if flag == decides { return .bool(decides) }
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return .bool(!decides)
  }

  private mutating func select(
    _ elements: [CELValue], _ variable: String, _ body: CELExpression
  ) throws(CELError) -> [CELValue] {
    var chosen: [CELValue] = []
    for element in elements {
      variables[variable] = element
      guard case .bool(let flag) = try value(body) else { throw CELError("no such overload") }
      if flag { chosen.append(element) }
    }
    return chosen
  }

  // MARK: Calls

  private mutating func call(
    _ name: String, on target: CELExpression?, _ arguments: [CELExpression]
  ) throws(CELError) -> CELValue {
    var values: [CELValue] = []
    // `sets.contains(a, b)`: the target is the name of a library, and no value.
    if let function = CELFunctions.qualified(name, on: target) {
      for argument in arguments { values.append(try value(argument)) }
      return try CELFunctions.call(function, values)
    }
    if let target { values.append(try value(target)) }
    for argument in arguments { values.append(try value(argument)) }
    try spend(try CELPatterns.cost(name, values))
    return target == nil ? try CELFunctions.call(name, values) : try CELMethods.call(name, values)
  }
}
