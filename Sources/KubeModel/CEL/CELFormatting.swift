/// Texts with values in them: `"%s has %d replicas".format([name, count])` (CEL's string extensions, "Format").
enum CELFormatting {
  static let methods: [String: CELFunctions.Function] = [
    "format": { arguments throws(CELError) in
      guard arguments.count == 2, case .string(let text) = arguments[0], case .list(let values, _) = arguments[1] else {
        throw CELFunctions.noOverload
      }
      return .string(try format(text, values))
    }
  ]

  private static func format(_ text: String, _ values: [CELValue]) throws(CELError) -> String {
    var result = ""
    var rest = text[...]
    var next = 0
    while let character = rest.popFirst() {
      guard character == "%" else {
        result.append(character)
        continue
      }
      if rest.first == "%" {
        rest.removeFirst()
        result.append("%")
        continue
      }
      var precision: Int?
      if rest.first == "." {
        let digits = rest.dropFirst().prefix(while: \.isNumber)
        guard let number = Int(digits), number <= 15 else { throw CELError("error while parsing precision") }
        precision = number
        rest = rest.dropFirst(digits.count + 1)
      }
      guard let clause = rest.popFirst() else { throw CELError("unexpected end of string") }
      guard values.indices.contains(next) else { throw CELError("index \(next) out of range") }
      result += try self.clause(clause, precision, values[next])
      next += 1
    }
    return result
  }

  private static func clause(_ clause: Character, _ precision: Int?, _ value: CELValue) throws(CELError) -> String {
    func wrongType() -> CELError {
      CELError("error during formatting: %\(clause) cannot be used on \(value.typeName)")
    }
    switch (clause, value) {
    case ("s", _): return text(value)
    case ("d", .int(let number)): return String(number)
    case ("d", .uint(let number)): return String(number)
    case ("d", .double(let number)) where number == number.rounded() && number.magnitude < 1e15:
      return String(Int64(number))
    case ("f", _):
      guard let number = value.number else { throw wrongType() }
      return fixed(number, precision ?? 6)
    case ("b", .bool(let flag)): return flag ? "1" : "0"
    case ("b", .int(let number)): return String(number, radix: 2)
    case ("o", .int(let number)): return String(number, radix: 8)
    case ("x", .int(let number)): return String(number, radix: 16)
    case ("X", .int(let number)): return String(number, radix: 16, uppercase: true)
    case ("x", .string(let text)), ("X", .string(let text)):
      return text.utf8.map { String(Int($0) + 0x100, radix: 16, uppercase: clause == "X").suffix(2) }.joined()
    case ("d", _), ("b", _), ("o", _), ("x", _), ("X", _): throw wrongType()
    default: throw CELError("unrecognized formatting clause \"\(clause)\"")
    }
  }

  private static func fixed(_ number: Double, _ precision: Int) -> String {
    let unit = (0..<precision).reduce(Int64(1)) { unit, _ in unit * 10 }
    guard let scaled = Int64(exactly: (number.magnitude * Double(unit)).rounded()) else {
      return JSONText.text(of: number)
    }
    let sign = number < 0 && scaled != 0 ? "-" : ""
    guard precision > 0 else { return "\(sign)\(scaled)" }
    return "\(sign)\(scaled / unit).\(String(scaled % unit + unit).dropFirst())"
  }

  /// A value of any type as `%s` shows it.
  static func text(_ value: CELValue) -> String {
    switch value {
    case .null: return "null"
    case .string(let text): return text
    case .list(let elements, _): return "[\(elements.map(text).joined(separator: ", "))]"
    case .map(let entries):
      let pairs = entries.map { (key: $0.key.text, value: text($0.value)) }.sorted { $0.key < $1.key }
      return "{\(pairs.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
    default:
      // Types without a text of their own are told by their names.
      return (try? CELFunctions.string([value])) ?? value.typeName
    }
  }
}
