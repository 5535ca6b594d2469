private import CLinux
private import Glibc

/// An open directory, through which alone what lies below it is reached: for directories that somebody else can write.
///
/// Every lookup goes from the descriptor downwards and fails rather than leave it, by `..`, by a symbolic link or by a
/// mount of `/proc` (openat2(2), `RESOLVE_BENEATH`, `RESOLVE_NO_SYMLINKS`, `RESOLVE_NO_MAGICLINKS`), and what was found
/// is used by its descriptor. Nothing that is swapped meanwhile leads elsewhere, so there is no time between a check
/// and its use.
///
/// *Names* are single parts of a path; a *relative path* may have several. Links are never followed.
package struct RootedDirectory: ~Copyable, Sendable {
  let descriptor: OwnedDescriptor
  /// Where it was opened, for errors only.
  package let path: String

  init(_ descriptor: consuming OwnedDescriptor, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Opens the directory at `path`, of which every part is under the control of the caller alone.
  package init(_ path: String) throws(SystemError) {
    self.init(try FileSystem.open(path, .directory), path: path)
  }

  // MARK: Looking

  /// Opens what is at a relative path; a file that is created has `permissions` less the umask.
  package func open(
    _ relative: String, _ mode: FileSystem.OpenMode, permissions: UInt32 = 0o644
  ) throws(SystemError) -> OwnedDescriptor {
    let number = try checked("open", Path.join(path, relative)) {
      unsafe lk_open_below(descriptor.rawValue, relative, mode.flags | O_NOFOLLOW, mode_t(permissions), 0)
    }
    return OwnedDescriptor(owning: number)
  }

  /// The directory at a relative path.
  package func directory(_ relative: String) throws(SystemError) -> RootedDirectory {
    RootedDirectory(try open(relative, .directory), path: Path.join(path, relative))
  }

  /// The content of the regular file at a relative path.
  ///
  /// - Throws: `EFBIG` when it holds more than `limit` bytes, `EINVAL` when it is no regular file.
  package func read(_ relative: String, limit: Int = .max) throws(SystemError) -> [UInt8] {
    // A pipe that somebody put there would keep the caller waiting for its other end.
    let place = try open(relative, .place)
    guard try FileSystem.status(of: place).kind == .file else {
      throw SystemError("open", Path.join(path, relative), number: EINVAL)
    }
    return try FileSystem.open("/proc/self/fd/\(place.rawValue)", .reading).readToEnd(limit: limit)
  }

  /// The names in it, sorted, without `.` and `..`.
  package func list() throws(SystemError) -> [String] {
    // A descriptor of its own, since reading moves the place where the next reading goes on.
    let own = try open(".", .directory)
    return try DirectoryStream.names(owning: own.release(), path: path).sorted()
  }

  /// What has a name, itself and not what a link leads to; nil when nothing has.
  package func status(_ name: String) throws(SystemError) -> FileStatus? {
    try check(name)
    var raw = stat()
    if unsafe fstatat(descriptor.rawValue, name, &raw, AT_SYMLINK_NOFOLLOW) == 0 { return FileStatus(raw) }
    if errno == ENOENT { return nil }
    throw .last("stat", Path.join(path, name))
  }

  /// What the directory itself is.
  package func status() throws(SystemError) -> FileStatus { try FileSystem.status(of: descriptor) }

  /// Where the symbolic link of a name points to; nil when there is no such name, or it is no link.
  package func readLink(_ name: String) throws(SystemError) -> String? {
    try check(name)
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlinkat(descriptor.rawValue, name, &buffer, buffer.count)
    if count >= 0 { return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) }
    if errno == ENOENT || errno == EINVAL { return nil }
    throw .last("readlink", Path.join(path, name))
  }

  // MARK: Changing

  /// The directory at a relative path, made with those above it where it is missing; what is there stays as it is.
  ///
  /// New ones have exactly `permissions`, whatever the umask.
  package func makeDirectory(_ relative: String, permissions: UInt32 = 0o755) throws(SystemError) -> RootedDirectory {
    var current = try directory(".")
    for part in relative.split(separator: "/") where part != "." {
      current = try current.makeChild(String(part), permissions: permissions)
    }
    return current
  }

  private func makeChild(_ name: String, permissions: UInt32) throws(SystemError) -> RootedDirectory {
    try check(name)
    let isNew = unsafe mkdirat(descriptor.rawValue, name, mode_t(permissions & 0o777)) == 0
    if !isNew, errno != EEXIST { throw .last("mkdir", Path.join(path, name)) }
    let child = try directory(name)
    if isNew { try child.setPermissions(permissions) }
    return child
  }

  /// Creates a file of a name that is free, with exactly these permissions and these owners where they are given.
  package func create(
    _ name: String, content: [UInt8], permissions: UInt32, user: UInt32? = nil, group: UInt32? = nil
  ) throws(SystemError) {
    try check(name)
    let place = Path.join(path, name)
    let number = try checked("open", place) {
      unsafe lk_open_below(descriptor.rawValue, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600, 0)
    }
    let file = OwnedDescriptor(owning: number)
    do {
      try file.writeAll(content)
      if user != nil || group != nil {
        try checked("chown", place) { lk_change_owner(number, user ?? .max, group ?? .max) }
      }
      // Last, for a change of owner takes the set-user-id bit away.
      try checked("chmod", place) { fchmod(number, mode_t(permissions)) }
    } catch {
      throw SystemError(error.operation, place, number: error.number)
    }
  }

  /// Makes a symbolic link of a name that is free.
  package func makeLink(_ name: String, to target: String) throws(SystemError) {
    try check(name)
    try checked("symlink", Path.join(path, name)) { unsafe symlinkat(target, descriptor.rawValue, name) }
  }

  /// Renames within the directory, replacing what has the new name.
  package func rename(_ name: String, to other: String) throws(SystemError) {
    try check(name)
    try check(other)
    let number = descriptor.rawValue
    try checked("rename", Path.join(path, name)) { unsafe renameat(number, name, number, other) }
  }

  /// Removes a file or a link; no error when there is none.
  package func remove(_ name: String) throws(SystemError) {
    try check(name)
    guard unsafe unlinkat(descriptor.rawValue, name, 0) != 0, errno != ENOENT else { return }
    throw .last("unlink", Path.join(path, name))
  }

  /// Sets the permission bits of the directory itself.
  package func setPermissions(_ permissions: UInt32) throws(SystemError) {
    try checked("chmod", path) { fchmod(descriptor.rawValue, mode_t(permissions)) }
  }

  /// Sets the owner, the group or both of the directory itself; nil leaves it.
  package func setOwner(user: UInt32? = nil, group: UInt32? = nil) throws(SystemError) {
    try checked("chown", path) { lk_change_owner(descriptor.rawValue, user ?? .max, group ?? .max) }
  }

  /// Refuses what would be more than one step.
  func check(_ name: String) throws(SystemError) {
    guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(UInt8(ascii: "/")) else {
      throw SystemError("open", Path.join(path, name), number: EINVAL)
    }
  }
}
