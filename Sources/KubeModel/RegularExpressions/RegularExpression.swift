import Synchronization

/// A regular expression in the syntax of RE2 and Go (`https://github.com/google/re2/wiki/Syntax`), matched in time that
/// grows with the text and not with the ways to match it.
///
/// Kubernetes takes this syntax wherever a client may give an expression: patterns of schemas, and CEL's `matches`.
/// Back references and look-around are not part of it. Characters are Unicode scalars. Of several matches the leftmost
/// counts, and of those that begin there the one that a backtracking matcher would find first.
final class RegularExpression: Sendable {
  /// An expression that cannot be read, worded as Go's `regexp` words it.
  struct SyntaxError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, such as `missing closing )`.
    let problem: String
    /// The part of the expression that it is about.
    let part: String

    var description: String { "error parsing regexp: \(problem): `\(part)`" }
  }

  private let program: RegularExpressionProgram
  private let states = Mutex(RegularExpressionStates())

  /// Reads the expression.
  init(_ text: String) throws(SyntaxError) {
    var parser = RegularExpressionParser(text)
    program = try RegularExpressionProgram(try parser.parse(), expression: text)
  }

  /// Whether a part of the text matches.
  func matches(_ text: String) -> Bool {
    // Where what follows a place decides whether the place matches, there are no states to keep.
    guard !program.looksAround else {
      return RegularExpressionMachine.find(program, in: Array(text.unicodeScalars), from: 0).match != nil
    }
    return states.withLock { $0.matches(text.unicodeScalars, program) }
  }

  /// The parts of the text that match, in order and none over another, `limit` at most; nil when that takes more than
  /// `mostSteps`.
  ///
  /// A match of nothing counts, unless it stands right behind the match before it.
  func find(in text: String, limit: Int = .max, mostSteps: Int = .max) -> [String]? {
    let scalars = Array(text.unicodeScalars)
    var found: [String] = []
    var position = 0
    var steps = 0
    var lastEnd: Int?
    while position <= scalars.count, found.count < limit {
      guard steps < mostSteps else { return nil }
      let (match, looked) = RegularExpressionMachine.find(program, in: scalars, from: position)
      steps += (looked - position + 1) * program.instructions.count
      guard let match else { break }
      if !match.isEmpty || match.lowerBound != lastEnd {
        found.append(String(String.UnicodeScalarView(scalars[match])))
      }
      lastEnd = match.upperBound
      position = match.isEmpty ? match.upperBound + 1 : match.upperBound
    }
    return found
  }

  /// The most steps that a match of a text of so many bytes can take.
  func mostSteps(bytes: Int) -> Int { program.instructions.count * (bytes + 1) }
}
