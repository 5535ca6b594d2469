private import CLinux
private import Glibc

extension RootedDirectory {
  /// One thing below a directory, at the moment when it was looked at.
  package struct Entry: ~Copyable {
    let parent: Int32
    let name: String
    let above: [String]
    /// Of itself: links are not followed.
    package let status: FileStatus

    private var place: String { (above + [name]).reduce("") { Path.join($0, $1) } }

    /// Sets the group and adds permission bits; of a symbolic link the group alone, for it has no permissions.
    ///
    /// It is held by a descriptor meanwhile, so that what takes its name meanwhile is left alone.
    package func give(to group: UInt32, adding permissions: UInt32) throws(SystemError) {
      let number = unsafe lk_open_below(parent, name, lk_open_place | O_NOFOLLOW, 0, 0)
      if number < 0, errno == ENOENT || errno == ELOOP {
        // It is gone, or a link: of that the group is set by name, which cannot lead anywhere.
        guard unsafe fchownat(parent, name, .max, group, AT_SYMLINK_NOFOLLOW) != 0, errno != ENOENT else { return }
        throw .last("chown", place)
      }
      guard number >= 0 else { throw .last("open", place) }
      let owned = OwnedDescriptor(owning: number)
      let status = try FileSystem.status(of: owned)
      try checked("chown", place) { lk_change_owner(number, .max, group) }
      guard status.kind != .link else { return }
      try checked("chmod", place) {
        unsafe chmod("/proc/self/fd/\(number)", mode_t(status.permissions | permissions))
      }
    }
  }

  /// Looks at everything below, what is in a directory before the directory, and at the directory itself last.
  ///
  /// What is removed meanwhile is passed over. `body` answers whether to go on.
  ///
  /// - Parameter isMeasuring: Whether what is mounted below, or may not be read, is passed over.
  /// - Throws: `ENAMETOOLONG` below 256 levels, and what `body` throws.
  package func visit(
    isMeasuring: Bool, _ body: (borrowing Entry) throws(SystemError) -> Bool
  ) throws(SystemError) {
    struct Level {
      let directory: SharedDescriptor
      let name: String
      let parent: Int32
      let status: FileStatus
      var rest: [String]
    }
    let own = try status()
    let top = SharedDescriptor(try descriptor.duplicate())
    var levels = [Level(directory: top, name: ".", parent: top.rawValue, status: own, rest: try list())]
    // The directories that the current one is in, for errors.
    var above = [path]
    while let last = levels.indices.last {
      guard let name = levels[last].rest.popLast() else {
        let level = levels.removeLast()
        if !levels.isEmpty { above.removeLast() }
        let entry = Entry(parent: level.parent, name: level.name, above: above, status: level.status)
        guard try body(entry) else { return }
        continue
      }
      let parent = levels[last].directory.rawValue
      var raw = stat()
      if unsafe fstatat(parent, name, &raw, AT_SYMLINK_NOFOLLOW) != 0 {
        if errno == ENOENT { continue }
        throw .last("stat", name)
      }
      let status = FileStatus(raw)
      guard status.kind == .directory, !isMeasuring || status.device == own.device else {
        guard try body(Entry(parent: parent, name: name, above: above, status: status)) else { return }
        continue
      }
      guard levels.count < 256 else { throw SystemError("open", name, number: ENAMETOOLONG) }
      let number = unsafe lk_open_below(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0, 0)
      if number < 0 {
        if errno == ENOENT || errno == ENOTDIR || errno == ELOOP || (isMeasuring && errno == EACCES) { continue }
        throw .last("open", name)
      }
      let directory = SharedDescriptor(OwnedDescriptor(owning: number))
      let names = try DirectoryStream.names(owning: try directory.duplicate().release(), path: name)
      levels.append(Level(directory: directory, name: name, parent: parent, status: status, rest: names))
      above.append(name)
    }
  }
}
