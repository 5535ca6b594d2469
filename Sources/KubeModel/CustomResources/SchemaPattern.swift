import Synchronization

/// A regular expression of a schema, read once.
///
/// Kubernetes takes Go's syntax; what Swift reads differently is set here: classes such as `\d` are ASCII, and
/// characters are Unicode scalars.
final class SchemaPattern: Sendable {
  private let expression: Mutex<Regex<AnyRegexOutput>>

  /// Throws what is wrong with the text.
  init(_ text: String) throws {
    let read = try Regex(text).matchingSemantics(.unicodeScalar)
    expression = Mutex(read.asciiOnlyDigits().asciiOnlyWordCharacters().asciiOnlyWhitespace())
  }

  /// The parts of the text that match, in order.
  func find(in text: String) -> [String] {
    expression.withLock { expression in text.matches(of: expression).map { String(text[$0.range]) } }
  }

  /// Whether a part of the text matches.
  func matches(_ text: String) -> Bool {
    expression.withLock { expression in
      // An expression read from text has no transformations that could throw.
      (try? expression.firstMatch(in: text)) != nil
    }
  }
}
