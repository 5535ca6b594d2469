import LinuxSystem

/// A small file beside the database that says that there was one, and up to which revision it was written.
///
/// It is written after each commit, which is on the disk by then, and not synced itself: so what it says is never ahead
/// of what the disk has got, at `kill -9` as at a power loss. A database that has less has lost something.
///
/// The last commit may be missing: that is how a power loss in the middle of it looks, before it was answered.
final class DatabaseMark: Sendable {
  /// What the file says.
  struct Content: Sendable, Hashable {
    /// The revision of the last commit.
    var last: Int64
    /// The revision that the database had before that.
    var before: Int64

    /// One line of a fixed length, which is written at once.
    var line: String {
      let numbers = "\(Self.padded(last)) \(Self.padded(before))"
      return "localkube database, last revisions \(numbers), checksum \(Self.checksum(last, before))\n"
    }

    init(last: Int64, before: Int64) {
      self.last = last
      self.before = before
    }

    /// Reads a line; nil when it is none.
    init?(_ line: String) {
      let numbers = line.split { !("0"..."9").contains($0) }.prefix(2).compactMap { Int64($0) }
      guard numbers.count == 2 else { return nil }
      self.init(last: numbers[0], before: numbers[1])
      guard self.line == line else { return nil }
    }

    private static func padded(_ number: Int64) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, 19 - digits.count)) + digits
    }

    private static func checksum(_ numbers: Int64...) -> String {
      var sum = Checksum()
      for number in numbers { sum.add(number) }
      let digits = String(sum.value, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
  }

  /// What was found.
  enum Found: Sendable, Hashable {
    case nothing
    case content(Content)
    /// There is a file that says nothing that can be read.
    case damaged
  }

  /// The mark of the database at `database`.
  static func path(of database: String) -> String { database + "-mark" }

  static func find(of database: String) throws(SystemError) -> Found {
    do {
      return Content(try FileSystem.readText(path(of: database), limit: 4_096)).map(Found.content) ?? .damaged
    } catch {
      switch error.number {
      case SystemError.notFound: return .nothing
      default: throw error
      }
    }
  }

  private let file: OwnedDescriptor

  /// Opens the file, or makes one that survives a power loss.
  init(of database: String, _ content: Content) throws(SystemError) {
    let path = Self.path(of: database)
    let isNew = !FileSystem.exists(path)
    file = try FileSystem.open(path, .keeping, permissions: 0o600)
    try file.write(Array(content.line.utf8), at: 0)
    guard isNew else { return }
    try FileSystem.setPermissions(0o600, of: path)
    try file.synchronize()
    try FileSystem.open(Path.parent(path), .directory).synchronize()
  }

  /// Says that the database was written.
  func write(_ content: Content) throws(SystemError) { try file.write(Array(content.line.utf8), at: 0) }

  /// Says so, and survives a power loss.
  func settle(at revision: Int64) throws(SystemError) {
    try write(Content(last: revision, before: revision))
    try file.synchronize()
  }
}
