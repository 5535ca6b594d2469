import LinuxSystem

/// A container's log file: `path`, then `path.1` (newer) to `path.4` (older) when it grew too large.
final class LogFile {
  static let mostBytes = 10 << 20
  static let mostFiles = 5

  private let path: String
  private let mostBytes: Int
  private var file: SharedDescriptor
  private var size: Int

  /// Opens the file for appending; its directory must exist.
  init(path: String, mostBytes: Int = LogFile.mostBytes) throws(SystemError) {
    self.path = path
    self.mostBytes = mostBytes
    file = SharedDescriptor(try FileSystem.open(path, .appending, permissions: 0o640))
    size = try FileSystem.status(path).size
  }

  /// Adds whole lines.
  ///
  /// A disk that is full loses them; the container goes on.
  func write(_ lines: [UInt8]) {
    if size > 0, size + lines.count > mostBytes { rotate() }
    var start = 0
    // An error (no space, say) must not stop the container's output, which would stop the container.
    while start < lines.count, let written = try? file.write(lines, from: start), written > 0 { start += written }
    size += start
  }

  private func rotate() {
    do {
      for number in stride(from: LogFile.mostFiles - 2, through: 1, by: -1)
      where FileSystem.exists("\(path).\(number)") {
        try FileSystem.rename("\(path).\(number)", to: "\(path).\(number + 1)")
      }
      try FileSystem.rename(path, to: "\(path).1")
      file = SharedDescriptor(try FileSystem.open(path, .appending, permissions: 0o640))
      size = 0
    } catch {
      // The directory is gone or full: go on with the file that is open, and try again after as much again.
      size = 0
    }
  }
}
