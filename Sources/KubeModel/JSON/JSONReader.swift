import OrderedCollections

extension JSONValue {
  /// Parses one JSON text (RFC 8259), strictly: nothing may follow it but white space.
  ///
  /// Of members with the same name the last one counts, as in Go.
  package init(parsing bytes: [UInt8]) throws(JSONParseError) {
    var reader = JSONReader(bytes)
    self = try reader.document()
  }

  /// Parses one JSON text.
  package init(parsing text: String) throws(JSONParseError) {
    try self.init(parsing: Array(text.utf8))
  }

  /// Parses one JSON text.
  package init(parsing bytes: Span<UInt8>) throws(JSONParseError) {
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    for index in bytes.indices { copy.append(bytes[index]) }
    try self.init(parsing: copy)
  }

  /// Parses one JSON text and reports members that stood twice in an object, by their paths such as
  /// `spec.containers[0].name`, in the order in which they were met.
  package static func parse(
    _ bytes: [UInt8], duplicateFields: inout [String]
  ) throws(JSONParseError) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.document()
    duplicateFields = reader.duplicateFields
    return value
  }
}

/// A recursive-descent reader of one JSON text.
struct JSONReader {
  /// How deep arrays and objects may be nested, so that no input can exhaust the stack.
  static let depthLimit = 512
  /// No more duplicate members than this are told apart, as in Kubernetes.
  private static let mostDuplicates = 100

  private enum Step {
    case member(String)
    case element(Int)
  }

  private(set) var duplicateFields: [String] = []
  private let bytes: [UInt8]
  private var position = 0
  private var steps: [Step] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONParseError) -> JSONValue {
    skipWhiteSpace()
    let value = try self.value()
    skipWhiteSpace()
    guard position == bytes.count else { throw JSONParseError(.trailingBytes, offset: position) }
    return value
  }

  private mutating func value() throws(JSONParseError) -> JSONValue {
    guard position < bytes.count else { throw JSONParseError(.unexpectedEnd, offset: position) }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case let byte: throw JSONParseError(.unexpectedByte(byte), offset: position)
    }
  }

  private mutating func object() throws(JSONParseError) -> JSONValue {
    try enter()
    var members: JSONObject = [:]
    skipWhiteSpace()
    if next(is: UInt8(ascii: "}")) {
      steps.removeLast()
      return .object(members)
    }
    while true {
      skipWhiteSpace()
      guard position < bytes.count else { throw JSONParseError(.unexpectedEnd, offset: position) }
      guard bytes[position] == UInt8(ascii: "\"") else { throw unexpected() }
      let key = try string()
      skipWhiteSpace()
      guard next(is: UInt8(ascii: ":")) else { throw unexpected() }
      skipWhiteSpace()
      steps[steps.count - 1] = .member(key)
      let value = try self.value()
      if members.updateValue(value, forKey: key) != nil { noteDuplicate() }
      skipWhiteSpace()
      if next(is: UInt8(ascii: ",")) { continue }
      guard next(is: UInt8(ascii: "}")) else { throw unexpected() }
      steps.removeLast()
      return .object(members)
    }
  }

  private mutating func array() throws(JSONParseError) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    skipWhiteSpace()
    if next(is: UInt8(ascii: "]")) {
      steps.removeLast()
      return .array(elements)
    }
    while true {
      skipWhiteSpace()
      steps[steps.count - 1] = .element(elements.count)
      elements.append(try value())
      skipWhiteSpace()
      if next(is: UInt8(ascii: ",")) { continue }
      guard next(is: UInt8(ascii: "]")) else { throw unexpected() }
      steps.removeLast()
      return .array(elements)
    }
  }

  /// Opens an array or object: the depth is the number of open ones.
  private mutating func enter() throws(JSONParseError) {
    guard steps.count < Self.depthLimit else { throw JSONParseError(.tooDeep, offset: position) }
    steps.append(.element(0))
    position += 1
  }

  private mutating func noteDuplicate() {
    guard duplicateFields.count < Self.mostDuplicates else { return }
    var path = ""
    for step in steps {
      switch step {
      case .member(let name): path += path.isEmpty ? name : ".\(name)"
      case .element(let index): path += "[\(index)]"
      }
    }
    if !duplicateFields.contains(path) { duplicateFields.append(path) }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONParseError) -> JSONValue {
    for byte in word.description.utf8 {
      guard next(is: byte) else { throw unexpected() }
    }
    return value
  }

  // MARK: Strings

  private mutating func string() throws(JSONParseError) -> String {
    position += 1
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
          throw JSONParseError(.invalidUTF8, offset: start)
        }
        position += 1
        return text
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      if byte < 0x20 { throw JSONParseError(.controlCharacterInString, offset: position) }
      position += 1
    }
    throw JSONParseError(.unexpectedEnd, offset: position)
  }

  /// The rest of a string in which an escape was met at `position`.
  private mutating func escapedString(from start: Int) throws(JSONParseError) -> String {
    var content = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else {
          throw JSONParseError(.invalidUTF8, offset: start)
        }
        return text
      case UInt8(ascii: "\\"): try escape(into: &content)
      case 0..<0x20: throw JSONParseError(.controlCharacterInString, offset: position - 1)
      default: content.append(byte)
      }
    }
    throw JSONParseError(.unexpectedEnd, offset: position)
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONParseError) {
    guard position < bytes.count else { throw JSONParseError(.unexpectedEnd, offset: position) }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0c)
    case UInt8(ascii: "n"): content.append(0x0a)
    case UInt8(ascii: "r"): content.append(0x0d)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): try unicodeEscape(into: &content)
    default: throw JSONParseError(.invalidEscape, offset: position - 1)
    }
  }

  /// A `\uXXXX`, the first half of a surrogate pair with its second; a lone half becomes U+FFFD, as in Go.
  private mutating func unicodeEscape(into content: inout [UInt8]) throws(JSONParseError) {
    let unit = try hexadecimal()
    var scalar = UnicodeScalar(UInt32(unit))
    if UTF16.isLeadSurrogate(unit), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    {
      let beforeSecond = position
      position += 2
      let second = try hexadecimal()
      if UTF16.isTrailSurrogate(second) {
        scalar = UnicodeScalar(0x10000 + (UInt32(unit) - 0xd800) << 10 + (UInt32(second) - 0xdc00))
      } else {
        position = beforeSecond
      }
    }
    content.append(contentsOf: String(scalar ?? "\u{fffd}").utf8)
  }

  private mutating func hexadecimal() throws(JSONParseError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard position < bytes.count else { throw JSONParseError(.unexpectedEnd, offset: position) }
      let byte = bytes[position]
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: throw JSONParseError(.invalidEscape, offset: position)
      }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }

  // MARK: Numbers

  private mutating func number() throws(JSONParseError) -> JSONValue {
    let start = position
    let isNegative = next(is: UInt8(ascii: "-"))
    let firstDigit = position
    var magnitude: UInt64 = 0
    var fits = true
    while let digit = digit() {
      let (product, overflowed) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(UInt64(digit))
      if overflowed || carried { fits = false }
      magnitude = sum
    }
    let digits = position - firstDigit
    guard digits > 0, digits == 1 || bytes[firstDigit] != UInt8(ascii: "0") else {
      throw position < bytes.count || digits > 0
        ? JSONParseError(.invalidNumber, offset: start) : JSONParseError(.unexpectedEnd, offset: position)
    }
    var isInteger = true
    if next(is: UInt8(ascii: ".")) {
      isInteger = false
      try requireDigits()
    }
    if next(is: UInt8(ascii: "e")) || next(is: UInt8(ascii: "E")) {
      isInteger = false
      if !next(is: UInt8(ascii: "+")) { _ = next(is: UInt8(ascii: "-")) }
      try requireDigits()
    }
    if isInteger, fits {
      if !isNegative, magnitude <= UInt64(Int64.max) { return .integer(Int64(magnitude)) }
      if isNegative, magnitude <= UInt64(Int64.max) + 1 { return .integer(Int64(truncatingIfNeeded: 0 &- magnitude)) }
    }
    guard let double = Double(String(decoding: bytes[start..<position], as: UTF8.self)), double.isFinite else {
      throw JSONParseError(.numberOutOfRange, offset: start)
    }
    return .number(double)
  }

  private mutating func requireDigits() throws(JSONParseError) {
    guard digit() != nil else {
      throw position < bytes.count
        ? JSONParseError(.invalidNumber, offset: position) : JSONParseError(.unexpectedEnd, offset: position)
    }
    while digit() != nil {}
  }

  private mutating func digit() -> UInt8? {
    guard position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) else { return nil }
    defer { position += 1 }
    return bytes[position] - UInt8(ascii: "0")
  }

  // MARK: Bytes

  private mutating func next(is byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private func unexpected() -> JSONParseError {
    position < bytes.count
      ? JSONParseError(.unexpectedByte(bytes[position]), offset: position)
      : JSONParseError(.unexpectedEnd, offset: position)
  }

  private mutating func skipWhiteSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0a, 0x0d, 0x09: position += 1
      default: return
      }
    }
  }
}
