/// Reads an expression (Go's `regexp/syntax`, whose words errors are told in).
struct RegularExpressionParser {
  typealias SyntaxError = RegularExpression.SyntaxError

  /// A part of the expression that was read.
  struct Piece {
    var node: RegularExpressionNode
    /// Whether it can match nothing.
    var canBeEmpty: Bool
    /// The product of the counts of repetitions that stand in one another.
    var repetitions = 1
  }

  /// What `(?i)` and the like switch on and off.
  struct Flags {
    var ignoresCase = false
    var isMultiline = false
    var dotTakesNewline = false
    var swapsGreed = false
  }

  /// How deep groups may be nested.
  private static let mostDepth = 1_000
  /// How often something may be repeated, repetitions in one another multiplied.
  private static let mostRepetitions = 1_000

  let scalars: [Unicode.Scalar]
  var position = 0
  var flags = Flags()
  private var depth = 0
  private var names: Set<String> = []

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func parse() throws(SyntaxError) -> RegularExpressionNode {
    let piece = try choice()
    if position < scalars.count { throw SyntaxError(problem: "unexpected )", part: text(from: 0)) }
    return piece.node
  }

  // MARK: What stands at the position

  /// The scalar at the position, or behind it; nil at the end.
  func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    position + offset < scalars.count ? scalars[position + offset] : nil
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    position += 1
    return true
  }

  func starts(with text: String) -> Bool { scalars[position...].starts(with: text.unicodeScalars) }

  func text(from start: Int, to end: Int? = nil) -> String {
    String(String.UnicodeScalarView(scalars[start..<(end ?? scalars.count)]))
  }

  // MARK: Choices, sequences and repetitions

  private mutating func choice() throws(SyntaxError) -> Piece {
    let outer = flags
    defer { flags = outer }
    var all = [try sequence()]
    while take("|") { all.append(try sequence()) }
    guard all.count > 1, let first = all.first else { return all[0] }
    return all.dropFirst().reduce(into: Piece(node: .choice(all.map(\.node)), canBeEmpty: first.canBeEmpty)) {
      $0.canBeEmpty = $0.canBeEmpty || $1.canBeEmpty
      $0.repetitions = max($0.repetitions, first.repetitions, $1.repetitions)
    }
  }

  private mutating func sequence() throws(SyntaxError) -> Piece {
    var parts: [Piece] = []
    /// Where the last thing read began, when it was a repetition, which cannot be repeated itself.
    var lastRepetition: Int?
    while let scalar = peek(), scalar != "|", scalar != ")" {
      let start = position
      if let count = try count() {
        if let lastRepetition {
          throw SyntaxError(
            problem: "invalid nested repetition operator", part: text(from: lastRepetition, to: position))
        }
        let part = text(from: start, to: position)
        guard let last = parts.popLast() else {
          throw SyntaxError(problem: "missing argument to repetition operator", part: part)
        }
        parts.append(try repeated(last, count, part))
        lastRepetition = start
        continue
      }
      lastRepetition = nil
      let isFlags = try item(to: &parts)
      // Flags of a group's rest are no argument of a repetition.
      if isFlags, let next = peek(), "*+?".unicodeScalars.contains(next) {
        throw SyntaxError(problem: "missing argument to repetition operator", part: String(Character(next)))
      }
    }
    if parts.count == 1 { return parts[0] }
    return Piece(
      node: parts.isEmpty ? .nothing : .sequence(parts.map(\.node)), canBeEmpty: parts.allSatisfy(\.canBeEmpty),
      repetitions: parts.reduce(1) { max($0, $1.repetitions) })
  }

  private func repeated(_ piece: Piece, _ count: RegularExpressionCount, _ part: String) throws(SyntaxError) -> Piece {
    var count = count
    count.isOfNothing = piece.canBeEmpty
    let bound = max(count.least, count.most ?? 0)
    let repetitions = bound >= 2 ? bound * piece.repetitions : piece.repetitions
    guard bound < 2 || repetitions <= Self.mostRepetitions else {
      throw SyntaxError(problem: "invalid repeat count", part: part)
    }
    return Piece(
      node: .repetition(piece.node, count), canBeEmpty: count.least == 0 || piece.canBeEmpty, repetitions: repetitions)
  }

  /// The operator of a repetition at the position; nil, and nothing taken, when there is none.
  private mutating func count() throws(SyntaxError) -> RegularExpressionCount? {
    let start = position
    var bounds: (least: Int, most: Int?)
    switch peek() {
    case "*": bounds = (0, nil)
    case "+": bounds = (1, nil)
    case "?": bounds = (0, 1)
    case "{":
      guard let read = braces() else { return nil }
      bounds = read
      let most = bounds.most ?? bounds.least
      guard bounds.least <= Self.mostRepetitions, most <= Self.mostRepetitions, bounds.least <= most else {
        throw SyntaxError(problem: "invalid repeat count", part: text(from: start, to: position))
      }
      position -= 1
    default: return nil
    }
    position += 1
    let isLazy = take("?")
    return RegularExpressionCount(least: bounds.least, most: bounds.most, isGreedy: isLazy == flags.swapsGreed)
  }

  /// `{n}`, `{n,}` or `{n,m}`; nil, and nothing taken, for a brace that stands for itself.
  private mutating func braces() -> (least: Int, most: Int?)? {
    let start = position
    position += 1
    if let least = number() {
      if take("}") { return (least, least) }
      if take(",") {
        if take("}") { return (least, nil) }
        if let most = number(), take("}") { return (least, most) }
      }
    }
    position = start
    return nil
  }

  /// A number without leading zeros; one that is too large reads as a large one.
  private mutating func number() -> Int? {
    let start = position
    var value = 0
    while let digit = peek(), ("0"..."9").contains(digit) {
      value = min(value * 10 + Int(digit.value - 48), 1 << 30)
      position += 1
    }
    let length = position - start
    return length == 0 || length > 1 && scalars[start] == "0" ? nil : value
  }

  // MARK: Single things

  /// Reads one thing that can be repeated; true for flags, which are none.
  private mutating func item(to parts: inout [Piece]) throws(SyntaxError) -> Bool {
    guard let scalar = peek() else { return false }
    func assertion(_ assertion: RegularExpressionNode.Assertion) -> Piece {
      Piece(node: .assertion(assertion), canBeEmpty: true)
    }
    switch scalar {
    case "(":
      guard let group = try group() else { return true }
      parts.append(group)
    case "[": parts.append(Piece(node: .character(try bracketed()), canBeEmpty: false))
    case ".":
      position += 1
      let newline = CharacterSet.Part(.ranges(flags.dotTakesNewline ? [] : [0x0A...0x0A]))
      parts.append(Piece(node: .character(CharacterSet([newline], isNegated: true)), canBeEmpty: false))
    case "^":
      position += 1
      parts.append(assertion(flags.isMultiline ? .beginLine : .beginText))
    case "$":
      position += 1
      parts.append(assertion(flags.isMultiline ? .endLine : .endText))
    case "\\" where peek(1) == "Q":
      position += 2
      while position < scalars.count, !starts(with: "\\E") {
        parts.append(literal(scalars[position]))
        position += 1
      }
      position = min(position + 2, scalars.count)
    case "\\":
      if let place = peek(1).flatMap(Self.assertion) {
        position += 2
        parts.append(assertion(place))
      } else if let part = try classEscape() {
        parts.append(
          Piece(node: .character(CharacterSet([part], ignoresCase: flags.ignoresCase)), canBeEmpty: false))
      } else {
        parts.append(literal(try escape()))
      }
    default:
      position += 1
      parts.append(literal(scalar))
    }
    return false
  }

  private static func assertion(_ letter: Unicode.Scalar) -> RegularExpressionNode.Assertion? {
    switch letter {
    case "A": .beginText
    case "z": .endText
    case "b": .wordBoundary
    case "B": .noWordBoundary
    default: nil
    }
  }

  private func literal(_ scalar: Unicode.Scalar) -> Piece {
    let ignoresCase = flags.ignoresCase && CaseVariants.of(scalar).count > 1
    return Piece(node: .character(CharacterSet(scalar, ignoresCase: ignoresCase)), canBeEmpty: false)
  }

  // MARK: Groups

  /// A group; nil for flags of the rest of the group around.
  private mutating func group() throws(SyntaxError) -> Piece? {
    let start = position
    position += 1
    var inner = flags
    if peek() == "?" {
      if starts(with: "?P<") || starts(with: "?<") {
        try name(from: start)
      } else {
        guard let isGroup = readFlags(into: &inner) else {
          throw SyntaxError(
            problem: "invalid or unsupported Perl syntax", part: text(from: start, to: min(position, scalars.count)))
        }
        guard isGroup else {
          flags = inner
          return nil
        }
      }
    }
    depth += 1
    guard depth <= Self.mostDepth else {
      throw SyntaxError(problem: "expression nests too deeply", part: text(from: 0))
    }
    let outer = flags
    flags = inner
    let piece = try choice()
    flags = outer
    depth -= 1
    guard take(")") else { throw SyntaxError(problem: "missing closing )", part: text(from: 0)) }
    return piece
  }

  /// The name of a group, which nothing here refers to.
  private mutating func name(from start: Int) throws(SyntaxError) {
    position += starts(with: "?P") ? 3 : 2
    guard let end = scalars[position...].firstIndex(of: ">") else {
      throw SyntaxError(problem: "invalid named capture", part: text(from: start))
    }
    let name = scalars[position..<end]
    let word = CharacterSet([CharacterSet.word])
    guard !name.isEmpty, name.allSatisfy(word.contains) else {
      throw SyntaxError(problem: "invalid named capture", part: text(from: start, to: end + 1))
    }
    position = end + 1
    guard names.insert(text(from: name.startIndex, to: end)).inserted else {
      throw SyntaxError(problem: "duplicate capture group name", part: text(from: name.startIndex, to: end))
    }
  }

  /// Reads `?flags:` (true) or `?flags)` (false); nil when it is neither.
  private mutating func readFlags(into flags: inout Flags) -> Bool? {
    position += 1
    var isOn = true
    var hasFlag = false
    while let letter = peek() {
      position += 1
      switch letter {
      case "i": flags.ignoresCase = isOn
      case "m": flags.isMultiline = isOn
      case "s": flags.dotTakesNewline = isOn
      case "U": flags.swapsGreed = isOn
      case "-" where isOn:
        isOn = false
        hasFlag = false
        continue
      case ":", ")": return isOn || hasFlag ? letter == ":" : nil
      default: return nil
      }
      hasFlag = true
    }
    return nil
  }
}
