/// Finds where an expression matches, by following all ways at once in the order of their rank.
///
/// The construction is Thompson's and Pike's (R. Cox, "Regular Expression Matching: the Virtual Machine Approach").
struct RegularExpressionMachine {
  /// The ways that are alive at one place of the text, the preferred one first.
  private struct Threads {
    private(set) var places: [Int] = []
    private(set) var starts: [Int] = []
    /// For every instruction, when it was added last.
    private var seen: [Int]
    private var round = 0

    init(count: Int) { seen = Array(repeating: 0, count: count) }

    mutating func clear() {
      places.removeAll(keepingCapacity: true)
      starts.removeAll(keepingCapacity: true)
      round += 1
    }

    /// Whether the instruction is new in this round.
    mutating func visit(_ place: Int) -> Bool {
      guard seen[place] != round else { return false }
      seen[place] = round
      return true
    }

    mutating func append(_ place: Int, start: Int) {
      places.append(place)
      starts.append(start)
    }
  }

  private let program: RegularExpressionProgram
  private let text: [Unicode.Scalar]
  private var current: Threads
  private var next: Threads
  private var stack: [Int] = []

  private init(_ program: RegularExpressionProgram, _ text: [Unicode.Scalar]) {
    self.program = program
    self.text = text
    current = Threads(count: program.instructions.count)
    next = Threads(count: program.instructions.count)
  }

  /// The leftmost match that begins at `start` or later, in scalars, nil when there is none; and how far the text was
  /// looked at.
  static func find(
    _ program: RegularExpressionProgram, in text: [Unicode.Scalar], from start: Int
  ) -> (match: Range<Int>?, looked: Int) {
    var machine = Self(program, text)
    return machine.find(from: start)
  }

  private mutating func find(from start: Int) -> (match: Range<Int>?, looked: Int) {
    var found: Range<Int>?
    current.clear()
    for position in start...text.count {
      if found == nil { Self.add(program.start, start: position, at: position, program, text, &current, &stack) }
      if current.places.isEmpty, found != nil { return (found, position) }
      next.clear()
      for (place, start) in zip(current.places, current.starts) {
        if case .match = program.instructions[place] {
          // The ways after this one are of a lower rank.
          found = start..<position
          break
        }
        if position < text.count, let following = program.step(place, over: text[position]) {
          Self.add(following, start: start, at: position + 1, program, text, &next, &stack)
        }
      }
      swap(&current, &next)
    }
    return (found, text.count)
  }

  /// Adds the instructions that take something and are reached from `place` without taking anything.
  private static func add(
    _ place: Int, start: Int, at position: Int, _ program: RegularExpressionProgram, _ text: [Unicode.Scalar],
    _ threads: inout Threads, _ stack: inout [Int]
  ) {
    stack.append(place)
    while let place = stack.popLast() {
      guard threads.visit(place) else { continue }
      switch program.instructions[place] {
      case .split(let first, let second):
        stack.append(second)
        stack.append(first)
      case .assertion(let assertion, let next):
        if holds(assertion, at: position, in: text) { stack.append(next) }
      case .scalar, .set, .match: threads.append(place, start: start)
      }
    }
  }

  private static func holds(
    _ assertion: RegularExpressionNode.Assertion, at position: Int, in text: [Unicode.Scalar]
  ) -> Bool {
    let before = position > 0 ? text[position - 1] : nil
    let behind = position < text.count ? text[position] : nil
    func isWord(_ scalar: Unicode.Scalar?) -> Bool {
      scalar.map { CharacterSet([CharacterSet.word]).contains($0) } ?? false
    }
    return switch assertion {
    case .beginText: before == nil
    case .endText: behind == nil
    case .beginLine: before == nil || before == "\n"
    case .endLine: behind == nil || behind == "\n"
    case .wordBoundary: isWord(before) != isWord(behind)
    case .noWordBoundary: isWord(before) == isWord(behind)
    }
  }
}
