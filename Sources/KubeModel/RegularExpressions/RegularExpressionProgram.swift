/// An expression as instructions of a machine that follows all ways to match at the same time.
struct RegularExpressionProgram: Sendable {
  /// One instruction; numbers are places of other instructions.
  enum Instruction: Sendable {
    /// Takes one scalar.
    case scalar(UInt32, next: Int)
    /// Takes one scalar of a set, by its place among the sets.
    case set(Int, next: Int)
    /// Goes both ways; the first is preferred.
    case split(Int, Int)
    case assertion(RegularExpressionNode.Assertion, next: Int)
    case match
  }

  /// As many instructions as RE2 takes by default.
  static let mostInstructions = 1 << 17

  private(set) var instructions: [Instruction] = []
  private(set) var sets: [CharacterSet] = []
  private(set) var start = 0
  /// Whether places are told by what stands before and behind them, besides the ends of the text.
  private(set) var looksAround = false
  private let expression: String

  init(_ node: RegularExpressionNode, expression: String) throws(RegularExpression.SyntaxError) {
    self.expression = expression
    let match = try add(.match)
    start = try compile(node, then: match)
  }

  private mutating func add(_ instruction: Instruction) throws(RegularExpression.SyntaxError) -> Int {
    guard instructions.count < Self.mostInstructions else {
      throw RegularExpression.SyntaxError(problem: "expression too large", part: expression)
    }
    instructions.append(instruction)
    return instructions.count - 1
  }

  /// Adds what a node means before the instruction `next`, and returns where it begins.
  private mutating func compile(
    _ node: RegularExpressionNode, then next: Int
  ) throws(RegularExpression.SyntaxError) -> Int {
    switch node {
    case .nothing: return next
    case .character(let set): return try compile(set, then: next)
    case .assertion(let assertion):
      if assertion != .beginText, assertion != .endText { looksAround = true }
      return try add(.assertion(assertion, next: next))
    case .sequence(let parts):
      var place = next
      for part in parts.reversed() { place = try compile(part, then: place) }
      return place
    case .choice(let parts):
      guard let last = parts.last else { return next }
      var place = try compile(last, then: next)
      for part in parts.dropLast().reversed() {
        let first = try compile(part, then: next)
        place = try add(.split(first, place))
      }
      return place
    case .repetition(let inner, let count): return try compile(inner, count, then: next)
    }
  }

  private mutating func compile(_ set: CharacterSet, then next: Int) throws(RegularExpression.SyntaxError) -> Int {
    if !set.isNegated, !set.ignoresCase, set.parts.count == 1, let only = set.parts.first, !only.isNegated,
      case .ranges(let ranges) = only.content, ranges.count == 1, let range = ranges.first,
      range.lowerBound == range.upperBound
    {
      return try add(.scalar(range.lowerBound, next: next))
    }
    if sets.last != set { sets.append(set) }
    return try add(.set(sets.count - 1, next: next))
  }

  private mutating func compile(
    _ inner: RegularExpressionNode, _ count: RegularExpressionCount, then next: Int
  ) throws(RegularExpression.SyntaxError) -> Int {
    let (least, isGreedy) = (count.least, count.isGreedy)
    var place = next
    if let most = count.most {
      // x{1,3} is x(x(x)?)?: each further one leads to the same end.
      for _ in 0..<max(0, most - least) {
        let body = try compile(inner, then: place)
        place = try add(isGreedy ? .split(body, next) : .split(next, body))
      }
    } else {
      let loop = try add(.match)
      let body = try compile(inner, then: loop)
      instructions[loop] = isGreedy ? .split(body, next) : .split(next, body)
      if least > 0 {
        place = body
      } else if count.isOfNothing {
        // x* of an x that can be empty is (x+)?, so that the empty way of x keeps its rank.
        place = try add(isGreedy ? .split(body, next) : .split(next, body))
      } else {
        place = loop
      }
    }
    let copies = count.most == nil ? least - 1 : least
    for _ in 0..<max(0, copies) { place = try compile(inner, then: place) }
    return place
  }

  /// Whether an instruction takes the scalar; the place of the next one, or nil.
  func step(_ place: Int, over scalar: Unicode.Scalar) -> Int? {
    switch instructions[place] {
    case .scalar(let value, let next): value == scalar.value ? next : nil
    case .set(let set, let next): sets[set].contains(scalar) ? next : nil
    case .split, .assertion, .match: nil
    }
  }
}
