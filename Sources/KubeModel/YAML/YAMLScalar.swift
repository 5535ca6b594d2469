import Yams

/// How YAML 1.1 reads scalars, as the YAML library of Kubernetes' clients does.
enum YAMLScalar {
  static func value(of scalar: Yams.Node.Scalar) -> JSONValue {
    let tag = scalar.tag.rawValue
    if tag == Tag.Name.str.rawValue || tag == Tag.Name.binary.rawValue { return .string(scalar.string) }
    guard scalar.style == .plain || tag != Tag.Name.implicit.rawValue else { return .string(scalar.string) }
    let value = value(ofPlain: scalar.string)
    if tag == Tag.Name.float.rawValue, case .integer(let number) = value { return .number(Double(number)) }
    return value
  }

  /// The value of a scalar without quotes and without a tag.
  static func value(ofPlain text: String) -> JSONValue {
    guard let first = text.utf8.first else { return .null }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      return number(text) ?? .string(text)
    default: break
    }
    switch text {
    case "~", "null", "Null", "NULL": return .null
    case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": return .bool(true)
    case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": return .bool(false)
    default: return .string(text)
    }
  }

  private static func number(_ text: String) -> JSONValue? {
    let plain = text.replacing("_", with: "")
    if let value = integer(plain) { return .integer(value) }
    guard isDecimal(plain), let value = Double(plain), value.isFinite else { return nil }
    return .number(value)
  }

  /// Signed decimal, `0x`, `0o`, `0b` and old octal (`0755`) numbers.
  private static func integer(_ text: String) -> Int64? {
    var digits = Substring(text)
    var sign = ""
    if let first = digits.first, first == "-" || first == "+" {
      sign = String(first)
      digits.removeFirst()
    }
    guard let first = digits.utf8.first, (48...57).contains(first) else { return nil }
    var radix = 10
    if first == 48, digits.utf8.count > 1 {
      let prefix = digits.prefix(2).lowercased()
      radix = prefix == "0x" ? 16 : prefix == "0b" ? 2 : 8
      digits = digits.dropFirst(radix == 8 && prefix != "0o" ? 1 : 2)
      guard let next = digits.first, next != "-", next != "+" else { return nil }
    }
    return Int64(sign + digits, radix: radix)
  }

  /// Whether the text is a decimal number of YAML's core schema.
  ///
  /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
  private static func isDecimal(_ text: String) -> Bool {
    var rest = Substring(text).utf8
    func skipDigits() -> Int {
      let count = rest.prefix { (48...57).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    func skip(_ bytes: [UInt8]) -> Bool {
      guard let first = rest.first, bytes.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    _ = skip(Array("+-".utf8))
    let whole = skipDigits()
    if skip(Array(".".utf8)) {
      guard skipDigits() > 0 || whole > 0 else { return false }
    } else if whole == 0 {
      return false
    }
    if skip(Array("eE".utf8)) {
      _ = skip(Array("+-".utf8))
      guard skipDigits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
