/// The two halves of the path of a proxied request: what belongs to the API, and what the backend is asked for.
struct ProxiedPath: Sendable, Hashable {
  /// Up to and with the word `proxy`, without a slash at its end.
  let prefix: String
  /// The rest with its slash, as it was sent; empty when there is none.
  let rest: String
  /// The query with its question mark, or nothing.
  let query: String

  /// Splits a target behind as many segments as belong to the API.
  init(_ target: RequestTarget, segments count: Int) {
    let path = target.path[...]
    var end = path.startIndex
    for _ in 0..<count {
      let start = path[end...].firstIndex { $0 != "/" } ?? path.endIndex
      end = path[start...].firstIndex(of: "/") ?? path.endIndex
    }
    prefix = String(path[..<end])
    rest = String(path[end...])
    query = String(target.text.dropFirst(target.path.count))
  }

  /// Where a backend's `Location` leads for a client of the API: a path of the backend's own is put behind the prefix,
  /// anything else stays.
  ///
  /// - Parameter hosts: The names, with ports, by which the backend may speak of itself.
  func location(_ location: String, hosts: Set<String>) -> String {
    var path = location[...]
    if let mark = location.firstRange(of: "//"),
      location[..<mark.lowerBound].isEmpty || ["http:", "https:"].contains(location[..<mark.lowerBound])
    {
      let authority = location[mark.upperBound...].prefix { !"/?#".contains($0) }
      guard hosts.contains(authority.lowercased()) else { return location }
      path = location[authority.endIndex...]
      if !path.hasPrefix("/") { path = "/" + path }
    }
    guard path.hasPrefix("/") else { return location }
    let own = path.prefix { !"?#".contains($0) }
    return own == prefix[...] || own.hasPrefix(prefix + "/") ? String(path) : prefix + path
  }
}
