import Glibc

/// A datagram socket in the place of systemd's; `NOTIFY_SOCKET` names it while it lives.
final class NotificationSocket {
  private let descriptor: Int32
  private let path: String

  init?() {
    let path = "/tmp/localkube-notify-\(UInt64.random(in: 0 ... .max))"
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { bytes in unsafe bytes.copyBytes(from: path.utf8) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let outcome = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(descriptor, $0, size) }
    }
    guard outcome == 0 else { return nil }
    // A message that never comes must fail the test, not hang it.
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    _ = unsafe setenv("NOTIFY_SOCKET", path, 1)
  }

  deinit {
    _ = unsafe unsetenv("NOTIFY_SOCKET")
    _ = unsafe unsetenv("WATCHDOG_USEC")
    _ = unsafe unlink(path)
    _ = close(descriptor)
  }

  /// Asks for a watchdog ping at least this often.
  func setWatchdog(microseconds: Int) { _ = unsafe setenv("WATCHDOG_USEC", String(microseconds), 1) }

  /// The next message; nil when none comes for ten seconds.
  func next() -> String? {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe recv(descriptor, bytes.baseAddress, bytes.count, 0)
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}
