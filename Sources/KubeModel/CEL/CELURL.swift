/// A URL as rules take it apart: `url(self.issuer).getScheme() == 'https'`.
struct CELURL: Sendable, Hashable {
  let scheme: String
  /// With the port; an IPv6 address in brackets.
  let host: String
  /// As it was written, percent signs included.
  let path: String
  /// What stands behind the question mark.
  let query: String

  /// An absolute URL or an absolute path; nil for anything else (Go's `url.ParseRequestURI`).
  init?(_ text: String) {
    guard StringFormat.accepts(text, format: "uri") else { return nil }
    var rest = text[...]
    if rest.hasPrefix("/") {
      (scheme, host) = ("", "")
    } else {
      guard let mark = rest.firstRange(of: "://") else { return nil }
      scheme = rest[..<mark.lowerBound].lowercased()
      let authority = rest[mark.upperBound...].prefix { !"/?".contains($0) }
      host = String(authority[(authority.lastIndex(of: "@").map(authority.index(after:)) ?? authority.startIndex)...])
      rest = rest[authority.endIndex...]
    }
    path = String(rest.prefix { $0 != "?" })
    query = String(rest.dropFirst(path.count + 1))
  }

  var port: String {
    let ending = host[(host.lastIndex(of: "]") ?? host.startIndex)...]
    return ending.lastIndex(of: ":").map { String(ending[ending.index(after: $0)...]) } ?? ""
  }

  var hostname: String {
    let name = port.isEmpty ? host[...] : host.dropLast(port.count + 1)
    return name.hasPrefix("[") && name.hasSuffix("]") ? String(name.dropFirst().dropLast()) : String(name)
  }

  /// The values of each name in the query, in the order in which they stand.
  var parameters: [CELKey: CELValue] {
    var values: [String: [CELValue]] = [:]
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.unescaped)
      values[parts[0], default: []].append(.string(parts.count > 1 ? parts[1] : ""))
    }
    return Dictionary(uniqueKeysWithValues: values.map { (.string($0), .list($1)) })
  }

  private static func unescaped(_ text: Substring) -> String {
    var octets: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let octet = rest.popFirst() {
      if octet == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
        octets.append(value)
        rest = rest.dropFirst(2)
      } else {
        octets.append(octet == UInt8(ascii: "+") ? UInt8(ascii: " ") : octet)
      }
    }
    return String(decoding: octets, as: UTF8.self)
  }

  static let methods: [String: CELFunctions.Function] = [
    "getScheme": { arguments throws(CELError) in .string(try url(arguments).scheme) },
    "getHost": { arguments throws(CELError) in .string(try url(arguments).host) },
    "getHostname": { arguments throws(CELError) in .string(try url(arguments).hostname) },
    "getPort": { arguments throws(CELError) in .string(try url(arguments).port) },
    "getEscapedPath": { arguments throws(CELError) in .string(try url(arguments).path) },
    "getQuery": { arguments throws(CELError) in .map(try url(arguments).parameters) },
  ]

  private static func url(_ arguments: [CELValue]) throws(CELError) -> CELURL {
    guard arguments.count == 1, case .url(let url) = arguments[0] else { throw CELFunctions.noOverload }
    return url
  }
}
