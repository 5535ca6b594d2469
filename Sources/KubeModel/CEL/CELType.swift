/// What is known of the type of a value before an expression is evaluated.
enum CELType: Sendable {
  /// A value of an object, by its schema.
  case schema(StructuralSchema)
  /// A value of the type of that name.
  case named(String)
  /// A value with these fields and no others.
  case object(String, [String: CELType])
  /// A value that may be of any type, as fields of objects without a schema are (`dyn`).
  case dynamic
  /// Nothing is known.
  case anything

  static let bool = CELType.named("bool")
  static let string = CELType.named("string")

  var schema: StructuralSchema? { if case .schema(let schema) = self { schema } else { nil } }

  /// The name of the type, as messages have it; nil when it is not known.
  var name: String? {
    switch self {
    case .schema, .anything: nil
    case .named(let name), .object(let name, _): name
    case .dynamic: "dyn"
    }
  }

  private static let numbers: Set<String> = ["int", "uint", "double"]

  // MARK: Operators

  /// The type of an operation's result; throws when it cannot be done with values of these types.
  static func of(_ symbol: String, _ left: CELType, _ right: CELType) throws(CELError) -> CELType {
    switch symbol {
    case "&&", "||":
      guard left.mayBe("bool"), right.mayBe("bool") else { throw mismatch("_\(symbol)_", left, right) }
      return .bool
    case "==", "!=", "<", "<=", ">", ">=":
      guard areComparable(left, right) else { throw mismatch("_\(symbol)_", left, right) }
      return .bool
    case "in": return .bool
    default: return try arithmetic(symbol, left, right)
    }
  }

  /// The type of `!operand` or `-operand`.
  static func of(_ symbol: String, _ operand: CELType) throws(CELError) -> CELType {
    guard symbol == "!" else { return operand }
    guard operand.mayBe("bool") else { throw mismatch("!_", operand) }
    return .bool
  }

  /// The type of `condition ? first : second`.
  static func choice(_ condition: CELType, _ first: CELType, _ second: CELType) throws(CELError) -> CELType {
    guard condition.mayBe("bool") else { throw mismatch("_?_:_", condition, first, second) }
    switch (first, second) {
    case (.schema, _), (_, .schema): return first
    case (.dynamic, .named(let name)), (.named(let name), .dynamic): return name == "null_type" ? .anything : .dynamic
    case (.dynamic, .dynamic): return .dynamic
    default: return first.name == second.name ? first : .anything
    }
  }

  private static func arithmetic(_ symbol: String, _ left: CELType, _ right: CELType) throws(CELError) -> CELType {
    let simple: Set<String> = ["int", "uint", "double", "string", "bytes", "bool", "list"]
    switch (left, right) {
    case (.named(let first), .named(let second)):
      guard simple.contains(first), simple.contains(second) else { return .anything }
      guard first == second, first != "bool" else { throw mismatch("_\(symbol)_", left, right) }
      return left
    case (.named(let name), _) where simple.contains(name), (_, .named(let name)) where simple.contains(name):
      return .named(name)
    case (.dynamic, .dynamic): return .dynamic
    case (.schema(let schema), _) where symbol == "+" && schema.type == "array": return left
    default: return .anything
    }
  }

  private func mayBe(_ type: String) -> Bool { if case .named(let name) = self { name == type } else { true } }

  private static func areComparable(_ left: CELType, _ right: CELType) -> Bool {
    guard case .named(let first) = left, case .named(let second) = right else { return true }
    return first == second || first == "null_type" || second == "null_type"
      || numbers.contains(first) && numbers.contains(second)
  }

  private static func mismatch(_ function: String, _ operands: CELType...) -> CELError {
    let names = operands.map { $0.name ?? "dyn" }.joined(separator: ", ")
    return CELError("found no matching overload for '\(function)' applied to '(\(names))'")
  }

  // MARK: Functions

  /// The type of what a function returns, whatever it is called on.
  static func result(of function: String) -> CELType { results[function] ?? .anything }

  private static let results: [String: CELType] = {
    let names: [String: [String]] = [
      "bool": [
        "bool", "startsWith", "endsWith", "contains", "matches", "isSorted", "hasValue", "isQuantity", "isURL", "isIP",
        "isCIDR", "isSemver", "isInteger", "isGreaterThan", "isLessThan", "sets.contains", "sets.intersects",
        "sets.equivalent", "ip.isCanonical", "isUnspecified", "isLoopback", "isLinkLocalMulticast",
        "isLinkLocalUnicast", "isGlobalUnicast", "containsIP", "containsCIDR", "allowed", "errored",
      ],
      "int": [
        "int", "size", "indexOf", "lastIndexOf", "getSeconds", "getMinutes", "getHours", "getMilliseconds",
        "getFullYear", "getMonth", "getDate", "getDayOfMonth", "compareTo", "sign", "asInteger", "family",
        "prefixLength", "major", "minor", "patch",
      ],
      "string": [
        "string", "lowerAscii", "upperAscii", "trim", "charAt", "substring", "replace", "join", "find", "format",
        "getScheme", "getHost", "getHostname", "getPort", "getEscapedPath", "reason", "error",
      ],
      "uint": ["uint"], "double": ["double"], "bytes": ["bytes"], "list": ["split", "findAll"],
    ]
    var types: [String: CELType] = ["dyn": .dynamic]
    for (type, functions) in names {
      for function in functions { types[function] = .named(type) }
    }
    return types
  }()
}
