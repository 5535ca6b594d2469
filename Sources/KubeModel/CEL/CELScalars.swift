/// Texts as CEL sees them: sequences of Unicode scalars.
///
/// Swift's own functions count what readers see as one character, and take two ways to write it for the same.
enum CELScalars {
  /// Whether `part` stands in `text`.
  static func contains(_ text: String, _ part: String) -> Bool {
    part.isEmpty || next(Array(part.utf8), in: Array(text.utf8), from: 0) != nil
  }

  /// The parts of `text` between `separator`; with an empty one its scalars.
  ///
  /// What is behind the last of `most` parts stays in it, and of no parts there are none.
  static func split(_ text: String, _ separator: String, most: Int) -> [String] {
    guard most > 0 else { return [] }
    guard !separator.isEmpty else {
      let scalars = Array(text.unicodeScalars)
      guard scalars.count > most else { return scalars.map { String($0) } }
      let rest = String(String.UnicodeScalarView(scalars[(most - 1)...]))
      return scalars[..<(most - 1)].map { String($0) } + [rest]
    }
    let (octets, wanted) = (Array(text.utf8), Array(separator.utf8))
    var parts: [String] = []
    var start = 0
    while parts.count < most - 1, let place = next(wanted, in: octets, from: start) {
      parts.append(String(decoding: octets[start..<place], as: UTF8.self))
      start = place + wanted.count
    }
    return parts + [String(decoding: octets[start...], as: UTF8.self)]
  }

  /// `text` with up to `most` of the places at which `old` stands replaced; an empty one stands before each scalar and
  /// at the end.
  static func replacing(_ old: String, in text: String, with new: String, most: Int) -> String {
    guard old.isEmpty else {
      return split(text, old, most: most == .max ? .max : most + 1).joined(separator: new)
    }
    var result = ""
    var left = most
    for scalar in text.unicodeScalars {
      if left > 0 { result += new }
      left -= 1
      result.unicodeScalars.append(scalar)
    }
    return left > 0 ? result + new : result
  }

  /// The text with the ASCII letters of a range changed, and everything else as it is.
  static func mapped(
    _ text: String, _ range: ClosedRange<Unicode.Scalar>, _ change: (UInt8) -> UInt8
  ) -> String {
    String(
      decoding: text.utf8.map { range.contains(Unicode.Scalar($0)) ? change($0) : $0 }, as: UTF8.self)
  }

  private static func next(_ wanted: [UInt8], in octets: [UInt8], from start: Int) -> Int? {
    guard octets.count >= wanted.count, start <= octets.count - wanted.count else { return nil }
    return (start...(octets.count - wanted.count)).first { octets[$0..<($0 + wanted.count)].elementsEqual(wanted) }
  }
}
