import OrderedCollections

extension JSONValue {
  /// The value as one YAML document in block style, its keys sorted, as `kubectl -o yaml` prints it.
  package var yamlText: String {
    var writer = YAMLWriter()
    writer.write(self, indent: 0, place: .document)
    return writer.text
  }
}

/// Writes block-style YAML.
private struct YAMLWriter {
  /// Where a value stands: this decides whether it starts on a line of its own.
  enum Place {
    case document
    case member
    case element
  }

  /// Longer keys are marked as such, as Kubernetes' YAML library does: readers look for a colon only so far.
  private static let longestKey = 128

  private(set) var text = ""

  mutating func write(_ value: JSONValue, indent: Int, place: Place) {
    switch value {
    case .object(let members) where !members.isEmpty:
      if place == .member { text += "\n" } else if place == .element { text += " " }
      var isFirst = true
      for key in members.keys.sorted(by: Self.precedes) {
        if !isFirst || place != .element { pad(indent) }
        isFirst = false
        let name = YAMLText.inline(key)
        if name.utf8.count > Self.longestKey {
          text += "? \(name)\n"
          pad(indent)
        } else {
          text += name
        }
        text += ":"
        write(members[key] ?? .null, indent: indent + 2, place: .member)
      }
    case .array(let elements) where !elements.isEmpty:
      if place == .member { text += "\n" } else if place == .element { text += " " }
      // A list stands under its key without indentation.
      let column = place == .member ? indent - 2 : indent
      for (index, element) in elements.enumerated() {
        if index > 0 || place != .element { pad(column) }
        text += "-"
        write(element, indent: column + 2, place: .element)
      }
    default:
      if place != .document { text += " " }
      text += scalar(value, indent: indent, place: place)
      text += "\n"
    }
  }

  private func scalar(_ value: JSONValue, indent: Int, place: Place) -> String {
    switch value {
    case .object: return "{}"
    case .array: return "[]"
    case .null: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .integer(let number): return String(number)
    case .number(let number): return JSONText.text(of: number)
    case .string(let content):
      return YAMLText.literal(content, indent: place == .document ? 2 : indent) ?? YAMLText.inline(content)
    }
  }

  private mutating func pad(_ count: Int) { text += String(repeating: " ", count: count) }

  /// The order of keys: numbers inside them by value, letters after everything else.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    let a = Array(left.unicodeScalars)
    let b = Array(right.unicodeScalars)
    var inDigits = false
    for index in 0..<min(a.count, b.count) {
      if a[index] == b[index] {
        inDigits = isDigit(a[index])
        continue
      }
      let (aIsLetter, bIsLetter) = (a[index].properties.isAlphabetic, b[index].properties.isAlphabetic)
      if aIsLetter, bIsLetter { return a[index] < b[index] }
      if aIsLetter || bIsLetter { return inDigits ? aIsLetter : bIsLetter }
      let aRun = run(a, at: index)
      let bRun = run(b, at: index)
      if !aRun.isEmpty, !bRun.isEmpty {
        if aRun.count != bRun.count { return aRun.count < bRun.count }
        return aRun.lexicographicallyPrecedes(bRun)
      }
      return a[index] < b[index]
    }
    return a.count < b.count
  }

  private static func isDigit(_ scalar: UnicodeScalar) -> Bool { ("0"..."9").contains(scalar) }

  /// The number at `index`, without leading zeros when another number precedes none of it.
  private static func run(_ scalars: [UnicodeScalar], at index: Int) -> ArraySlice<UnicodeScalar> {
    scalars[index...].prefix(while: isDigit)
  }
}

/// The forms of a string in YAML.
enum YAMLText {
  /// The text on one line: plain where it reads back as the same string, else in single or double quotes.
  static func inline(_ text: String) -> String {
    if text.unicodeScalars.contains(where: needsEscape) { return doubleQuoted(text) }
    guard case .string = YAMLScalar.value(ofPlain: text), text != "<<", text != "=", !looksLikeDate(text) else {
      return doubleQuoted(text)
    }
    return isPlain(text) ? text : "'\(text.replacing("'", with: "''"))'"
  }

  /// The text as a literal block, its lines indented by `indent`; nil when it has one line or cannot be a block.
  static func literal(_ text: String, indent: Int) -> String? {
    guard text.contains("\n"), !text.unicodeScalars.contains(where: { $0 != "\n" && needsEscape($0) }),
      let firstLine = text.split(separator: "\n", omittingEmptySubsequences: true).first, text.last != " "
    else { return nil }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var header = "|"
    if firstLine.first == " " || text.first == "\n" { header += "2" }
    if text.hasSuffix("\n\n") {
      header += "+"
    } else if !text.hasSuffix("\n") {
      header += "-"
    }
    if text.hasSuffix("\n") { lines.removeLast() }
    let padding = String(repeating: " ", count: indent)
    return header + "\n" + lines.map { $0.isEmpty ? "" : padding + $0 }.joined(separator: "\n")
  }

  private static func needsEscape(_ scalar: UnicodeScalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7e, 0xa0...0xd7ff, 0xe000...0xfefe, 0xff00...0xfffd: scalar.value == 0x2028 || scalar.value == 0x2029
    case 0x10000...: false
    default: true
    }
  }

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last, first != 0x20, last != 0x20 else { return false }
    if "&*!|>'\"%@`{}[],#".utf8.contains(first) || text.hasPrefix("---") || text.hasPrefix("...") { return false }
    let bytes = Array(text.utf8)
    if "-?:".utf8.contains(first), bytes.count == 1 || bytes[1] == 0x20 { return false }
    for index in bytes.indices {
      if bytes[index] == UInt8(ascii: ":"), index + 1 == bytes.count || bytes[index + 1] == 0x20 { return false }
      if bytes[index] == UInt8(ascii: "#"), index > 0, bytes[index - 1] == 0x20 { return false }
    }
    return true
  }

  /// Whether YAML 1.1 readers take the text for a timestamp (`2026-11-22`, `2026-11-22T10:00:00Z`).
  private static func looksLikeDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(11))
    guard bytes.count >= 8, bytes.prefix(4).allSatisfy({ (48...57).contains($0) }), bytes[4] == UInt8(ascii: "-") else {
      return false
    }
    return text.split(separator: "-").count == 3 && text.utf8.allSatisfy { !(97...122).contains($0) || $0 == 116 }
  }

  private static func doubleQuoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        guard needsEscape(scalar) else {
          result.unicodeScalars.append(scalar)
          continue
        }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let (letter, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
        result += "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
      }
    }
    return result + "\""
  }
}
