private import CLinux
private import Glibc

extension RootedDirectory {
  /// Removes what has a name with everything below it; no error when there is nothing.
  ///
  /// Never follows a symbolic link: every step goes through a descriptor of the directory that it is in. Trees of any
  /// depth need a bounded number of descriptors: what lies deep is hung higher first. Does not cross into other mounted
  /// file systems: a mount below ends in `EBUSY`.
  package func removeTree(_ name: String) throws(SystemError) {
    try check(name)
    var removal = TreeRemoval(root: descriptor.rawValue, path: path)
    try removal.remove(name)
  }
}

extension FileSystem {
  /// Removes a directory with everything below it, or a file; no error when there is nothing.
  ///
  /// Every part of `path` but the last is under the control of the caller alone; what is below may be changed by
  /// anybody meanwhile, see `RootedDirectory.removeTree(_:)`.
  package static func removeTree(_ path: String) throws(SystemError) {
    let name = Path.name(path)
    let parent: RootedDirectory
    do { parent = try RootedDirectory(Path.parent(path)) } catch {
      if error.number == ENOENT { return }
      throw error
    }
    try parent.removeTree(name)
  }
}

/// The removal of one tree, level by level.
private struct TreeRemoval {
  /// A directory that is being emptied.
  private struct Level {
    let directory: SharedDescriptor
    let name: String
    var rest: [String]
    var isOpened = false
    /// How often somebody put something new into it meanwhile.
    var returns = 0
  }

  private static let mostLevels = 64
  private static let mostReturns = 16

  private let root: Int32
  private let path: String
  private var levels: [Level] = []
  private var moved = 0

  init(root: Int32, path: String) {
    self.root = root
    self.path = path
  }

  mutating func remove(_ name: String) throws(SystemError) {
    try take(name, in: root)
    while !levels.isEmpty {
      let last = levels.count - 1
      if let name = levels[last].rest.popLast() {
        try take(name, in: levels[last].directory.rawValue)
      } else {
        try leave(levels.removeLast())
      }
    }
  }

  /// Removes an entry at once, or opens it as the next level.
  private mutating func take(_ name: String, in parent: Int32) throws(SystemError) {
    if unsafe unlinkat(parent, name, 0) == 0 || errno == ENOENT { return }
    if errno == EACCES, allowsChange(), unsafe unlinkat(parent, name, 0) == 0 || errno == ENOENT { return }
    // Linux answers EISDIR where POSIX says EPERM.
    guard errno == EISDIR || errno == EPERM else { throw .last("unlink", place(name)) }
    // An empty one goes without being opened: overlayfs leaves such that nobody may read.
    if unsafe unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT { return }
    guard errno == ENOTEMPTY || errno == EEXIST else { throw .last("rmdir", place(name)) }
    if levels.count >= Self.mostLevels, let top = levels.first {
      let fresh = ".removed-\(moved)-\(UInt32.random(in: 0 ... .max))"
      moved += 1
      if rename(name, in: parent, to: fresh, in: top.directory.rawValue) {
        levels[0].rest.append(fresh)
        return
      }
      throw .last("rename", place(name))
    }
    guard let directory = try open(name, in: parent) else { return }
    // A listing takes its own descriptor, since it is closed with the stream.
    let names = try DirectoryStream.names(owning: try directory.duplicate().release(), path: place(name))
    levels.append(Level(directory: directory, name: name, rest: names))
  }

  /// Removes a directory that was emptied, or goes through it again when something has come in.
  private mutating func leave(_ level: Level) throws(SystemError) {
    let parent = levels.last?.directory.rawValue ?? root
    if unsafe unlinkat(parent, level.name, AT_REMOVEDIR) == 0 || errno == ENOENT { return }
    guard errno == ENOTEMPTY || errno == EEXIST, level.returns < Self.mostReturns else {
      throw .last("rmdir", place(level.name))
    }
    var again = level
    again.returns += 1
    let own = try checked("open", place(level.name)) {
      unsafe lk_open_below(level.directory.rawValue, ".", O_RDONLY | O_DIRECTORY, 0, 0)
    }
    again.rest = try DirectoryStream.names(owning: own, path: place(level.name))
    levels.append(again)
  }

  /// Opens a directory, which its owner may have closed to everybody; nil when it is gone.
  private func open(_ name: String, in parent: Int32) throws(SystemError) -> SharedDescriptor? {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW
    var number = unsafe lk_open_below(parent, name, flags, 0, 0)
    if number < 0, errno == EACCES {
      let place = unsafe lk_open_below(parent, name, lk_open_place | O_DIRECTORY | O_NOFOLLOW, 0, 0)
      if place >= 0 {
        let owned = OwnedDescriptor(owning: place)
        // By its descriptor: the name may be a link by now.
        _ = unsafe chmod("/proc/self/fd/\(owned.rawValue)", 0o700)
        number = unsafe lk_open_below(owned.rawValue, ".", O_RDONLY | O_DIRECTORY, 0, 0)
      }
    }
    if number < 0 {
      if errno == ENOENT { return nil }
      throw .last("open", place(name))
    }
    return SharedDescriptor(OwnedDescriptor(owning: number))
  }

  /// Moves a directory; its own permissions may forbid that, since its `..` changes.
  private func rename(_ name: String, in parent: Int32, to fresh: String, in top: Int32) -> Bool {
    if unsafe renameat(parent, name, top, fresh) == 0 { return true }
    guard errno == EACCES else { return false }
    let place = unsafe lk_open_below(parent, name, lk_open_place | O_DIRECTORY | O_NOFOLLOW, 0, 0)
    guard place >= 0 else { return false }
    let owned = OwnedDescriptor(owning: place)
    _ = unsafe chmod("/proc/self/fd/\(owned.rawValue)", 0o700)
    return unsafe renameat(parent, name, top, fresh) == 0
  }

  /// Opens the current level to changes, once; whether that may have helped.
  private mutating func allowsChange() -> Bool {
    let last = levels.count - 1
    guard last >= 0, !levels[last].isOpened else {
      errno = EACCES
      return false
    }
    levels[last].isOpened = true
    return fchmod(levels[last].directory.rawValue, 0o700) == 0
  }

  private func place(_ name: String) -> String {
    (levels.map(\.name) + [name]).reduce(path) { Path.join($0, $1) }
  }
}
