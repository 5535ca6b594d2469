private import Glibc

extension FileSystem {
  /// A descriptor that can be read whenever a file of the directory was written to or appeared since (inotify(7)).
  ///
  /// What is read tells nothing more. The descriptor does not wait.
  package static func watchDirectory(_ path: String) throws(SystemError) -> OwnedDescriptor {
    try watchDirectories([path])
  }

  /// The same for several directories, told of by one descriptor.
  package static func watchDirectories(_ paths: [String]) throws(SystemError) -> OwnedDescriptor {
    let number = try checked("inotify_init1") { inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK)) }
    let descriptor = OwnedDescriptor(owning: number)
    let events = UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_ONLYDIR)
    for path in paths {
      try checked("inotify_add_watch", path) { unsafe inotify_add_watch(number, path, events) }
    }
    return descriptor
  }
}

extension OwnedDescriptor {
  /// Up to `count` bytes of a file from `offset` on; fewer at its end.
  package func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    let number = rawValue
    while filled < count {
      let start = filled
      let got = unsafe bytes.withUnsafeMutableBytes { all in
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: all[start...])
        return unsafe pread(number, rest.baseAddress, rest.count, off_t(offset + start))
      }
      if got > 0 { filled += got } else if got == 0 { break } else if errno != EINTR { throw .last("pread") }
    }
    bytes.removeLast(count - filled)
    return bytes
  }

  /// Writes all bytes from `offset` on.
  package func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
    let number = rawValue
    var written = 0
    while written < bytes.count {
      let start = written
      let count = unsafe bytes.withUnsafeBytes { all in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: all[start...])
        return unsafe pwrite(number, rest.baseAddress, rest.count, off_t(offset + start))
      }
      if count >= 0 { written += count } else if errno != EINTR { throw .last("pwrite") }
    }
  }
}
