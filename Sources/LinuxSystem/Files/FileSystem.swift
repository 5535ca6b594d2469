private import CLinux
private import Glibc

/// Files and directories by path; every call waits for the kernel and is for short work.
package enum FileSystem {
  /// How a file is opened.
  package struct OpenMode: Sendable, Hashable {
    let flags: Int32

    /// For reading.
    package static let reading = OpenMode(flags: O_RDONLY)
    /// For writing at the end; created if missing.
    package static let appending = OpenMode(flags: O_WRONLY | O_APPEND | O_CREAT)
    /// For writing from the start; created if missing, emptied if there.
    package static let replacing = OpenMode(flags: O_WRONLY | O_TRUNC | O_CREAT)
    /// For reading and writing; created if missing, with what it holds if there.
    package static let keeping = OpenMode(flags: O_RDWR | O_CREAT | O_NOFOLLOW)
    /// For reading and writing, as terminals and devices are opened.
    package static let updating = OpenMode(flags: O_RDWR | O_NOCTTY)
    /// A name for the place alone: a directory or a namespace to be handed to other calls.
    package static let place = OpenMode(flags: lk_open_place)
    /// A directory.
    package static let directory = OpenMode(flags: O_RDONLY | O_DIRECTORY)
  }

  /// Opens a file, closed on exec.
  package static func open(
    _ path: String, _ mode: OpenMode, permissions: UInt32 = 0o644
  ) throws(SystemError) -> OwnedDescriptor {
    let number = try checked("open", path) {
      unsafe Glibc.open(path, mode.flags | O_CLOEXEC, mode_t(permissions))
    }
    return OwnedDescriptor(owning: number)
  }

  /// The whole content of a file.
  ///
  /// - Throws: `EFBIG` when the file holds more than `limit` bytes.
  package static func read(_ path: String, limit: Int = .max) throws(SystemError) -> [UInt8] {
    let file = try open(path, .reading)
    do { return try file.readToEnd(limit: limit) } catch {
      throw SystemError(error.operation, path, number: error.number)
    }
  }

  /// The whole content of a file as text; what is not UTF-8 is replaced.
  package static func readText(_ path: String, limit: Int = .max) throws(SystemError) -> String {
    String(decoding: try read(path, limit: limit), as: UTF8.self)
  }

  /// Replaces a file's content at once: readers see the old content or the new, also after a power loss.
  ///
  /// The bytes go to a new file in the same directory, which is synced and renamed over `path`.
  package static func write(_ bytes: [UInt8], to path: String, permissions: UInt32 = 0o644) throws(SystemError) {
    let directory = Path.parent(path)
    let fresh = Path.join(directory, ".\(Path.name(path)).\(getpid()).\(UInt64.random(in: 0 ... .max))")
    let number = try checked("open", fresh) {
      unsafe Glibc.open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(permissions))
    }
    let file = OwnedDescriptor(owning: number)
    do {
      // The process's umask must not take anything away from what was asked for.
      try checked("fchmod", fresh) { fchmod(number, mode_t(permissions)) }
      try file.writeAll(bytes)
      try file.synchronize()
      try rename(fresh, to: path)
    } catch {
      _ = unsafe unlink(fresh)
      throw SystemError(error.operation, path, number: error.number)
    }
    try open(directory, .directory).synchronize()
  }

  /// Replaces a file's content at once with text; see `write(_:to:permissions:)`.
  package static func write(text: String, to path: String, permissions: UInt32 = 0o644) throws(SystemError) {
    try write(Array(text.utf8), to: path, permissions: permissions)
  }

  /// Makes a directory, with those above it that are missing; no error when it is there.
  package static func makeDirectory(_ path: String, permissions: UInt32 = 0o755) throws(SystemError) {
    if unsafe mkdir(path, mode_t(permissions)) == 0 { return }
    switch errno {
    case EEXIST:
      guard try status(path).kind == .directory else { throw SystemError("mkdir", path, number: ENOTDIR) }
    case ENOENT where Path.parent(path) != path:
      try makeDirectory(Path.parent(path), permissions: permissions)
      if unsafe mkdir(path, mode_t(permissions)) != 0, errno != EEXIST { throw .last("mkdir", path) }
    default: throw .last("mkdir", path)
    }
  }

  /// Makes a directory for its owner alone, or takes what others may do from one that is there.
  package static func makePrivateDirectory(_ path: String) throws(SystemError) {
    try makeDirectory(path, permissions: 0o700)
    try makePrivate(path)
  }

  /// Takes what the group and others may do from a file or directory.
  package static func makePrivate(_ path: String) throws(SystemError) {
    let permissions = try status(path).permissions
    if permissions & 0o077 != 0 { try setPermissions(permissions & 0o700, of: path) }
  }

  /// A new directory of a name of its own, for its owner alone.
  package static func makeTemporaryDirectory(in parent: String = "/tmp", prefix: String) throws(SystemError) -> String {
    for _ in 0..<16 {
      let path = Path.join(parent, "\(prefix)\(String(UInt64.random(in: 0 ... .max), radix: 36))")
      if unsafe mkdir(path, 0o700) == 0 { return path }
      guard errno == EEXIST else { throw .last("mkdir", path) }
    }
    throw SystemError("mkdir", Path.join(parent, prefix), number: EEXIST)
  }

  /// Renames a file, replacing what has the new name.
  package static func rename(_ path: String, to other: String) throws(SystemError) {
    try checked("rename", path) { unsafe Glibc.rename(path, other) }
  }

  /// Makes a symbolic link at `path` that points to `target`.
  package static func makeLink(_ path: String, to target: String) throws(SystemError) {
    try checked("symlink", path) { unsafe symlink(target, path) }
  }

  /// Where the symbolic link at `path` points to.
  package static func readLink(_ path: String) throws(SystemError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = try checked("readlink", path) { unsafe readlink(path, &buffer, buffer.count) }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The path without symbolic links, `.` and `..`; everything on it must exist.
  package static func realPath(_ path: String) throws(SystemError) -> String {
    guard let real = unsafe realpath(path, nil) else { throw .last("realpath", path) }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// Removes a file or a link; no error when there is none.
  package static func remove(_ path: String) throws(SystemError) {
    guard unsafe unlink(path) != 0, errno != ENOENT else { return }
    throw .last("unlink", path)
  }

  /// Sets the permission bits of what `path` leads to.
  package static func setPermissions(_ permissions: UInt32, of path: String) throws(SystemError) {
    try checked("chmod", path) { unsafe chmod(path, mode_t(permissions)) }
  }

  /// Sets the owner, the group or both of `path` itself, not of what a link there leads to; nil leaves it.
  package static func setOwner(_ path: String, user: UInt32? = nil, group: UInt32? = nil) throws(SystemError) {
    try checked("lchown", path) { unsafe lchown(path, user ?? .max, group ?? .max) }
  }
}
