private import Glibc

extension FileSystem {
  /// Removes a directory with everything below it, or a file; no error when there is nothing.
  ///
  /// Never follows a symbolic link: every step goes through a descriptor of the directory that it is in, so that
  /// nobody who can write below `path` can lead the removal elsewhere. Does not cross into other mounted file
  /// systems: a mount below `path` ends in `EBUSY`.
  package static func removeTree(_ path: String) throws(SystemError) {
    guard unsafe unlink(path) != 0 else { return }
    switch errno {
    case ENOENT: return
    // Linux answers EISDIR where POSIX says EPERM.
    case EISDIR, EPERM: break
    default: throw .last("unlink", path)
    }
    let parent = try open(Path.parent(path), .directory)
    try removeDirectory(Path.name(path), in: parent.rawValue, path: path)
  }

  private static func removeDirectory(
    _ name: String, in parent: Int32, path: String
  ) throws(SystemError) {
    // An empty one goes without being opened: overlayfs leaves such that nobody may read.
    if unsafe unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT { return }
    guard errno == ENOTEMPTY || errno == EEXIST else { throw .last("rmdir", path) }
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    var number = unsafe openat(parent, name, flags)
    if number < 0, errno == EACCES, unsafe fchmodat(parent, name, 0o700, 0) == 0 {
      number = unsafe openat(parent, name, flags)
    }
    guard number >= 0 else { throw .last("open", path) }
    let directory = OwnedDescriptor(owning: number)
    var mayChange = false
    // A listing takes its own descriptor, since it is closed with the stream.
    for entry in try DirectoryStream.names(owning: try directory.duplicate().release(), path: path) {
      if unsafe unlinkat(number, entry, 0) == 0 || errno == ENOENT { continue }
      if errno == EACCES, !mayChange {
        mayChange = true
        if fchmod(number, 0o700) == 0, unsafe unlinkat(number, entry, 0) == 0 { continue }
      }
      guard errno == EISDIR || errno == EPERM else { throw .last("unlink", Path.join(path, entry)) }
      try removeDirectory(entry, in: number, path: Path.join(path, entry))
    }
    if unsafe unlinkat(parent, name, AT_REMOVEDIR) != 0, errno != ENOENT { throw .last("rmdir", path) }
  }
}
