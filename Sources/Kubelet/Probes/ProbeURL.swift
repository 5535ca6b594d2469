/// The address that a probe or a hook asks, read and written as the kubelet does, whose `path` is a relative reference
/// (RFC 3986): it may lack its first slash, and may carry a query.
package struct ProbeURL: Sendable, Hashable, CustomStringConvertible {
  /// `http` or `https`.
  package private(set) var scheme: String
  /// An address or a name, without brackets.
  package private(set) var host: String
  /// nil where the URL names none, which is the scheme's own.
  package private(set) var port: Int?
  /// Percent-encoded; empty or with a slash at its start.
  package private(set) var path: String
  /// Percent-encoded, without the question mark; nil for none.
  package private(set) var query: String?
  /// Percent-encoded, without the hash; nil for none.
  package private(set) var fragment: String?

  /// - Parameter reference: The `path` of an `httpGet` action.
  package init(scheme: String, host: String, port: Int, reference: String) {
    self.scheme = scheme
    self.host = host
    self.port = port
    let parts = Reference(reference)
    path = Self.encoded(parts.path)
    if !path.isEmpty, !path.hasPrefix("/") { path = "/" + path }
    query = parts.query
    fragment = parts.fragment
  }

  /// The port to connect to.
  package var effectivePort: Int { port ?? (scheme == "https" ? 443 : 80) }

  /// What the request line names.
  package var target: String { (path.isEmpty ? "/" : path) + (query.map { "?\($0)" } ?? "") }

  /// Host and port as the `Host` header and the URL have them.
  package var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port.map { "\(name):\($0)" } ?? name
  }

  package var description: String {
    "\(scheme)://\(authority)\(path)" + (query.map { "?\($0)" } ?? "") + (fragment.map { "#\($0)" } ?? "")
  }

  /// Where a `Location` header leads to (RFC 3986, section 5.2); nil when it is no address of HTTP.
  package func following(_ location: String) -> ProbeURL? {
    let parts = Reference(location)
    var result = self
    result.fragment = parts.fragment
    result.query = parts.query
    if let scheme = parts.scheme {
      guard scheme == "http" || scheme == "https", parts.authority != nil else { return nil }
      result.scheme = scheme
    }
    if let authority = parts.authority {
      guard result.take(authority) else { return nil }
      result.path = Self.withoutDots(Self.encoded(parts.path))
      return result
    }
    if parts.path.isEmpty {
      if parts.query == nil { result.query = query }
      return result
    }
    let given = Self.encoded(parts.path)
    let folder = path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex)
    result.path = Self.withoutDots(given.hasPrefix("/") ? given : (path.isEmpty ? "/" : String(folder)) + given)
    return result
  }

  private mutating func take(_ authority: String) -> Bool {
    var text = authority[...]
    if let at = text.lastIndex(of: "@") { text = text[text.index(after: at)...] }
    var digits: Substring?
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      host = String(text[text.index(after: text.startIndex)..<end])
      let rest = text[text.index(after: end)...]
      if rest.hasPrefix(":") { digits = rest.dropFirst() }
    } else if let colon = text.lastIndex(of: ":") {
      host = String(text[..<colon])
      digits = text[text.index(after: colon)...]
    } else {
      host = String(text)
    }
    port = nil
    if let digits, !digits.isEmpty {
      guard let number = Int(digits), (1...65_535).contains(number) else { return false }
      port = number
    }
    return !host.isEmpty
  }

  /// The path with everything escaped that must be; what is escaped already stays as it is, unless it is no valid
  /// escape.
  private static func encoded(_ path: String) -> String {
    let bytes = Array(path.utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    let isValid = bytes.indices.allSatisfy { index in
      bytes[index] != UInt8(ascii: "%")
        || (isHexadecimalDigit(bytes, index + 1) && isHexadecimalDigit(bytes, index + 2))
    }
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@[]/".utf8)
    var result: [UInt8] = []
    for byte in bytes {
      if plain.contains(byte) || (byte == UInt8(ascii: "%") && isValid) {
        result.append(byte)
      } else {
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isHexadecimalDigit(_ bytes: [UInt8], _ index: Int) -> Bool {
    bytes.indices.contains(index) && Character(UnicodeScalar(bytes[index])).isHexDigit
  }

  /// A path without its `.` and `..` (RFC 3986, section 5.2.4).
  private static func withoutDots(_ path: String) -> String {
    var kept: [Substring] = []
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      switch part {
      case ".": if isLast { kept.append("") }
      case "..":
        if !kept.isEmpty { kept.removeLast() }
        if isLast { kept.append("") }
      default: kept.append(part)
      }
    }
    return path.isEmpty ? "" : "/" + kept.joined(separator: "/")
  }
}

/// The parts of a URI reference (RFC 3986, appendix B).
private struct Reference {
  var scheme: String?
  var authority: String?
  var path: String
  var query: String?
  var fragment: String?

  init(_ text: String) {
    var rest = text[...]
    if let mark = rest.firstIndex(of: "#") {
      fragment = String(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    if let mark = rest.firstIndex(of: "?") {
      query = String(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    if let colon = rest.firstIndex(of: ":"), colon != rest.startIndex, !rest[..<colon].contains("/"),
      rest[colon...].hasPrefix("://")
    {
      scheme = rest[..<colon].lowercased()
      rest = rest[rest.index(after: colon)...]
    }
    if rest.hasPrefix("//"), !rest.hasPrefix("///") {
      rest = rest.dropFirst(2)
      let end = rest.firstIndex(of: "/") ?? rest.endIndex
      authority = String(rest[..<end])
      rest = rest[end...]
    }
    path = String(rest)
  }
}
