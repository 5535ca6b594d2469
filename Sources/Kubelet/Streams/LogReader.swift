import LinuxSystem

/// Goes through a log file from where it was left, and on to the file that took its place.
struct LogReader: ~Copyable, Sendable {
  /// How much is read at once, unless the end alone is asked for.
  private static let piece = 1 << 20

  private let path: String
  private let options: ContainerLogOptions
  private var file: OwnedDescriptor
  private var offset = 0
  private var sent = 0
  private var isFirst = true

  init(path: String, options: ContainerLogOptions) throws(SystemError) {
    self.path = path
    self.options = options
    file = try FileSystem.open(path, .reading)
  }

  /// Whether as much was read as was asked for.
  var isFull: Bool { options.limitBytes.map { sent >= $0 } ?? false }

  /// What was written since the last call, in whole lines; nil when there is nothing.
  mutating func next() throws(SystemError) -> [UInt8]? {
    while !isFull {
      guard let lines = try nextLines() else {
        guard try changeFile() else { return nil }
        continue
      }
      var texts = lines.split(separator: UInt8(ascii: "\n")).compactMap { ContainerLogs.text(of: $0, options: options) }
      if isFirst, let count = options.tailLines { texts = Array(texts.suffix(count)) }
      isFirst = false
      var result = Array(texts.joined())
      if let limit = options.limitBytes { result = Array(result.prefix(limit - sent)) }
      sent += result.count
      if !result.isEmpty { return result }
    }
    return nil
  }

  /// The next whole lines of the open file; nil when there are none yet.
  private mutating func nextLines() throws(SystemError) -> ArraySlice<UInt8>? {
    let size = try FileSystem.status(of: file).size
    // The last lines can be told only from the whole.
    let wantsAll = isFirst && options.tailLines != nil
    guard size > offset else { return nil }
    let bytes = try file.read(at: offset, count: wantsAll ? size - offset : min(size - offset, Self.piece))
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return nil }
    offset += end + 1
    return bytes[...end]
  }

  /// Goes on to the file that is at the path now; false when that is the one that is open.
  private mutating func changeFile() throws(SystemError) -> Bool {
    let (old, new) = (try FileSystem.status(of: file), try FileSystem.status(path))
    // What was written before the change of names is read first.
    guard (old.inode, old.device) != (new.inode, new.device), offset >= old.size else { return false }
    file = try FileSystem.open(path, .reading)
    offset = 0
    return true
  }
}
