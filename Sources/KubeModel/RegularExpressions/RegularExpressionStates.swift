/// Tells whether an expression matches somewhere in a text, by states made as they are needed: each stands for all ways
/// that are alive at one place (a lazy deterministic automaton).
///
/// What is kept is bounded; beyond that all states are forgotten and made anew, so that the time stays linear.
struct RegularExpressionStates {
  private struct State {
    /// The instructions that take something, in order of their places; they are a set here, without rank.
    let places: [Int]
    /// Whether a match has ended here, or would at the end of the text.
    let isMatch: Bool
    let isMatchAtEnd: Bool
    /// Where ASCII leads, and where other scalars lead; -1 is not known yet.
    var ascii: [Int32]
    var others: [UInt32: Int32] = [:]
  }

  /// How much all states may hold, in places and ways.
  private static let mostWeight = 1 << 18

  private var states: [State] = []
  private var known: [[Int]: Int] = [:]
  private var weight = 0
  /// The instructions that a match can begin with inside of the text, and at its begin.
  private var seen: [Bool] = []

  /// Whether a part of the text matches; `program` is the same one at every call.
  mutating func matches(_ text: String.UnicodeScalarView, _ program: RegularExpressionProgram) -> Bool {
    var state = begin(program)
    for scalar in text {
      if states[state].isMatch { return true }
      state = next(state, scalar, program)
    }
    return states[state].isMatch || states[state].isMatchAtEnd
  }

  private mutating func begin(_ program: RegularExpressionProgram) -> Int {
    // The first state is the one at the begin of the text.
    if states.isEmpty {
      return add(closure([program.start], program, isBegin: true, isEnd: false), program, isBegin: true)
    }
    return 0
  }

  private mutating func next(_ state: Int, _ scalar: Unicode.Scalar, _ program: RegularExpressionProgram) -> Int {
    if scalar.isASCII {
      let known = states[state].ascii[Int(scalar.value)]
      if known >= 0 { return Int(known) }
    } else if let known = states[state].others[scalar.value] {
      return Int(known)
    }
    let reached = states[state].places.compactMap { program.step($0, over: scalar) }
    // A match may begin at every place.
    let places = closure(reached + [program.start], program, isBegin: false, isEnd: false)
    if weight > Self.mostWeight {
      self = Self()
      _ = begin(program)
      return target(places, program)
    }
    let target = target(places, program)
    if scalar.isASCII {
      states[state].ascii[Int(scalar.value)] = Int32(target)
    } else {
      states[state].others[scalar.value] = Int32(target)
      weight += 4
    }
    return target
  }

  private mutating func target(_ places: [Int], _ program: RegularExpressionProgram) -> Int {
    known[places] ?? add(places, program, isBegin: false)
  }

  private mutating func add(_ places: [Int], _ program: RegularExpressionProgram, isBegin: Bool) -> Int {
    func hasMatch(_ places: [Int]) -> Bool {
      places.contains { if case .match = program.instructions[$0] { true } else { false } }
    }
    let atEnd = closure(places, program, isBegin: isBegin, isEnd: true)
    states.append(
      State(
        places: places, isMatch: hasMatch(places), isMatchAtEnd: hasMatch(atEnd),
        ascii: Array(repeating: -1, count: 128)))
    weight += places.count + 80
    // The state at the begin of the text is entered there only: in it more may hold.
    if !isBegin { known[places] = states.count - 1 }
    return states.count - 1
  }

  /// The instructions that are reached without taking anything, in order; conditions that do not hold yet stay, since
  /// they may at the end of the text.
  private mutating func closure(
    _ roots: [Int], _ program: RegularExpressionProgram, isBegin: Bool, isEnd: Bool
  ) -> [Int] {
    if seen.count != program.instructions.count { seen = Array(repeating: false, count: program.instructions.count) }
    var stack = roots
    var visited: [Int] = []
    var places: [Int] = []
    while let place = stack.popLast() {
      guard !seen[place] else { continue }
      seen[place] = true
      visited.append(place)
      switch program.instructions[place] {
      case .split(let first, let second):
        stack.append(first)
        stack.append(second)
      case .assertion(.beginText, let next):
        if isBegin { stack.append(next) }
      case .assertion(_, let next):
        if isEnd { stack.append(next) } else { places.append(place) }
      case .scalar, .set, .match: places.append(place)
      }
    }
    for place in visited { seen[place] = false }
    return places.sorted()
  }
}
