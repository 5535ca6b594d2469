package import KubeModel

/// Where the next page of a list starts.
///
/// Opaque to clients; carries the revision of the first page, so that all pages can show the same state.
package struct ContinueToken: Sendable, Hashable {
  package let revision: Int64
  /// The last object of the page before.
  package let last: NamespacedName

  package init(revision: Int64, last: NamespacedName) {
    self.revision = revision
    self.last = last
  }

  /// Reads a token's text; nil when it is none.
  package init?(_ text: String) {
    guard let bytes = Base64URL.decode(text), let json = try? JSONValue(parsing: bytes),  // Any failure: not a token.
      json["v"]?.integerValue == 1, let revision = json["rv"]?.integerValue, let name = json["name"]?.stringValue
    else { return nil }
    self.init(revision: revision, last: NamespacedName(namespace: json["namespace"]?.stringValue, name: name))
  }

  /// The token as clients send it back.
  package var text: String {
    var json: JSONValue = ["v": 1, "rv": .integer(revision), "name": .string(last.name)]
    json["namespace"] = last.namespace.map(JSONValue.string)
    return Base64URL.encode(json.serialized())
  }
}

/// Base 64 with the URL-safe alphabet and no padding (RFC 4648, section 5).
enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        text.append(alphabet[Int(bits >> UInt32(count) & 63)])
      }
    }
    if count > 0 { text.append(alphabet[Int(bits << UInt32(6 - count) & 63)]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil when a character is not of the alphabet.
  static func decode(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for character in text.utf8 where character != UInt8(ascii: "=") {
      guard let value = alphabet.firstIndex(of: character) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(bits >> UInt32(count) & 255))
      }
    }
    return bytes
  }
}
