private import CLinux
private import Glibc

/// The system's wall clock (`CLOCK_REALTIME`, clock_gettime(2)).
package enum WallClock {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  package static func nanoseconds() -> Int64 {
    var time = timespec()
    // It cannot fail: the clock exists on every Linux, and the address is valid.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
