private import CLinux
internal import Glibc

/// What stat(2) says of a file.
package struct FileStatus: Sendable, Hashable {
  /// What kind of thing it is.
  package enum Kind: Sendable, Hashable {
    case file, directory, link, socket, pipe, characterDevice, blockDevice, other
  }

  package let kind: Kind
  /// The permission bits, set-user-id and sticky bits included.
  package let permissions: UInt32
  package let size: Int
  /// The bytes that it takes on the disk.
  package let allocated: Int
  /// How many names it has.
  package let links: Int
  package let user: UInt32
  package let group: UInt32
  package let device: UInt64
  package let inode: UInt64
  /// The time of the last change of content, in nanoseconds since 1970.
  package let modifiedAt: Int64

  init(_ raw: stat) {
    kind =
      switch raw.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFSOCK: .socket
      case S_IFIFO: .pipe
      case S_IFCHR: .characterDevice
      case S_IFBLK: .blockDevice
      default: .other
      }
    permissions = UInt32(raw.st_mode & ~S_IFMT)
    size = Int(raw.st_size)
    allocated = Int(raw.st_blocks) * 512
    links = Int(raw.st_nlink)
    user = raw.st_uid
    group = raw.st_gid
    device = UInt64(raw.st_dev)
    inode = UInt64(raw.st_ino)
    modifiedAt = Int64(raw.st_mtim.tv_sec) * 1_000_000_000 + Int64(raw.st_mtim.tv_nsec)
  }
}

extension FileSystem {
  /// What is at `path`, or where a link there leads to.
  package static func status(_ path: String, followsLinks: Bool = true) throws(SystemError) -> FileStatus {
    var raw = stat()
    try checked("stat", path) { unsafe followsLinks ? stat(path, &raw) : lstat(path, &raw) }
    return FileStatus(raw)
  }

  /// What the open file is.
  package static func status(of descriptor: borrowing OwnedDescriptor) throws(SystemError) -> FileStatus {
    var raw = stat()
    let number = descriptor.rawValue
    try checked("fstat") { unsafe fstat(number, &raw) }
    return FileStatus(raw)
  }

  /// Whether `path` leads to something; false also when that cannot be found out.
  package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Whether this process may run the file at `path`.
  package static func isExecutable(_ path: String) -> Bool {
    // A file that cannot be looked at cannot be run either.
    guard let status = try? status(path), status.kind == .file else { return false }
    return unsafe access(path, X_OK) == 0
  }

  /// How many bytes this process may still write on the file system of `path` (statvfs(3)).
  package static func freeBytes(_ path: String) throws(SystemError) -> UInt64 {
    var raw = statvfs()
    try checked("statvfs", path) { unsafe statvfs(path, &raw) }
    return UInt64(geteuid() == 0 ? raw.f_bfree : raw.f_bavail) * UInt64(raw.f_frsize)
  }

  /// The names in a directory, sorted, without `.` and `..`.
  package static func list(_ path: String) throws(SystemError) -> [String] {
    let directory = try open(path, .directory)
    return try DirectoryStream.names(owning: directory.release(), path: path).sorted()
  }
}

/// Reading a directory's entries.
enum DirectoryStream {
  /// The names in the directory behind `descriptor`, which this call closes.
  static func names(owning descriptor: Int32, path: String) throws(SystemError) -> [String] {
    guard let stream = unsafe fdopendir(descriptor) else {
      let error = SystemError.last("opendir", path)
      close(descriptor)
      throw error
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw .last("readdir", path) }
        return names
      }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
  }
}
