extension ImageReference {
  /// What is wrong with an image's name, in the words of container engines; nil when it is one.
  ///
  /// The grammar is that of the distribution project's reference: a registry, a path in lower case, a tag, a digest.
  package static func fault(in text: String) -> String? {
    let format = "invalid reference format"
    let cut = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    var registry: Substring?
    var rest = text[...]
    if cut.count == 2,
      cut[0] == "localhost" || cut[0].contains(where: { ".:".contains($0) }) || cut[0].lowercased() != cut[0]
    {
      (registry, rest) = (cut[0], cut[1])
    }
    // A path of one part on Docker Hub is in its library.
    let named = registry == nil && !rest.contains("/") ? "library/\(rest)" : String(rest)
    let path = named.prefix { $0 != ":" }
    guard path.lowercased() == path else {
      return "\(format): repository name (\(path)) must be lowercase"
    }
    var name = named[...]
    if let at = name.firstIndex(of: "@") {
      guard isDigest(name[name.index(after: at)...]) else { return format }
      name = name[..<at]
    }
    if let colon = name.firstIndex(of: ":") {
      guard isTag(name[name.index(after: colon)...]) else { return format }
      name = name[..<colon]
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy(isComponent) && registry.map(isRegistry) ?? true ? nil : format
  }

  /// Letters and digits, between which stands a dot, one or two underscores, or any number of dashes.
  private static func isComponent(_ text: Substring) -> Bool {
    func isInner(_ byte: UInt8) -> Bool { isDigit(byte) || isLower(byte) }
    guard let first = text.utf8.first, let last = text.utf8.last, isInner(first), isInner(last) else { return false }
    return text.utf8.split(whereSeparator: isInner).allSatisfy { separator in
      [".", "_", "__"].contains { separator.elementsEqual($0.utf8) }
        || separator.allSatisfy { $0 == UInt8(ascii: "-") }
    }
  }

  private static func isTag(_ text: Substring) -> Bool {
    func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == UInt8(ascii: "_") }
    return text.utf8.count <= 128 && text.utf8.first.map(isWord) ?? false
      && text.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
  }

  private static func isDigest(_ text: Substring) -> Bool {
    let cut = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard cut.count == 2, cut[1].utf8.count >= 32, cut[1].allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      return false
    }
    return cut[0].split(omittingEmptySubsequences: false) { "-_+.".contains($0) }.allSatisfy { word in
      word.utf8.first.map { isAlphanumeric($0) && !isDigit($0) } ?? false && word.utf8.allSatisfy(isAlphanumeric)
    }
  }

  private static func isRegistry(_ text: Substring) -> Bool {
    let cut = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    if cut.count == 2, cut[1].isEmpty || !cut[1].utf8.allSatisfy(isDigit) { return false }
    return cut[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      let bytes = label.utf8
      return bytes.first.map(isAlphanumeric) ?? false && bytes.last.map(isAlphanumeric) ?? false
        && bytes.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLower(byte | 0x20) }
}
