import OrderedCollections

extension JSONValue {
  /// The JSON text, without white space, escaped as Go's `encoding/json` does.
  package func serialized() -> [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  /// The JSON text as a string.
  package var jsonText: String { String(decoding: serialized(), as: UTF8.self) }

  /// Appends the JSON text to `bytes`.
  ///
  /// A number that JSON cannot express (not finite) becomes null.
  package func append(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let flag): bytes.append(contentsOf: flag ? "true".utf8 : "false".utf8)
    case .integer(let value): JSONText.append(value, to: &bytes)
    case .number(let value): bytes.append(contentsOf: JSONText.text(of: value).utf8)
    case .string(let text): JSONText.append(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      var isFirst = true
      for element in elements {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        element.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      var isFirst = true
      for (key, value) in members {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        JSONText.append(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        value.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// The JSON text over several lines, indented as `kubectl -o json` prints it, ending in a line break.
  package func prettyPrinted(indent: Int = 4) -> String {
    var bytes: [UInt8] = []
    appendPretty(to: &bytes, indent: indent, level: 0)
    bytes.append(0x0a)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func appendPretty(to bytes: inout [UInt8], indent: Int, level: Int) {
    func newLine(_ level: Int, _ bytes: inout [UInt8]) {
      bytes.append(0x0a)
      bytes.append(contentsOf: repeatElement(0x20, count: level * indent))
    }
    switch self {
    case .array(let elements) where !elements.isEmpty:
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        newLine(level + 1, &bytes)
        element.appendPretty(to: &bytes, indent: indent, level: level + 1)
      }
      newLine(level, &bytes)
      bytes.append(UInt8(ascii: "]"))
    case .object(let members) where !members.isEmpty:
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        newLine(level + 1, &bytes)
        JSONText.append(member.key, to: &bytes)
        bytes.append(contentsOf: ": ".utf8)
        member.value.appendPretty(to: &bytes, indent: indent, level: level + 1)
      }
      newLine(level, &bytes)
      bytes.append(UInt8(ascii: "}"))
    default: append(to: &bytes)
    }
  }
}

/// The texts of JSON's scalars, as Go's `encoding/json` writes them.
package enum JSONText {
  /// Appends `text` in quotes.
  ///
  /// Besides what RFC 8259 demands, `<`, `>`, `&`, U+2028 and U+2029 are escaped.
  package static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy({ isPlain[Int($0)] }) {
      bytes.append(contentsOf: text.utf8)
    } else {
      appendEscaped(text, to: &bytes)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  static func append(_ value: Int64, to bytes: inout [UInt8]) {
    if (0..<10).contains(value) {
      bytes.append(UInt8(ascii: "0") + UInt8(value))
    } else {
      bytes.append(contentsOf: String(value).utf8)
    }
  }

  /// The shortest text that reads as `value`: with an exponent below 1e-6 and from 1e21, else without.
  package static func text(of value: Double) -> String {
    guard value.isFinite else { return "null" }
    guard value != 0 else { return value.sign == .minus ? "-0" : "0" }
    var (digits, exponent) = decimal(of: value.magnitude)
    let sign = value < 0 ? "-" : ""
    if value.magnitude < 1e-6 || value.magnitude >= 1e21 {
      let fraction = digits.dropFirst()
      let power = exponent - 1
      return "\(sign)\(digits.prefix(1))\(fraction.isEmpty ? "" : ".\(fraction)")e\(power < 0 ? "" : "+")\(power)"
    }
    if exponent <= 0 { return "\(sign)0.\(String(repeating: "0", count: -exponent))\(digits)" }
    if digits.count <= exponent {
      digits += String(repeating: "0", count: exponent - digits.count)
      return sign + digits
    }
    return "\(sign)\(digits.prefix(exponent)).\(digits.dropFirst(exponent))"
  }

  /// The shortest digits d₁d₂… and the exponent e with value = 0.d₁d₂… × 10^e.
  private static func decimal(of value: Double) -> (digits: String, exponent: Int) {
    let parts = value.description.split(separator: "e")
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    var digits = String(mantissa[0])
    exponent += digits.count
    if mantissa.count > 1 { digits += mantissa[1] }
    let leading = digits.prefix { $0 == "0" }.count
    digits.removeFirst(leading)
    exponent -= leading
    while digits.last == "0" { digits.removeLast() }
    return (digits, exponent)
  }

  /// Whether a byte stands for itself in a string; 0xe2 begins U+2028 and U+2029 and needs a closer look.
  private static let isPlain: [Bool] = (0..<256).map { byte in
    switch UInt8(byte) {
    case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"),
      0xe2:
      false
    default: true
    }
  }

  private static func appendEscaped(_ text: String, to bytes: inout [UInt8]) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes.append(contentsOf: #"\""#.utf8)
      case "\\": bytes.append(contentsOf: #"\\"#.utf8)
      case "\n": bytes.append(contentsOf: #"\n"#.utf8)
      case "\r": bytes.append(contentsOf: #"\r"#.utf8)
      case "\t": bytes.append(contentsOf: #"\t"#.utf8)
      case "\u{8}": bytes.append(contentsOf: #"\b"#.utf8)
      case "\u{c}": bytes.append(contentsOf: #"\f"#.utf8)
      case "\u{0}"..<" ", "<", ">", "&", "\u{2028}", "\u{2029}":
        let hexadecimal = String(scalar.value, radix: 16)
        bytes.append(contentsOf: #"\u"#.utf8)
        bytes.append(contentsOf: String(repeating: "0", count: 4 - hexadecimal.count).utf8)
        bytes.append(contentsOf: hexadecimal.utf8)
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }
}
