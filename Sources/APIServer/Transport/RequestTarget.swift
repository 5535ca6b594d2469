/// The path and query of a request line, decoded.
package struct RequestTarget: Sendable, Hashable {
  /// The target as it was sent.
  package let text: String
  /// The path as it was sent, without the query.
  package let path: String
  /// The decoded parts of the path between its slashes; empty for `/`.
  ///
  /// A trailing slash adds nothing.
  package let segments: [String]
  /// The decoded members of the query, in order.
  package let query: [(name: String, value: String)]

  /// Reads an origin-form target such as `/api/v1/pods?limit=500`; nil when it is malformed.
  package init?(_ target: String) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = parts.first, path.first == "/" else { return nil }
    text = target
    self.path = String(path)
    var segments: [String] = []
    for part in path.split(separator: "/") {
      guard let segment = PercentEncoding.decode(part, plusIsSpace: false) else { return nil }
      segments.append(segment)
    }
    self.segments = segments
    var query: [(name: String, value: String)] = []
    if parts.count > 1 {
      for member in parts[1].split(separator: "&") {
        let pair = member.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = PercentEncoding.decode(pair[0], plusIsSpace: true),
          let value = PercentEncoding.decode(pair.count > 1 ? pair[1] : "", plusIsSpace: true)
        else { return nil }
        query.append((name, value))
      }
    }
    self.query = query
  }

  /// The first value of a query member; nil when it is missing.
  package func value(_ name: String) -> String? { query.first { $0.name == name }?.value }

  /// All values of a query member, in order.
  package func values(_ name: String) -> [String] { query.filter { $0.name == name }.map(\.value) }

  /// Whether a query member is `true` or `1`, as Kubernetes reads booleans.
  package func flag(_ name: String) -> Bool {
    guard let value = value(name) else { return false }
    return value != "false" && value != "0"
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.path == right.path && left.query.elementsEqual(right.query, by: ==)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(path) }
}
