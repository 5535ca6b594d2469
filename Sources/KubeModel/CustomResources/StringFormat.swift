/// The formats that kube-apiserver checks texts for (`format` of a schema); others are not looked at.
enum StringFormat {
  /// Whether the text has the format; a format that is not known has no say.
  static func accepts(_ text: String, format: String) -> Bool { checks[normalized(format)]?(text) ?? true }

  private static func normalized(_ format: String) -> String { format.filter { $0 != "-" } }

  private static let checks: [String: @Sendable (String) -> Bool] = [
    "bsonobjectid": { matches($0, count: 24, where: \.isHexDigit) },
    "byte": { Base64.decode($0) != nil },
    "cidr": isPrefix,
    "creditcard": { (13...19).contains($0.filter(\.isNumber).count) },
    "date": { isDate($0) },
    "datetime": { $0.count > 10 && Timestamp($0) != nil },
    "duration": isDuration,
    "email": isEmail,
    "hexcolor": { text in
      let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
      return [3, 6].contains(digits.count) && digits.allSatisfy(\.isHexDigit)
    },
    "hostname": { NameForms.subdomain($0.lowercased()).isEmpty },
    "ipv4": isIPv4,
    "ipv6": { isIPv6($0) },
    "isbn": { isISBN($0, [10, 13]) }, "isbn10": { isISBN($0, [10]) }, "isbn13": { isISBN($0, [13]) },
    "mac": { text in
      let parts = text.split(whereSeparator: { ":-".contains($0) })
      return [6, 8, 20].contains(parts.count) && parts.allSatisfy { matches(String($0), count: 2, where: \.isHexDigit) }
    },
    "rgbcolor": isColor,
    "ssn": { matches($0.filter { $0 != "-" && $0 != " " }, count: 9, where: \.isNumber) },
    "uri": isURI,
    "uuid": { isUUID($0) }, "uuid3": { isUUID($0, version: "3") }, "uuid4": { isUUID($0, version: "4") },
    "uuid5": { isUUID($0, version: "5") },
  ]

  private static func matches(_ text: String, count: Int, where isWell: (Character) -> Bool) -> Bool {
    text.count == count && text.allSatisfy { $0.isASCII && isWell($0) }
  }

  private static func isDate(_ text: String) -> Bool { text.count == 10 && Timestamp("\(text)T00:00:00Z") != nil }

  /// Go's durations (`1h30m`), and numbers with a unit in words (`22 ns`, `3 days`).
  private static func isDuration(_ text: String) -> Bool {
    var rest = text[...]
    if let sign = rest.first, "+-".contains(sign) { rest.removeFirst() }
    if rest == "0" { return true }
    let units: Set<String> = [
      "ns", "us", "µs", "μs", "ms", "s", "m", "h", "d", "w", "nano", "nanos", "nanosecond", "nanoseconds", "micro",
      "micros", "microsecond", "microseconds", "milli", "millis", "millisecond", "milliseconds", "sec", "secs",
      "second", "seconds", "min", "mins", "minute", "minutes", "hr", "hrs", "hour", "hours", "day", "days", "week",
      "weeks",
    ]
    guard !rest.isEmpty else { return false }
    while !rest.isEmpty {
      let number = rest.prefix { $0.isNumber || $0 == "." }
      guard Double(number) != nil else { return false }
      rest = rest.dropFirst(number.count).drop { $0 == " " }
      let unit = rest.prefix(while: \.isLetter)
      guard units.contains(String(unit)) else { return false }
      rest = rest.dropFirst(unit.count)
    }
    return true
  }

  private static func isEmail(_ text: String) -> Bool {
    guard let at = text.lastIndex(of: "@"), at != text.startIndex else { return false }
    let domain = text[text.index(after: at)...]
    return !domain.isEmpty && !text.contains(where: \.isWhitespace)
      && domain.allSatisfy { $0.isLetter || $0.isNumber || ".-[]:".contains($0) }
  }

  static func isIPv4(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        UInt8(part) != nil && part.allSatisfy(\.isNumber) && (part.count == 1 || part.first != "0")
      }
  }

  static func isIPv6(_ text: String) -> Bool {
    guard text.contains(":") else { return false }
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2 else { return false }
    var groups = 0
    for (index, half) in halves.enumerated() where !half.isEmpty {
      let parts = half.split(separator: ":", omittingEmptySubsequences: false)
      for (place, part) in parts.enumerated() {
        let isLast = index == halves.count - 1 && place == parts.count - 1
        if isLast, part.contains(".") {
          guard isIPv4(String(part)) else { return false }
          groups += 2
        } else {
          guard (1...4).contains(part.count), part.allSatisfy(\.isHexDigit) else { return false }
          groups += 1
        }
      }
    }
    return halves.count == 2 ? groups < 8 : groups == 8
  }

  private static func isPrefix(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let length = UInt8(parts[1]) else { return false }
    return isIPv4(parts[0]) ? length <= 32 : isIPv6(parts[0]) && length <= 128
  }

  private static func isISBN(_ text: String, _ counts: Set<Int>) -> Bool {
    let digits = text.filter { $0 != "-" && $0 != " " }
    guard counts.contains(digits.count) else { return false }
    let values = digits.enumerated().map { index, digit in
      digit.uppercased() == "X" && index == 9 ? 10 : digit.wholeNumberValue ?? 100
    }
    guard !values.contains(100) else { return false }
    if values.count == 10 { return values.enumerated().reduce(0) { $0 + (10 - $1.offset) * $1.element } % 11 == 0 }
    return values.enumerated().reduce(0) { $0 + ($1.offset % 2 == 0 ? 1 : 3) * $1.element } % 10 == 0
  }

  private static func isColor(_ text: String) -> Bool {
    guard text.hasPrefix("rgb("), text.hasSuffix(")") else { return false }
    let parts = text.dropFirst(4).dropLast().split(separator: ",", omittingEmptySubsequences: false)
    return parts.count == 3 && parts.allSatisfy { UInt8($0.filter { $0 != " " }) != nil }
  }

  /// An absolute address or path, as Go's `ParseRequestURI` takes it.
  private static func isURI(_ text: String) -> Bool {
    guard !text.contains(where: { $0.isWhitespace || $0.asciiValue.map { $0 < 0x20 || $0 == 0x7F } ?? false }) else {
      return false
    }
    if text.hasPrefix("/") { return true }
    guard let colon = text.firstIndex(of: ":"), let first = text.first, first.isASCII, first.isLetter else {
      return false
    }
    return text[..<colon].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
      && text.index(after: colon) != text.endIndex
  }

  private static func isUUID(_ text: String, version: Character? = nil) -> Bool {
    let digits = Array(text.filter { $0 != "-" })
    guard digits.count == 32, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return false }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(\.count)
    guard parts.count == 1 || parts == [8, 4, 4, 4, 12] else { return false }
    guard let version else { return true }
    return digits[12] == version && (version == "3" || "89abAB".contains(digits[16]))
  }
}
