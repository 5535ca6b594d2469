/// A word of the Common Expression Language.
enum CELToken: Sendable, Hashable {
  case identifier(String)
  case integer(Int64)
  case unsigned(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case symbol(String)
  case end

  /// The token as messages name it.
  var text: String {
    switch self {
    case .identifier(let name): name
    case .integer(let number): String(number)
    case .unsigned(let number): "\(number)u"
    case .double(let number): String(number)
    case .string(let text): "\"\(text)\""
    case .bytes: "bytes"
    case .symbol(let symbol): symbol
    case .end: "<EOF>"
    }
  }
}

/// What is wrong with an expression, as it is written or when it is evaluated.
package struct CELError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}

/// Cuts an expression into tokens (the CEL specification, "Syntax").
struct CELLexer {
  private let characters: [Character]
  private var position = 0

  private static let symbols = [
    "&&", "||", "<=", ">=", "==", "!=", ".?", "[?", "(", ")", "[", "]", "{", "}", ".", ",", ":", "?", "<", ">", "+",
    "-",
    "*", "/", "%", "!",
  ]

  private init(_ text: String) { characters = Array(text) }

  static func tokens(_ text: String) throws(CELError) -> [CELToken] {
    var lexer = CELLexer(text)
    var tokens: [CELToken] = []
    while let token = try lexer.next() { tokens.append(token) }
    return tokens + [.end]
  }

  private func peek(_ offset: Int = 0) -> Character? {
    position + offset < characters.count ? characters[position + offset] : nil
  }

  private mutating func next() throws(CELError) -> CELToken? {
    while let character = peek() {
      if character.isWhitespace {
        position += 1
      } else if character == "/", peek(1) == "/" {
        while let character = peek(), !character.isNewline { position += 1 }
      } else {
        return try token(character)
      }
    }
    return nil
  }

  private mutating func token(_ first: Character) throws(CELError) -> CELToken {
    if let (isRaw, isBytes, length) = stringPrefix() {
      position += length
      return try quoted(isRaw: isRaw, isBytes: isBytes)
    }
    if first.isASCII, first.isLetter || first == "_" {
      var name = ""
      while let character = peek(), character.isASCII, character.isLetter || character.isNumber || character == "_" {
        name.append(character)
        position += 1
      }
      return .identifier(name)
    }
    if first.isASCII, first.isNumber || (first == "." && peek(1)?.isNumber == true) { return try number() }
    for symbol in Self.symbols where matches(symbol) {
      position += symbol.count
      return .symbol(symbol)
    }
    throw CELError("Syntax error: token recognition error at: '\(first)'")
  }

  private func matches(_ symbol: String) -> Bool {
    symbol.enumerated().allSatisfy { peek($0.offset) == $0.element }
  }

  /// Whether a string starts here, after letters that say how it is read.
  private func stringPrefix() -> (isRaw: Bool, isBytes: Bool, length: Int)? {
    var (isRaw, isBytes, length) = (false, false, 0)
    while let character = peek(length), length < 3 {
      switch character {
      case "\"", "'": return (isRaw, isBytes, length)
      case "r", "R": isRaw = true
      case "b", "B": isBytes = true
      default: return nil
      }
      length += 1
    }
    return nil
  }

  // MARK: Literals

  private mutating func number() throws(CELError) -> CELToken {
    var text = ""
    if peek() == "0", peek(1) == "x" || peek(1) == "X" {
      position += 2
      while let character = peek(), character.isHexDigit {
        text.append(character)
        position += 1
      }
      return try integer(text, radix: 16)
    }
    var isDouble = false
    while let character = peek() {
      let isSign = (character == "+" || character == "-") && (text.hasSuffix("e") || text.hasSuffix("E"))
      let isFraction = character == "." && !isDouble && peek(1)?.isNumber == true
      guard character.isNumber || isSign || isFraction || character == "e" || character == "E" else { break }
      if !character.isNumber { isDouble = true }
      text.append(character)
      position += 1
    }
    guard isDouble else { return try integer(text, radix: 10) }
    guard let number = Double(text) else { throw CELError("Syntax error: invalid number '\(text)'") }
    return .double(number)
  }

  private mutating func integer(_ text: String, radix: Int) throws(CELError) -> CELToken {
    if peek() == "u" || peek() == "U" {
      position += 1
      guard let number = UInt64(text, radix: radix) else { throw CELError("Syntax error: invalid uint literal") }
      return .unsigned(number)
    }
    guard let number = Int64(text, radix: radix) else { throw CELError("Syntax error: invalid int literal") }
    return .integer(number)
  }

  private mutating func quoted(isRaw: Bool, isBytes: Bool) throws(CELError) -> CELToken {
    guard let quote = peek() else { throw CELError("Syntax error: a string is missing") }
    let isTriple = peek(1) == quote && peek(2) == quote
    position += isTriple ? 3 : 1
    var text = ""
    while let character = peek() {
      if character == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
        position += isTriple ? 3 : 1
        return isBytes ? .bytes(Array(text.utf8)) : .string(text)
      }
      position += 1
      if character == "\\", !isRaw { text.append(try escape()) } else { text.append(character) }
    }
    throw CELError("Syntax error: a string is not closed")
  }

  private mutating func escape() throws(CELError) -> Character {
    guard let character = peek() else { throw CELError("Syntax error: a string is not closed") }
    position += 1
    let simple: [Character: Character] = [
      "n": "\n", "t": "\t", "r": "\r", "a": "\u{07}", "b": "\u{08}", "f": "\u{0C}", "v": "\u{0B}", "\\": "\\",
      "\"": "\"", "'": "'", "`": "`", "?": "?",
    ]
    if let plain = simple[character] { return plain }
    let lengths: [Character: Int] = ["x": 2, "X": 2, "u": 4, "U": 8]
    var digits = ""
    var radix = 16
    if let length = lengths[character] {
      for _ in 0..<length {
        if let digit = peek() { digits.append(digit) }
        position += 1
      }
    } else {
      radix = 8
      digits.append(character)
      for _ in 0..<2 {
        if let digit = peek() { digits.append(digit) }
        position += 1
      }
    }
    guard let code = UInt32(digits, radix: radix), let scalar = Unicode.Scalar(code) else {
      throw CELError("Syntax error: invalid escape in a string")
    }
    return Character(scalar)
  }
}
