import LinuxSystem

/// A ZIP archive in memory, as far as release archives use the format (APPNOTE 6.3: no ZIP64, no encryption).
struct ZipArchive {
  /// An archive that cannot be read.
  struct DamagedArchiveError: Error, CustomStringConvertible {
    let description: String
  }

  private struct Entry {
    var method: UInt16
    var compressedSize: Int
    var size: Int
    var headerOffset: Int
  }

  private let bytes: [UInt8]
  private let entries: [String: Entry]

  init(_ bytes: [UInt8]) throws(DamagedArchiveError) {
    self.bytes = bytes
    entries = try Self.directory(of: bytes)
  }

  /// Unpacks one file of the archive to `path`.
  func extract(_ name: String, to path: String) throws {
    guard let entry = entries[name] else {
      throw DamagedArchiveError(description: "the archive holds no file \(name)")
    }
    // 4.3.7: the local header's name and extra field may differ in length from the directory's.
    let start = entry.headerOffset
    guard let nameLength = bytes.number16(at: start + 26), let extraLength = bytes.number16(at: start + 28) else {
      throw Self.cutOff
    }
    let begin = start + 30 + Int(nameLength) + Int(extraLength)
    guard begin + entry.compressedSize <= bytes.count else { throw Self.cutOff }
    let data = Array(bytes[begin..<begin + entry.compressedSize])
    let file = try FileSystem.open(path, .replacing, permissions: 0o644)
    var written = 0
    switch entry.method {
    case 0:
      try file.writeAll(data)
      written = data.count
    case 8:
      var inflater = try RawInflater()
      try inflater.inflate(data) { piece in
        written += piece.count
        guard written <= entry.size else { throw Self.cutOff }
        try file.writeAll(piece)
      }
    default: throw DamagedArchiveError(description: "\(name) is compressed in an unknown way (\(entry.method))")
    }
    guard written == entry.size else { throw Self.cutOff }
  }

  private static let cutOff = DamagedArchiveError(description: "the archive is damaged or cut off")

  /// 4.3.16: the end record stands last, before a comment of up to 65,535 bytes.
  private static func directory(of bytes: [UInt8]) throws(DamagedArchiveError) -> [String: Entry] {
    let earliest = max(0, bytes.count - 65_557)
    guard bytes.count >= 22,
      let end = stride(from: bytes.count - 22, through: earliest, by: -1).first(where: {
        bytes.number32(at: $0) == 0x0605_4b50
      }), let count = bytes.number16(at: end + 10), let offset = bytes.number32(at: end + 16)
    else { throw cutOff }
    var entries: [String: Entry] = [:]
    var position = Int(offset)
    for _ in 0..<count {
      guard bytes.number32(at: position) == 0x0201_4b50, let method = bytes.number16(at: position + 10),
        let compressedSize = bytes.number32(at: position + 20), let size = bytes.number32(at: position + 24),
        let nameLength = bytes.number16(at: position + 28), let extraLength = bytes.number16(at: position + 30),
        let commentLength = bytes.number16(at: position + 32), let header = bytes.number32(at: position + 42),
        position + 46 + Int(nameLength) <= bytes.count
      else { throw cutOff }
      let name = String(decoding: bytes[position + 46..<position + 46 + Int(nameLength)], as: UTF8.self)
      entries[name] = Entry(
        method: method, compressedSize: Int(compressedSize), size: Int(size), headerOffset: Int(header))
      position += 46 + Int(nameLength) + Int(extraLength) + Int(commentLength)
    }
    return entries
  }
}

extension [UInt8] {
  fileprivate func number16(at index: Int) -> UInt16? {
    guard index >= 0, index + 2 <= count else { return nil }
    return UInt16(self[index]) | UInt16(self[index + 1]) << 8
  }

  fileprivate func number32(at index: Int) -> UInt32? {
    guard let low = number16(at: index), let high = number16(at: index + 2) else { return nil }
    return UInt32(low) | UInt32(high) << 16
  }
}
