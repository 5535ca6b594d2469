private import CLinux
private import Glibc

/// An epoll instance: which of many descriptors is ready (epoll(7), level-triggered).
package struct Poller: ~Copyable {
  /// What a descriptor is watched for, and what became of it.
  package struct Readiness: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let reading = Readiness(rawValue: 0x1)
    package static let writing = Readiness(rawValue: 0x4)
    package static let error = Readiness(rawValue: 0x8)
    package static let hangup = Readiness(rawValue: 0x10)
  }

  private let epoll: OwnedDescriptor
  private var ready = [lk_event](repeating: lk_event(), count: 64)

  package init() throws(SystemError) {
    epoll = OwnedDescriptor(owning: try checked("epoll_create1") { lk_epoll_create() })
  }

  /// Watches a descriptor; `token` is what `wait` calls it.
  package func add(_ descriptor: Int32, _ readiness: Readiness, token: UInt64) throws(SystemError) {
    try checked("epoll_ctl") { lk_epoll_add(epoll.rawValue, descriptor, readiness.rawValue, token) }
  }

  /// Watches a descriptor for something else.
  package func change(_ descriptor: Int32, _ readiness: Readiness, token: UInt64) throws(SystemError) {
    try checked("epoll_ctl") { lk_epoll_change(epoll.rawValue, descriptor, readiness.rawValue, token) }
  }

  /// Watches a descriptor no more; no error when it was not watched.
  package func remove(_ descriptor: Int32) { _ = lk_epoll_remove(epoll.rawValue, descriptor) }

  /// Waits until something is ready or the time is over; -1 waits for ever.
  package mutating func wait(milliseconds: Int32) -> [(token: UInt64, readiness: Readiness)] {
    let count = unsafe lk_epoll_wait(epoll.rawValue, &ready, Int32(ready.count), milliseconds)
    guard count > 0 else { return [] }
    return ready[..<Int(count)].map { ($0.token, Readiness(rawValue: $0.events)) }
  }
}

/// The system's clocks.
package enum Clocks {
  /// Nanoseconds since 1970.
  package static var now: Int64 { read(CLOCK_REALTIME) }
  /// Nanoseconds that only ever grow.
  package static var monotonic: Int64 { read(CLOCK_MONOTONIC) }
  /// Nanoseconds since the machine's start, sleep included.
  package static var sinceBoot: Int64 { read(CLOCK_BOOTTIME) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// Terminals.
package enum Terminal {
  /// Sets the size of the terminal behind either of its ends.
  package static func setSize(_ descriptor: Int32, columns: UInt16, rows: UInt16) throws(SystemError) {
    try checked("ioctl", "TIOCSWINSZ") { lk_set_terminal_size(descriptor, columns, rows) }
  }
}
