/// Classes of characters, and characters that are written by a backslash.
extension RegularExpressionParser {
  /// A class in brackets.
  mutating func bracketed() throws(SyntaxError) -> CharacterSet {
    let start = position
    position += 1
    var set = CharacterSet([], isNegated: take("^"), ignoresCase: flags.ignoresCase)
    var ranges: [ClosedRange<UInt32>] = []
    var isFirst = true
    while isFirst || peek() != "]" {
      isFirst = false
      if let part = try posixClass() {
        set.parts.append(part)
      } else if peek() == "\\", let part = try classEscape() {
        set.parts.append(part)
      } else {
        ranges.append(try range(in: start))
      }
    }
    position += 1
    if !ranges.isEmpty { set.parts.append(CharacterSet.Part(.ranges(ranges))) }
    return set
  }

  /// One character, or two with a dash between them.
  private mutating func range(in start: Int) throws(SyntaxError) -> ClosedRange<UInt32> {
    let own = position
    let low = try classCharacter(in: start).value
    guard peek() == "-", let next = peek(1), next != "]" else { return low...low }
    position += 1
    let high = try classCharacter(in: start).value
    guard low <= high else {
      throw SyntaxError(problem: "invalid character class range", part: text(from: own, to: position))
    }
    return low...high
  }

  private mutating func classCharacter(in start: Int) throws(SyntaxError) -> Unicode.Scalar {
    guard let scalar = peek() else { throw SyntaxError(problem: "missing closing ]", part: text(from: start)) }
    if scalar == "\\" { return try escape() }
    position += 1
    return scalar
  }

  /// `[:name:]` or `[:^name:]`; nil, and nothing taken, for anything else.
  private mutating func posixClass() throws(SyntaxError) -> CharacterSet.Part? {
    guard starts(with: "[:") else { return nil }
    var end = position + 2
    while end + 1 < scalars.count, !(scalars[end] == ":" && scalars[end + 1] == "]") { end += 1 }
    guard end + 1 < scalars.count else { return nil }
    var name = text(from: position + 2, to: end)
    let isNegated = name.hasPrefix("^")
    if isNegated { name.removeFirst() }
    guard var part = CharacterSet.posix[name] else {
      throw SyntaxError(problem: "invalid character class range", part: text(from: position, to: end + 2))
    }
    part.isNegated = isNegated
    position = end + 2
    return part
  }

  /// `\d`, `\pL` and the like; nil, and nothing taken, for the backslash of a character.
  mutating func classEscape() throws(SyntaxError) -> CharacterSet.Part? {
    let letter = peek(1)
    if letter == "p" || letter == "P" { return try unicodeClass() }
    var part: CharacterSet.Part
    switch letter {
    case "d", "D": part = CharacterSet.digit
    case "s", "S": part = CharacterSet.space
    case "w", "W": part = CharacterSet.word
    default: return nil
    }
    part.isNegated = letter == "D" || letter == "S" || letter == "W"
    position += 2
    return part
  }

  /// `\pL`, `\p{Greek}`, `\p{^Greek}`, and with `P` the same negated.
  private mutating func unicodeClass() throws(SyntaxError) -> CharacterSet.Part {
    let start = position
    var isNegated = peek(1) == "P"
    position += 2
    func invalid(to end: Int) -> SyntaxError {
      SyntaxError(problem: "invalid character class range", part: text(from: start, to: end))
    }
    var name: String
    if take("{") {
      guard let end = scalars[position...].firstIndex(of: "}") else { throw invalid(to: scalars.count) }
      name = text(from: position, to: end)
      position = end + 1
    } else {
      guard let letter = peek() else { throw invalid(to: scalars.count) }
      name = String(Character(letter))
      position += 1
    }
    if name.hasPrefix("^") {
      name.removeFirst()
      isNegated.toggle()
    }
    if name == "Any" { return CharacterSet.Part(.ranges([0...0x10FFFF]), isNegated: isNegated) }
    if Unicode.GeneralCategory.expressionNames.contains(name) {
      return CharacterSet.Part(.category(name), isNegated: isNegated)
    }
    guard let script = UnicodeScript(name) else { throw invalid(to: position) }
    return CharacterSet.Part(.script(script), isNegated: isNegated)
  }

  /// A character that is written by a backslash.
  mutating func escape() throws(SyntaxError) -> Unicode.Scalar {
    let start = position
    position += 1
    guard let letter = peek() else {
      throw SyntaxError(problem: "trailing backslash at end of expression", part: "")
    }
    position += 1
    let value: UInt32? =
      switch letter {
      case "0", "1"..."7": octal(letter)
      case "x": hexadecimal()
      case "a": 7
      case "f": 12
      case "n": 10
      case "r": 13
      case "t": 9
      case "v": 11
      default: letter.isASCII && !letter.properties.isAlphabetic && !("0"..."9").contains(letter) ? letter.value : nil
      }
    guard let value, let scalar = Unicode.Scalar(value) else {
      throw SyntaxError(problem: "invalid escape sequence", part: text(from: start, to: position))
    }
    return scalar
  }

  /// Up to three octal digits; a single one that is not zero would refer to a group.
  private mutating func octal(_ first: Unicode.Scalar) -> UInt32? {
    func isDigit(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { ("0"..."7").contains($0) } ?? false }
    guard first == "0" || isDigit(peek()) else { return nil }
    var value = first.value - 48
    for _ in 0..<2 {
      guard let digit = peek(), isDigit(digit) else { break }
      value = value * 8 + digit.value - 48
      position += 1
    }
    return value
  }

  /// Two hexadecimal digits, or any number of them in braces.
  private mutating func hexadecimal() -> UInt32? {
    guard take("{") else {
      guard let high = hexadecimalDigit(), let low = hexadecimalDigit() else { return nil }
      return high << 4 | low
    }
    var value: UInt32?
    while !take("}") {
      guard let digit = hexadecimalDigit() else { return nil }
      value = (value ?? 0) << 4 | digit
      guard let value, value <= 0x10FFFF else { return nil }
    }
    return value
  }

  private mutating func hexadecimalDigit() -> UInt32? {
    guard let scalar = peek() else { return nil }
    position += 1
    return Character(scalar).isASCII ? Character(scalar).hexDigitValue.map(UInt32.init) : nil
  }
}
