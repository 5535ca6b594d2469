/// Cuts the text of a label selector into words and signs, as apimachinery's lexer does.
struct LabelSelectorLexer {
  enum Token: Hashable {
    case end, identifier, isIn, isNotIn, open, close, comma, not, equals, doubleEquals, notEquals, above, below, wrong
  }

  /// Whether `in` and `notin` are operators here, or names like any other.
  enum Place {
    case keyAndOperator, values
  }

  private static let signs: [String: Token] = [
    ")": .close, ",": .comma, "!": .not, "==": .doubleEquals, "=": .equals, ">": .above, "<": .below, "!=": .notEquals,
    "(": .open,
  ]

  private var tokens: [(token: Token, text: String)] = []
  private var position = 0

  init(_ text: String) {
    var rest = text[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if Self.isSpecial(first) {
        tokens.append(Self.sign(&rest))
      } else {
        let word = String(rest.prefix { !$0.isWhitespace && !Self.isSpecial($0) })
        rest = rest.dropFirst(word.count)
        tokens.append((word == "in" ? .isIn : word == "notin" ? .isNotIn : .identifier, word))
      }
    }
  }

  private static func isSpecial(_ character: Character) -> Bool { "=!(),><".contains(character) }

  /// The longest sign at the beginning of the text.
  private static func sign(_ rest: inout Substring) -> (Token, String) {
    for length in [2, 1] {
      let text = String(rest.prefix(length))
      guard text.count == length, let token = signs[text] else { continue }
      rest = rest.dropFirst(length)
      return (token, text)
    }
    return (.wrong, String(rest.removeFirst()))
  }

  /// The next token, which stays the next one.
  func lookahead(_ place: Place) -> (token: Token, text: String) {
    guard position < tokens.count else { return (.end, "") }
    let next = tokens[position]
    if place == .values, next.token == .isIn || next.token == .isNotIn { return (.identifier, next.text) }
    return next
  }

  /// The next token, which is behind then.
  mutating func consume(_ place: Place) -> (token: Token, text: String) {
    defer { position += 1 }
    return lookahead(place)
  }
}
