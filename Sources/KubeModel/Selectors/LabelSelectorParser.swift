/// Reads a label selector, with the messages of apimachinery's parser.
struct LabelSelectorParser {
  struct Failure: Error {
    let message: String
  }

  private var lexer: LabelSelectorLexer

  init(_ text: String) { lexer = LabelSelectorLexer(text) }

  mutating func requirements() throws(Failure) -> [LabelRequirement] {
    var result: [LabelRequirement] = []
    while true {
      let (token, text) = lexer.lookahead(.values)
      switch token {
      case .identifier, .not:
        do {
          result.append(try requirement())
        } catch {
          throw Failure(message: "unable to parse requirement: \(error.message)")
        }
        let (next, nextText) = lexer.consume(.values)
        switch next {
        case .end: return result
        case .comma:
          let (after, afterText) = lexer.lookahead(.values)
          guard after == .identifier || after == .not else {
            throw Failure(message: "found '\(afterText)', expected: identifier after ','")
          }
        default: throw Failure(message: "found '\(nextText)', expected: ',' or 'end of string'")
        }
      case .end: return result
      default: throw Failure(message: "found '\(text)', expected: !, identifier, or 'end of string'")
      }
    }
  }

  private mutating func requirement() throws(Failure) -> LabelRequirement {
    var (token, key) = lexer.consume(.values)
    let isNegated = token == .not
    if isNegated { (token, key) = lexer.consume(.values) }
    guard token == .identifier else { throw Failure(message: "found '\(key)', expected: identifier") }
    try check(NameForms.qualifiedName(key), of: key, at: "key")
    if [.end, .comma].contains(lexer.lookahead(.values).token) { return isNegated ? .missing(key) : .exists(key) }
    if isNegated { return .missing(key) }
    let (sign, text) = lexer.consume(.keyAndOperator)
    switch sign {
    case .isIn: return .isIn(key, try listed(for: key))
    case .isNotIn: return .isNotIn(key, try listed(for: key))
    case .equals, .doubleEquals: return .isIn(key, [try exact(for: key)])
    case .notEquals: return .isNotIn(key, [try exact(for: key)])
    case .above: return .isAbove(key, try number(for: key))
    case .below: return .isBelow(key, try number(for: key))
    default: throw Failure(message: "found '\(text)', expected: in, notin, =, ==, !=, gt, lt")
    }
  }

  private mutating func exact(for key: String) throws(Failure) -> String {
    let next = lexer.lookahead(.values)
    if next.token == .end || next.token == .comma { return "" }
    let (token, text) = lexer.consume(.values)
    guard token == .identifier else { throw Failure(message: "found '\(text)', expected: identifier") }
    try check(NameForms.labelValue(text), of: text, at: "values[0][\(key)]")
    return text
  }

  private mutating func number(for key: String) throws(Failure) -> Int64 {
    let text = try exact(for: key)
    guard let number = Int64(text) else {
      throw Failure(
        message: "values[0][\(key)]: Invalid value: \(JSONValue.string(text).jsonText): for 'Gt', 'Lt' operators, the "
          + "value must be an integer")
    }
    return number
  }

  private mutating func listed(for key: String) throws(Failure) -> Set<String> {
    let (open, text) = lexer.consume(.values)
    guard open == .open else { throw Failure(message: "found '\(text)' expected: '('") }
    let first = lexer.lookahead(.values)
    switch first.token {
    case .identifier, .comma: break
    case .close:
      throw Failure(
        message: "values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty")
    default: throw Failure(message: "found '\(first.text)', expected: ',', ')' or identifier")
    }
    var values: Set<String> = []
    var isAfterComma = true
    while true {
      let (token, text) = lexer.consume(.values)
      switch token {
      case .identifier:
        guard isAfterComma else { throw Failure(message: "found '\(text)', expected: ',' or ')'") }
        try check(NameForms.labelValue(text), of: text, at: "values[\(values.count)][\(key)]")
        values.insert(text)
        isAfterComma = false
      case .comma:
        if isAfterComma { values.insert("") }
        isAfterComma = true
      case .close:
        if isAfterComma { values.insert("") }
        return values
      default:
        throw Failure(message: "found '\(text)', expected: \(isAfterComma ? "',', or identifier" : "',' or ')'")")
      }
    }
  }

  private func check(_ problems: [String], of text: String, at path: String) throws(Failure) {
    guard !problems.isEmpty else { return }
    let texts = problems.map { "\(path): Invalid value: \(JSONValue.string(text).jsonText): \($0)" }
    throw Failure(message: texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]")
  }
}
