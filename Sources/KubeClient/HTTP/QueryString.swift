/// The query of a request: names and values in order, percent-encoded (RFC 3986, section 2.1).
package struct QueryString: Sendable, Hashable {
  private(set) var items: [(name: String, value: String)] = []

  package init() {}

  /// Adds an item; a nil value adds none.
  package mutating func add(_ name: String, _ value: String?) {
    if let value { items.append((name, value)) }
  }

  /// Adds `name=true` when the flag is set.
  package mutating func add(_ name: String, _ flag: Bool) {
    if flag { items.append((name, "true")) }
  }

  /// The query with its question mark; empty without items.
  package var text: String {
    guard !items.isEmpty else { return "" }
    return "?" + items.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
  }

  /// The text with everything but RFC 3986's unreserved characters percent-encoded.
  package static func encoded(_ text: String) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        result.append(byte)
      default:
        result.append(UInt8(ascii: "%"))
        result.append(hexadecimal(byte >> 4))
        result.append(hexadecimal(byte & 0xF))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10
  }

  package static func == (left: Self, right: Self) -> Bool { left.text == right.text }

  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
