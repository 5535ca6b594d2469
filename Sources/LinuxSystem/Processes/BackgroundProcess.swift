private import CLinux
private import Glibc

/// What a process does to become a daemon, and to be the only one of its kind.
package enum BackgroundProcess {
  /// Leaves the terminal's session; no error when this process leads one already.
  package static func startSession() { _ = setsid() }

  /// Makes the standard stream `number` (0, 1 or 2) another name for an open file.
  package static func redirect(_ number: Int32, to descriptor: Int32) throws(SystemError) {
    try checked("dup2") { dup2(descriptor, number) }
  }

  /// Takes the lock of an open file for as long as it, or a copy of it, is open (flock(2)).
  ///
  /// Returns false when another process has it.
  package static func lock(_ descriptor: Int32) throws(SystemError) -> Bool {
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK: return false
      default: throw .last("flock")
      }
    }
    return true
  }

  /// The same, tried again every hundredth of a second until the time is over.
  package static func lock(_ descriptor: Int32, within milliseconds: Int) throws(SystemError) -> Bool {
    for _ in 0..<milliseconds / 10 {
      if try lock(descriptor) { return true }
      pause(milliseconds: 10)
    }
    return try lock(descriptor)
  }

  /// Lets the calling thread sleep.
  package static func pause(milliseconds: Int) { usleep(useconds_t(milliseconds * 1_000)) }

  /// Replaces this process by a program; returns only to throw.
  package static func execute(_ path: String, _ arguments: [String]) throws(SystemError) {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe []
    for argument in arguments { unsafe pointers.append(strdup(argument)) }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free($0) } }
    _ = unsafe execv(path, pointers)
    throw .last("execv", path)
  }
}

/// Signals that arrive as something to read instead of interrupting (signalfd(2)); they are blocked from then on.
package struct SignalDescriptor: ~Copyable {
  private let descriptor: OwnedDescriptor

  package init(_ signals: [Int32]) throws(SystemError) {
    let number = try checked("signalfd") { unsafe lk_signal_descriptor(signals, signals.count) }
    descriptor = OwnedDescriptor(owning: number)
  }

  /// To be watched for reading.
  package var rawValue: Int32 { descriptor.rawValue }

  /// The next signal that arrived; nil when there is none.
  package func next() throws(SystemError) -> Int32? {
    var record = [UInt8](repeating: 0, count: 128)  // sizeof(struct signalfd_siginfo); the number stands first.
    guard case .bytes(let count) = try descriptor.read(into: &record), count >= 4 else { return nil }
    return Int32(record[0])
  }

  package static let terminate = SIGTERM
  package static let interrupt = SIGINT
  package static let hangup = SIGHUP
  package static let user1 = SIGUSR1
}
