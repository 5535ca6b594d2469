/// A set of capabilities (capabilities(7)).
package struct CapabilitySet: OptionSet, Sendable, Hashable {
  package let rawValue: UInt64
  package init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The set with these names (`CAP_NET_RAW`, `NET_RAW`, or `ALL`), or the first that is unknown.
  package static func named(_ names: [String]) -> (set: CapabilitySet, unknown: String?) {
    var set = CapabilitySet()
    for name in names {
      let upper = name.uppercased()
      let short = upper.hasPrefix("CAP_") ? String(upper.dropFirst(4)) : upper
      if short == "ALL" {
        set = CapabilitySet(rawValue: .max)
      } else if let number = Self.names.firstIndex(of: short) {
        set.insert(CapabilitySet(rawValue: 1 << UInt64(number)))
      } else {
        return (set, name)
      }
    }
    return (set, nil)
  }

  /// Every capability that has a name.
  package static let everything = CapabilitySet(rawValue: (1 << UInt64(names.count)) - 1)
  /// CAP_SYS_ADMIN.
  package static let systemAdministration = CapabilitySet(rawValue: 1 << 21)
  /// CAP_SYS_RESOURCE.
  package static let resources = CapabilitySet(rawValue: 1 << 24)

  // In the order of their numbers.
  private static let names = [
    "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP",
    "LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER",
    "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE",
    "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP",
    "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ", "PERFMON", "BPF",
    "CHECKPOINT_RESTORE",
  ]
}
