private import CLinux
private import Glibc

/// A process cloned into new namespaces that waits to be let go before it executes its program.
package struct NamespacedProcess: ~Copyable {
  /// Its id in the caller's PID namespace.
  package let pid: Int32
  package var pidfd: OwnedDescriptor
  private var gate: OwnedDescriptor
  private var report: OwnedDescriptor

  /// Clones the process; the program inherits the descriptors in `kept`, which are above 2.
  ///
  /// With an `environment` it has those `NAME=value` entries, otherwise the caller's. With `diesWithParent` the kernel kills it when the calling *thread* ends.
  package init(
    executable: String, arguments: [String], environment: [String]? = nil, namespaces: NamespaceKinds,
    diesWithParent: Bool, kept: [Int32]
  ) throws(SystemError) {
    // One array for both: the arguments and, behind their end, the environment.
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe []
    for argument in arguments { unsafe pointers.append(strdup(argument)) }
    unsafe pointers.append(nil)
    for entry in environment ?? [] { unsafe pointers.append(strdup(entry)) }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free($0) } }
    var pidfd: Int32 = -1
    var gate: Int32 = -1
    var report: Int32 = -1
    let pid = unsafe pointers.withUnsafeBufferPointer { all in
      unsafe all.withMemoryRebound(to: UnsafePointer<CChar>?.self) { all in
        unsafe kept.withUnsafeBufferPointer { kept in
          unsafe lk_start(
            executable, all.baseAddress, environment == nil ? nil : all.baseAddress?.advanced(by: arguments.count + 1),
            namespaces.rawValue, diesWithParent ? 1 : 0, kept.baseAddress, kept.count,
            &pidfd, &gate, &report)
        }
      }
    }
    guard pid > 0 else { throw .last("clone3") }
    self.pid = pid
    self.pidfd = OwnedDescriptor(owning: pidfd)
    self.gate = OwnedDescriptor(owning: gate)
    self.report = OwnedDescriptor(owning: report)
  }

  /// Lets it execute its program, and returns when it has.
  package func release() throws(SystemError) {
    try gate.writeAll([1])
    let answer = try report.readToEnd(limit: 64)
    guard !answer.isEmpty else { return }
    var number: Int32 = 0
    for (index, byte) in answer.prefix(4).enumerated() { number |= Int32(byte) << (8 * Int32(index)) }
    throw SystemError("execve", number: number)
  }
}
