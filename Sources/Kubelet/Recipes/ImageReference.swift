/// An image's name taken apart: `docker.io/library/consul:1.8` is `consul` with tag `1.8`.
package struct ImageReference: Sendable, Hashable {
  /// As it was written.
  package let text: String
  /// Without registry, `library/`, tag and digest.
  package let name: String
  /// As it was written, without tag and digest: with its registry, if one was named.
  package let repository: String
  package let tag: String?

  package init(_ text: String) {
    self.text = text
    var rest = text[...]
    if let at = rest.firstIndex(of: "@") { rest = rest[..<at] }
    var tag: String?
    let lastSlash = rest.lastIndex(of: "/")
    if let colon = rest.lastIndex(of: ":"), lastSlash.map({ $0 < colon }) ?? true {
      tag = String(rest[rest.index(after: colon)...])
      rest = rest[..<colon]
    }
    repository = String(rest)
    if let slash = rest.firstIndex(of: "/") {
      let host = rest[..<slash]
      if host == "localhost" || host.contains(".") || host.contains(":") { rest = rest[rest.index(after: slash)...] }
    }
    if rest.hasPrefix("library/") { rest = rest.dropFirst(8) }
    name = String(rest)
    self.tag = tag
  }

  /// Whether `pattern` (with `*` for any run of characters) names this image: by its short name, or with the registry as
  /// it was written, each with the tag or without; an image of Docker Hub also by its whole name.
  package func matches(_ pattern: String) -> Bool {
    var names: Set = [name, repository]
    // Container engines take an image without a registry, and one of this registry, for the same.
    if repository == name || repository.hasPrefix("docker.io/") || repository.hasPrefix("library/") {
      let path = name.contains("/") ? name : "library/\(name)"
      names.formUnion([path, "docker.io/\(path)", "docker.io/\(name)"])
    }
    let candidates = names.flatMap { name in [name] + (tag.map { ["\(name):\($0)"] } ?? []) } + [text]
    return candidates.contains { Self.matches(Array(pattern.utf8)[...], Array($0.utf8)[...]) }
  }

  private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == UInt8(ascii: "*") {
      return (text.startIndex...text.endIndex).contains { matches(pattern.dropFirst(), text[$0...]) }
    }
    return text.first == first && matches(pattern.dropFirst(), text.dropFirst())
  }
}
