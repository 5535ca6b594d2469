private import CLinux
private import Glibc

extension FileSystem {
  /// Writes a file in place: its owner, mode, links and mount stay, as when an editor saves into it.
  ///
  /// Room for what is longer is reserved before anything is written, so that a full disk leaves the file as it was. A
  /// write that fails in spite of that puts `previous` back. Something that ends the process in between leaves a mix:
  /// what may be replaced as a whole is written by `write(_:to:permissions:)`.
  ///
  /// - Parameters:
  ///   - path: A regular file, or a link to one; it is made when it is missing.
  ///   - previous: The content that the file has now.
  ///   - permissions: The mode of a file that is made here.
  package static func overwrite(
    _ path: String, with bytes: [UInt8], previous: [UInt8], permissions: UInt32
  ) throws(SystemError) {
    let file = try openInPlace(path, permissions: permissions)
    guard try status(of: file).kind == .file else { throw SystemError("open", path, number: EINVAL) }
    if bytes.count > previous.count { try reserve(file, from: previous.count, to: bytes.count, path) }
    do {
      try put(bytes, into: file, path)
    } catch {
      // The first error is the one to tell; what was there before fits into what it took.
      try? put(previous, into: file, path)
      throw error
    }
  }

  /// Whether this process may write to what is at `path`.
  package static func isWritable(_ path: String) -> Bool { unsafe access(path, W_OK) == 0 }

  private static func openInPlace(_ path: String, permissions: UInt32) throws(SystemError) -> OwnedDescriptor {
    // Without O_NONBLOCK a pipe would be waited for.
    let flags = O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
    let number = unsafe Glibc.open(path, flags)
    if number >= 0 { return OwnedDescriptor(owning: number) }
    guard errno == ENOENT else { throw .last("open", path) }
    let fresh = try checked("open", path) { unsafe Glibc.open(path, flags | O_CREAT, mode_t(permissions)) }
    let file = OwnedDescriptor(owning: fresh)
    try checked("fchmod", path) { fchmod(fresh, mode_t(permissions)) }
    return file
  }

  private static func reserve(
    _ file: borrowing OwnedDescriptor, from start: Int, to end: Int, _ path: String
  ) throws(SystemError) {
    guard lk_reserve(file.rawValue, off_t(start), off_t(end - start)) != 0 else { return }
    // A file system that cannot reserve finds out while it writes.
    guard errno != EOPNOTSUPP, errno != ENOSYS else { return }
    throw .last("fallocate", path)
  }

  private static func put(
    _ bytes: [UInt8], into file: borrowing OwnedDescriptor, _ path: String
  ) throws(SystemError) {
    let number = file.rawValue
    try checked("lseek", path) { lseek(number, 0, SEEK_SET) < 0 ? -1 : 0 }
    try file.writeAll(bytes)
    try checked("ftruncate", path) { ftruncate(number, off_t(bytes.count)) }
    try file.synchronize()
  }
}
