/// Reads an expression (the CEL specification, "Syntax").
struct CELParser {
  /// How deep an expression may be nested.
  private static let maximumDepth = 250
  /// How many operators or members may follow each other, for each makes the tree one deeper.
  private static let maximumChain = 500

  private var tokens: ArraySlice<CELToken>
  private var depth = 0

  static func parse(_ text: String) throws(CELError) -> CELExpression {
    var parser = CELParser(tokens: try CELLexer.tokens(text)[...])
    let expression = try parser.expression()
    guard parser.current == .end else { throw parser.unexpected() }
    return expression
  }

  private init(tokens: ArraySlice<CELToken>) { self.tokens = tokens }

  private static let tooDeep = CELError("Syntax error: the expression is nested too deep")

  private var current: CELToken { tokens.first ?? .end }

  private func unexpected() -> CELError { CELError("Syntax error: mismatched input '\(current.text)'") }

  private mutating func skip(_ symbol: String) -> Bool {
    guard current == .symbol(symbol) else { return false }
    tokens.removeFirst()
    return true
  }

  private mutating func expect(_ symbol: String) throws(CELError) {
    guard skip(symbol) else { throw unexpected() }
  }

  private mutating func name() throws(CELError) -> String {
    guard case .identifier(let name) = current else { throw unexpected() }
    tokens.removeFirst()
    return name
  }

  // MARK: Operators, from the loosest to the tightest

  private mutating func expression() throws(CELError) -> CELExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.maximumDepth else { throw Self.tooDeep }
    let condition = try operation(0)
    guard skip("?") else { return condition }
    let first = try operation(0)
    try expect(":")
    return .conditional(condition, first, try expression())
  }

  private static let levels: [[String]] = [
    ["||"], ["&&"], ["<", "<=", ">", ">=", "==", "!=", "in"], ["+", "-"], ["*", "/", "%"],
  ]

  private mutating func operation(_ level: Int) throws(CELError) -> CELExpression {
    guard level < Self.levels.count else { return try unary() }
    var left = try operation(level + 1)
    var length = 0
    while let symbol = operatorHere(level) {
      length += 1
      guard length < Self.maximumChain else { throw Self.tooDeep }
      tokens.removeFirst()
      left = .binary(symbol, left, try operation(level + 1))
    }
    return left
  }

  private func operatorHere(_ level: Int) -> String? {
    switch current {
    case .symbol(let symbol) where Self.levels[level].contains(symbol): symbol
    case .identifier("in") where Self.levels[level].contains("in"): "in"
    default: nil
    }
  }

  private mutating func unary() throws(CELError) -> CELExpression {
    for symbol in ["!", "-"] where skip(symbol) {
      depth += 1
      defer { depth -= 1 }
      guard depth < Self.maximumDepth else { throw Self.tooDeep }
      return .unary(symbol, try unary())
    }
    return try member()
  }

  // MARK: Members and calls

  private mutating func member() throws(CELError) -> CELExpression {
    var result = try primary()
    var length = 0
    while true {
      length += 1
      guard length < Self.maximumChain else { throw Self.tooDeep }
      if skip(".") {
        let name = try name()
        result = skip("(") ? try call(name, on: result) : .member(result, name, isOptional: false)
      } else if skip(".?") {
        result = .member(result, try name(), isOptional: true)
      } else if skip("[") {
        result = .index(result, try expression(), isOptional: false)
        try expect("]")
      } else if skip("[?") {
        result = .index(result, try expression(), isOptional: true)
        try expect("]")
      } else {
        return result
      }
    }
  }

  private mutating func call(_ name: String, on target: CELExpression?) throws(CELError) -> CELExpression {
    let arguments = try list(until: ")")
    if target == nil, name == "has" {
      guard arguments.count == 1, case .member(let operand, let field, false) = arguments[0] else {
        throw CELError("invalid argument to has() macro")
      }
      return .has(operand, field)
    }
    if let target, let macro = CELExpression.Macro(rawValue: name), arguments.count >= 2,
      case .identifier(let variable) = arguments[0], arguments.count == 2 || (macro == .map && arguments.count == 3)
    {
      return .comprehension(macro, range: target, variable: variable, Array(arguments.dropFirst()))
    }
    return .call(target: target, name, arguments)
  }

  private mutating func list(until end: String) throws(CELError) -> [CELExpression] {
    var elements: [CELExpression] = []
    while !skip(end) {
      elements.append(try expression())
      if !skip(",") {
        try expect(end)
        break
      }
    }
    return elements
  }

  private mutating func primary() throws(CELError) -> CELExpression {
    let token = current
    switch token {
    case .identifier(let name):
      tokens.removeFirst()
      switch name {
      case "true", "false": return .bool(name == "true")
      case "null": return .null
      case "in": throw CELError("Syntax error: mismatched input 'in'")
      default: return skip("(") ? try call(name, on: nil) : .identifier(name)
      }
    case .integer, .unsigned, .double, .string, .bytes:
      tokens.removeFirst()
      return .literal(token)
    case .symbol("("):
      tokens.removeFirst()
      let inner = try expression()
      try expect(")")
      return inner
    case .symbol("["):
      tokens.removeFirst()
      return .list(try list(until: "]"))
    case .symbol("{"):
      tokens.removeFirst()
      var (keys, values): ([CELExpression], [CELExpression]) = ([], [])
      while !skip("}") {
        keys.append(try expression())
        try expect(":")
        values.append(try expression())
        if !skip(",") {
          try expect("}")
          break
        }
      }
      return .map(keys: keys, values: values)
    case .symbol, .end: throw unexpected()
    }
  }
}
