/// Kubernetes' `IntOrString`: a number or a text, such as a port's number or name, or `25%`.
package enum IntOrString: Sendable, Hashable, JSONConvertible {
  case int(Int)
  case string(String)

  package init?(json: JSONValue) {
    if let number = Int(json: json) {
      self = .int(number)
    } else if let text = json.stringValue {
      self = .string(text)
    } else {
      return nil
    }
  }

  package var json: JSONValue {
    switch self {
    case .int(let number): number.json
    case .string(let text): .string(text)
    }
  }

  /// The number, or the share of `total` that a percentage asks for; nil for any other text.
  package func scaled(of total: Int, roundingUp: Bool) -> Int? {
    switch self {
    case .int(let number): return number
    case .string(let text):
      guard text.hasSuffix("%"), let percent = Int(text.dropLast()) else { return nil }
      return roundingUp ? (percent * total + 99) / 100 : percent * total / 100
    }
  }
}
