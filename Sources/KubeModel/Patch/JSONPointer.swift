/// A path into a JSON document (RFC 6901).
struct JSONPointer: Hashable {
  var tokens: [String]

  /// Reads `/spec/containers/0`; nil when the text is neither empty nor starts with a slash.
  init?(_ text: String) {
    guard !text.isEmpty else {
      tokens = []
      return
    }
    // Scalar by scalar: a combining mark behind a slash makes one character of the two.
    let scalars = text.unicodeScalars
    guard scalars.first == "/" else { return nil }
    tokens = scalars.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(Self.unescaped)
  }

  /// RFC 6901, section 4: `~1` is a slash, and `~0`, which is looked at last, a tilde.
  private static func unescaped(_ token: Substring.UnicodeScalarView) -> String {
    guard token.contains("~") else { return String(Substring(token)) }
    var result = String.UnicodeScalarView()
    var rest = token
    while let scalar = rest.popFirst() {
      guard scalar == "~", let next = rest.first, next == "0" || next == "1" else {
        result.append(scalar)
        continue
      }
      rest.removeFirst()
      result.append(next == "0" ? "~" : "/")
    }
    return String(result)
  }

  /// Whether this points at `other` or at something within it.
  func isWithin(_ other: JSONPointer) -> Bool { tokens.starts(with: other.tokens) }
}

extension JSONPointer {
  /// An array index as RFC 6901, section 4, allows it: digits without a leading zero.
  static func index(_ token: String, upTo limit: Int) -> Int? {
    guard token == "0" || (token.first != "0" && token.utf8.allSatisfy { (48...57).contains($0) }),
      let index = Int(token), index <= limit
    else { return nil }
    return index
  }
}
