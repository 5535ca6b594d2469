import KubeModel

/// One of the media types that a client takes (RFC 9110, section 12.5.1).
struct MediaRange: Sendable, Hashable {
  /// In lower case, such as `application/json` or `*/*`.
  let type: String
  /// Without `q`.
  let parameters: [String: String]
  /// From 0, not at all, to 1.
  let quality: Double

  /// The ranges of an `Accept` header, what the client likes best first; those of equal weight as they were written.
  static func ranges(_ accept: [String]) -> [MediaRange] {
    let ranges = accept.joined(separator: ",").split(separator: ",").compactMap(MediaRange.init)
    guard ranges.contains(where: { $0.quality != 1 }) else { return ranges }
    return ranges.enumerated().filter { $0.element.quality > 0 }
      .sorted { ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset) }.map(\.element)
  }

  private init?(_ text: Substring) {
    let parts = text.split(separator: ";").map { $0.trimmingSpaces() }
    guard let type = parts.first?.lowercased(), type.contains("/") else { return nil }
    var parameters: [String: String] = [:]
    var quality = 1.0
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingSpaces() }
      guard pair.count == 2 else { continue }
      if pair[0] == "q" { quality = Double(pair[1]) ?? 1 } else { parameters[pair[0]] = pair[1] }
    }
    self.type = type
    self.parameters = parameters
    self.quality = quality
  }

  /// Whether a media type without parameters is of this range.
  func takes(_ mediaType: String) -> Bool {
    if type == "*/*" || type == mediaType { return true }
    return type.hasSuffix("/*") && mediaType.hasPrefix(type.dropLast())
  }
}

extension StatusError {
  /// Nothing that the client takes can be had.
  static func notAcceptable(only types: [String]) -> StatusError {
    StatusError(
      code: 406, reason: .notAcceptable,
      message: "only the following media types are accepted: \(types.joined(separator: ", "))")
  }
}
