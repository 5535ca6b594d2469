/// The POSIX ustar format (pax(1)), as far as `cp` needs it: files, directories and symbolic links.
enum TarArchive {
  /// One member.
  struct Entry: Sendable, Hashable {
    enum Kind: UInt8, Sendable {
      case file = 48
      case link = 50
      case directory = 53
    }

    var path: String
    var kind: Kind
    var permissions: UInt32
    var content: [UInt8] = []
    /// Where a link points to.
    var target = ""
  }

  private static let blockSize = 512

  /// The bytes of a member: a long path goes first, in a member of its own (GNU's `L`).
  static func bytes(_ entry: Entry) -> [UInt8] {
    var bytes: [UInt8] = []
    if entry.path.utf8.count > 100 {
      let path = Array(entry.path.utf8) + [0]
      bytes += header("././@LongLink", kind: UInt8(ascii: "L"), permissions: 0, size: path.count, target: "")
      bytes += padded(path)
    }
    if entry.target.utf8.count > 100 {
      let target = Array(entry.target.utf8) + [0]
      bytes += header("././@LongLink", kind: UInt8(ascii: "K"), permissions: 0, size: target.count, target: "")
      bytes += padded(target)
    }
    bytes += header(
      entry.path, kind: entry.kind.rawValue, permissions: entry.permissions, size: entry.content.count,
      target: entry.target)
    return bytes + padded(entry.content)
  }

  /// What ends an archive.
  static let end = [UInt8](repeating: 0, count: 2 * blockSize)

  private static func header(
    _ path: String, kind: UInt8, permissions: UInt32, size: Int, target: String
  ) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: blockSize)
    func put(_ bytes: some Sequence<UInt8>, at place: Int) {
      for (index, byte) in bytes.enumerated() { header[place + index] = byte }
    }
    put(path.utf8.prefix(100), at: 0)
    put(octal(Int(permissions), 7), at: 100)
    put(octal(0, 7), at: 108)
    put(octal(0, 7), at: 116)
    put(octal(size, 11), at: 124)
    put(octal(0, 11), at: 136)
    put(repeatElement(UInt8(ascii: " "), count: 8), at: 148)
    header[156] = kind
    put(target.utf8.prefix(100), at: 157)
    put("ustar\u{0}00".utf8, at: 257)
    let sum = header.reduce(0) { $0 + Int($1) }
    put(octal(sum, 6) + [0], at: 148)
    return header
  }

  private static func octal(_ value: Int, _ width: Int) -> [UInt8] {
    let digits = String(value, radix: 8)
    return Array((String(repeating: "0", count: max(0, width - digits.count)) + digits).utf8)
  }

  private static func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (blockSize - bytes.count % blockSize) % blockSize)
  }

  /// Takes an archive apart as its bytes come.
  struct Reader {
    private var buffer: [UInt8] = []
    private var longPath: String?
    private var longTarget: String?
    private var isAtEnd = false

    /// Takes the next bytes and returns the members that are complete now; members of other kinds are left out.
    mutating func append(_ bytes: [UInt8]) throws -> [Entry] {
      buffer += bytes
      var entries: [Entry] = []
      while !isAtEnd, buffer.count >= blockSize {
        if buffer[..<blockSize].allSatisfy({ $0 == 0 }) {
          isAtEnd = true
          break
        }
        guard let size = Self.number(buffer[124..<136]), size >= 0 else {
          throw CommandFailure("the archive from the container is damaged")
        }
        let total = blockSize + (size + blockSize - 1) / blockSize * blockSize
        guard buffer.count >= total else { break }
        let content = Array(buffer[blockSize..<blockSize + size])
        if let entry = try entry(header: Array(buffer[..<blockSize]), content) { entries.append(entry) }
        buffer.removeFirst(total)
      }
      return entries
    }

    private mutating func entry(header: [UInt8], _ content: [UInt8]) throws -> Entry? {
      switch header[156] {
      case UInt8(ascii: "L"):
        longPath = Self.text(content[...])
        return nil
      case UInt8(ascii: "K"):
        longTarget = Self.text(content[...])
        return nil
      case UInt8(ascii: "x"):
        for (key, value) in Self.pax(content) {
          if key == "path" { longPath = value }
          if key == "linkpath" { longTarget = value }
        }
        return nil
      default: break
      }
      let type = header[156] == 0 ? Entry.Kind.file.rawValue : header[156]
      let prefix = Self.text(header[345..<500])
      let name = Self.text(header[0..<100])
      let path = longPath ?? (prefix.isEmpty ? name : "\(prefix)/\(name)")
      let target = longTarget ?? Self.text(header[157..<257])
      longPath = nil
      longTarget = nil
      guard let kind = Entry.Kind(rawValue: type) else { return nil }
      return Entry(
        path: path, kind: kind, permissions: UInt32(Self.number(header[100..<108]) ?? 0o644) & 0o777,
        content: content, target: target)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
      let digits = bytes.filter { (48...55).contains($0) }
      return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
    }

    /// The records of an extended header: `LENGTH KEY=VALUE\n`.
    private static func pax(_ bytes: [UInt8]) -> [(String, String)] {
      String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
        guard let space = line.firstIndex(of: " "), let equals = line.firstIndex(of: "="), space < equals else {
          return nil
        }
        return (String(line[line.index(after: space)..<equals]), String(line[line.index(after: equals)...]))
      }
    }
  }
}
