private import CLinux
private import Glibc

/// A process that `ChildProgram.spawn` cloned, on its way to exec or past it.
package struct ChildProcess: ~Copyable {
  /// Its id in the caller's PID namespace.
  package let pid: Int32
  package var pidfd: OwnedDescriptor
  /// Readable when there is a report.
  package var report: OwnedDescriptor
}

/// What a child says while it is on its way to exec.
package enum ChildReport: ~Copyable {
  /// Nothing yet.
  case nothing
  /// The program runs now, or (when its pidfd is readable at once) the child was killed on the way.
  case executed
  /// The step with this index failed with this error number, and the child ends.
  case failed(step: Int, number: Int32)
  /// The process that goes on in its place; the one that was cloned ends.
  case born(OwnedDescriptor)
  /// The terminal that it opened.
  case terminal(controller: OwnedDescriptor, device: OwnedDescriptor)
}

/// Reads a child's next report.
package func nextReport(from socket: SharedDescriptor) -> ChildReport {
  var raw = lk_report()
  var descriptors: [Int32] = [-1, -1]
  var count = descriptors.count
  let size = unsafe lk_receive(socket.rawValue, &raw, MemoryLayout<lk_report>.size, &descriptors, &count)
  if size < 0, errno == EAGAIN || errno == EINTR { return .nothing }
  // What came along with anything else has no owner otherwise.
  var rest = descriptors[..<count]
  defer { UnixSocket.closeAll(Array(rest)) }
  guard size == MemoryLayout<lk_report>.size else { return .executed }
  if raw.kind == Int32(lk_report_born), count == 1 {
    rest = []
    return .born(OwnedDescriptor(owning: descriptors[0]))
  }
  if raw.kind == Int32(lk_report_terminal), count == 2 {
    rest = []
    return .terminal(
      controller: OwnedDescriptor(owning: descriptors[0]), device: OwnedDescriptor(owning: descriptors[1]))
  }
  return .failed(step: Int(raw.step), number: raw.error)
}

/// Signals and endings by pidfd, which never mean another process that got the same number later.
package enum ProcessHandle {
  /// A handle of a process by its id.
  package static func open(pid: Int32) throws(SystemError) -> OwnedDescriptor {
    OwnedDescriptor(owning: try checked("pidfd_open") { lk_pidfd_open(pid) })
  }

  /// Sends a signal; no error when the process has ended.
  package static func signal(_ pidfd: Int32, _ signal: Int32) throws(SystemError) {
    guard lk_pidfd_send_signal(pidfd, signal) != 0, errno != ESRCH else { return }
    throw .last("pidfd_send_signal")
  }

  /// The exit code of a child that has ended (128 and the number of the signal that ended it) and that signal, or 0;
  /// nil when it runs.
  ///
  /// Takes the child out of the process table.
  package static func reap(_ pidfd: Int32, waits: Bool = false) throws(SystemError) -> (code: Int32, signal: Int32)? {
    var code: Int32 = 0
    var signal: Int32 = 0
    let result = try checked("waitid") { unsafe lk_reap(pidfd, waits ? 1 : 0, &code, &signal) }
    return result == 0 ? nil : (code, signal)
  }

  /// The id of the process in the PID namespace to which `/proc` belongs; nil when that cannot be read.
  package static func visibleID(_ pidfd: Int32) -> Int32? {
    // Without /proc there is no such number to tell, and that is what nil says.
    guard let text = try? FileSystem.readText("/proc/self/fdinfo/\(pidfd)") else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix("Pid:") {
      return Int32(line.dropFirst(4).drop { $0 == " " || $0 == "\t" }).flatMap { $0 > 0 ? $0 : nil }
    }
    return nil
  }
}

/// Facts about this process.
package enum CurrentProcess {
  package static var effectiveUser: UInt32 { geteuid() }
  package static var effectiveGroup: UInt32 { getegid() }
  package static var id: Int32 { getpid() }
  /// Whether the calling thread is the process's first: a parent-death signal goes with the thread that cloned.
  package static var isOnMainThread: Bool { lk_gettid() == getpid() }
  /// Sets the mask of permissions that files made by this process do not get (umask(2)).
  package static func setFileModeMask(_ mask: UInt32) { umask(mode_t(mask)) }

  /// Keeps others without CAP_SYS_PTRACE from tracing this process and from looking into it (PR_SET_DUMPABLE).
  package static func setNotDumpable() throws(SystemError) { try checked("prctl") { lk_set_not_dumpable() } }

  /// Ends the process at once.
  package static func exit(_ code: Int32) -> Never { _exit(code) }
  /// Writes to a closed pipe are errors from now on, not deaths.
  package static func ignoreBrokenPipes() { lk_ignore_broken_pipes() }

  /// Runs a program and waits for it: its exit code.
  package static func run(_ path: String, _ arguments: [String]) throws(SystemError) -> Int32 {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe []
    for argument in [path] + arguments { unsafe pointers.append(strdup(argument)) }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free($0) } }
    let code = unsafe pointers.withUnsafeBufferPointer { all in
      unsafe all.withMemoryRebound(to: UnsafePointer<CChar>?.self) { unsafe lk_run(path, $0.baseAddress) }
    }
    guard code >= 0 else { throw .last("posix_spawn", path) }
    return code
  }
}
