import LinuxSystem

/// Kernel settings of a sandbox (the `sysctls` of a pod's security context).
enum Sysctls {
  /// The settings that belong to IPC namespaces, by their first letters.
  private static let ofIPC = ["kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue."]
  private static let ofNetwork = ["net."]

  /// Sets them in the namespaces in which the caller is.
  ///
  /// - Parameter sharesNetwork: Whether the network is the whole cluster's: then none of its settings is touched.
  ///
  /// - Throws: `EPERM` for what is no setting of a namespace that the sandbox has for itself; nothing is set then.
  static func set(_ settings: [String: String], sharesNetwork: Bool) throws(SystemError) {
    var files: [(path: String, value: String)] = []
    for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
      guard let path = path(of: name, sharesNetwork: sharesNetwork) else {
        throw SystemError("sysctl", name, number: SystemError.notPermitted)
      }
      files.append((path, value))
    }
    for (path, value) in files { try FileSystem.open(path, .updating).writeAll(Array(value.utf8)) }
  }

  /// The file of a setting; nil when it is none of the sandbox's own.
  static func path(of name: String, sharesNetwork: Bool) -> String? {
    let name = dotted(name)
    let allowed = name.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte) || ".-_/".utf8.contains(byte)
    }
    let known = ofIPC + (sharesNetwork ? [] : ofNetwork)
    guard allowed, known.contains(where: name.hasPrefix) else { return nil }
    // A dot in a device's name is written as a slash, and is a dot again in the file's name.
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { part in
      String(part.map { $0 == "/" ? "." : $0 })
    }
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else { return nil }
    return "/proc/sys/" + parts.joined(separator: "/")
  }

  /// A name with dots between its parts: both are in use, `net.ipv4.ip_forward` and `net/ipv4/ip_forward` (sysctl(8)).
  private static func dotted(_ name: String) -> String {
    guard name.first(where: { $0 == "." || $0 == "/" }) == "/" else { return name }
    return String(name.map { $0 == "/" ? "." : $0 == "." ? "/" : $0 })
  }
}
