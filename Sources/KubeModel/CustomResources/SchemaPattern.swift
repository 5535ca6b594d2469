/// A regular expression of a schema, read once.
final class SchemaPattern: Sendable {
  private let expression: RegularExpression

  /// A match that takes more steps is long: it can take some tens of milliseconds.
  private static let mostSteps = 2_000_000

  /// Throws what is wrong with the text.
  init(_ text: String) throws(RegularExpression.SyntaxError) { expression = try RegularExpression(text) }

  /// Whether a part of the text matches.
  ///
  /// Where a ``PostponedMatches`` is current, a long match is left to it.
  func matches(_ text: String) -> Bool {
    guard expression.mostSteps(bytes: text.utf8.count) > Self.mostSteps, let postponed = PostponedMatches.current else {
      return expression.matches(text)
    }
    return postponed.verdict(of: self, on: text)
  }

  /// Whether a part of the text matches, however long it takes.
  func matchesNow(_ text: String) -> Bool { expression.matches(text) }
}
