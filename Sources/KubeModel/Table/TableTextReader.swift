/// Reads the outline of the table's text: where each type stands, and the resources.
struct TableTextReader {
  struct Contents {
    var types: [String: SchemaTypeStore.Entry] = [:]
    var kinds: [GroupVersionKind: String] = [:]
    var resources: [ResourceDefinition] = []
  }

  private let bytes: [UInt8]
  private var contents = Contents()
  private var package = ""
  private var open: (name: String, start: Int)?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func read() -> Contents {
    contents.types.reserveCapacity(1_100)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
      // Fields begin with a name of more than one letter: the second byte tells the kinds of lines apart.
      if end - start > 2, bytes[start + 1] == 0x20 { line(start..<end) }
      start = end + 1
    }
    closeType(at: bytes.count)
    return contents
  }

  private mutating func line(_ range: Range<Int>) {
    let words = bytes[range].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    switch bytes[range.lowerBound] {
    case UInt8(ascii: "P"):
      closeType(at: range.lowerBound)
      package = words[1]
    case UInt8(ascii: "T"):
      closeType(at: range.lowerBound)
      let name = "\(package).\(words[1])"
      open = (name, range.lowerBound)
      if words.count > 2, let groupVersion = GroupVersion(apiVersion: words[2]), words[2] != "-" {
        contents.kinds[GroupVersionKind(groupVersion, kind: words[1])] = name
      }
    case UInt8(ascii: "R"): resource(words)
    case UInt8(ascii: "S"): subresource(words)
    default: break
    }
  }

  private mutating func closeType(at end: Int) {
    guard let open else { return }
    contents.types[open.name] = SchemaTypeStore.Entry(package: package, lines: open.start..<end)
    self.open = nil
  }

  private mutating func resource(_ words: [String]) {
    guard words.count == 10, let groupVersion = GroupVersion(apiVersion: words[1]) else { return }
    func list(_ word: String) -> [String] { word == "-" ? [] : word.split(separator: ",").map(String.init) }
    contents.resources.append(
      ResourceDefinition(
        resource: GroupVersionResource(
          group: groupVersion.group, version: groupVersion.version, resource: words[2]),
        kind: words[3], singular: words[5], shortNames: list(words[6]), categories: list(words[7]),
        isNamespaced: words[4] == "N", verbs: list(words[8]), typeName: words[9] == "-" ? nil : words[9]))
  }

  private mutating func subresource(_ words: [String]) {
    guard words.count == 5, let groupVersion = GroupVersion(apiVersion: words[2]),
      let owner = contents.resources.popLast()
    else { return }
    let subresource = ResourceDefinition.Subresource(
      name: words[1], kind: GroupVersionKind(groupVersion, kind: words[3]),
      verbs: words[4].split(separator: ",").map(String.init))
    contents.resources.append(
      ResourceDefinition(
        resource: owner.resource, kind: owner.kind, singular: owner.singular, shortNames: owner.shortNames,
        categories: owner.categories, isNamespaced: owner.isNamespaced, verbs: owner.verbs,
        subresources: owner.subresources + [subresource], typeName: owner.typeName))
  }
}
