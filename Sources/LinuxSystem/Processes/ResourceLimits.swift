private import CLinux

/// Limits of this process and of those that it starts (getrlimit(2)).
package enum ResourceLimits {
  /// What container engines give a container.
  package static let usualDescriptors: UInt64 = 1 << 20

  /// How many descriptors this process may have open, and to how many it may raise that.
  package static func descriptors() throws(SystemError) -> (soft: UInt64, hard: UInt64) {
    var soft: UInt64 = 0
    var hard: UInt64 = 0
    try checked("getrlimit", "RLIMIT_NOFILE") { unsafe lk_descriptor_limit(&soft, &hard) }
    return (soft, hard)
  }

  /// How many processes and threads the user may have at most (RLIMIT_NPROC); nil when that is not limited.
  package static func processes() throws(SystemError) -> UInt64? {
    var soft: UInt64 = 0
    var hard: UInt64 = 0
    try checked("getrlimit", "RLIMIT_NPROC") { unsafe lk_process_limit(&soft, &hard) }
    return hard == .max ? nil : hard
  }

  /// Has this process, and what it starts, limited as a service that nobody limited, whatever the shell had set.
  ///
  /// What only root may raise stays below the hard limits otherwise.
  package static func setUsual() throws(SystemError) {
    lk_reset_limits()
    let now = try descriptors()
    // select(2) is used nowhere, so more than 1024 does no harm.
    let wanted = max(now.hard, usualDescriptors)
    if lk_set_descriptor_limit(wanted, wanted) == 0 { return }
    try checked("setrlimit", "RLIMIT_NOFILE") { lk_set_descriptor_limit(now.hard, now.hard) }
  }
}
