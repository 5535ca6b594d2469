package import LinuxSystem

/// Where this process lives: what it may do, and who keeps it from what.
///
/// A value, so that what is said of it (``HostObstacle``) is decided without looking at the system.
package struct HostSituation: Sendable, Hashable {
  /// Who made the container that this process is in.
  package enum Engine: Sendable, Hashable {
    case docker
    case podman
  }

  /// The effective user id.
  package var user: UInt32 = 0
  /// The effective capabilities.
  package var capabilities = CapabilitySet.everything
  /// The user ids that exist here.
  package var users = 0...(UInt32.max - 1)
  /// Whether system calls are filtered (seccomp(2)).
  package var hasFilter = false
  /// The security module's profile that confines this process, `docker-default` for example; nil when none does.
  package var confinement: String?
  /// The container engine; nil where there is none or it cannot be told.
  package var engine: Engine?
  /// The systemd service in which this process runs; nil in a session or a container.
  package var service: String?
  /// Paths below `/proc` over which something is mounted.
  package var coveredProc: [String] = []
  /// Settings below `/proc/sys` that are known to be in the way, by their path there.
  package var settings: [String: String] = [:]
  /// The kernel's release.
  package var kernel = ""

  package init() {}

  /// What root must have for the cluster to be made without a user namespace of its own.
  private static let needed = CapabilitySet.named([
    "CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID", "SETPCAP", "SYS_CHROOT", "NET_ADMIN", "SYS_ADMIN",
  ]).set

  /// Whether the cluster is made as for an ordinary user, in a user namespace of its own: in containers, root is often
  /// one by name alone.
  package var needsUserNamespace: Bool { user != 0 || !capabilities.isSuperset(of: Self.needed) }

  /// Whether this is no user namespace with fewer users than the machine has, in which root is one by name.
  package var isWholeMachine: Bool { users.count >= Int(UInt32.max) }

  /// The user ids that containers can have.
  package var containerUsers: ClosedRange<UInt32> { needsUserNamespace ? 0...0 : users }

  /// The settings that are looked at, and their paths below `/proc/sys`.
  static let settingNames =
    ["user", "pid", "mnt", "net", "uts", "ipc"].map { "user/max_\($0)_namespaces" } + [
      "kernel/unprivileged_userns_clone", "kernel/apparmor_restrict_unprivileged_userns",
    ]

  /// Looks at this process.
  package static func current() -> HostSituation {
    // What cannot be read says nothing, and nothing is then said about it.
    func text(_ path: String) -> String { (try? FileSystem.readText(path, limit: 4 << 20)) ?? "" }
    var situation = HostSituation()
    situation.user = CurrentProcess.effectiveUser
    situation.read(status: text("/proc/self/status"))
    situation.read(mounts: text("/proc/self/mountinfo"))
    if let range = IdentityRanges(map: text("/proc/self/uid_map")).ranges.first(where: { $0.contains(0) }) {
      situation.users = range.lowerBound...(range.upperBound - 1)
    }
    situation.read(profile: text("/proc/self/attr/current"))
    situation.engine =
      FileSystem.exists("/run/.containerenv") ? .podman : FileSystem.exists("/.dockerenv") ? .docker : nil
    situation.read(groups: text("/proc/self/cgroup"))
    for name in settingNames {
      let value = text("/proc/sys/" + name).split(separator: "\n").first
      situation.settings[name] = value.map(String.init)
    }
    situation.kernel = text("/proc/sys/kernel/osrelease").split(separator: "\n").first.map(String.init) ?? ""
    return situation
  }

  /// Reads `/proc/self/status` (proc(5)).
  mutating func read(status: String) {
    for line in status.split(separator: "\n") {
      let parts = line.split(whereSeparator: { $0 == ":" || $0 == "\t" || $0 == " " })
      guard parts.count == 2 else { continue }
      switch parts[0] {
      case "CapEff": capabilities = UInt64(parts[1], radix: 16).map(CapabilitySet.init(rawValue:)) ?? capabilities
      case "Seccomp": hasFilter = parts[1] == "2"
      default: break
      }
    }
  }

  /// Reads `/proc/self/mountinfo`: what is mounted over parts of `/proc`.
  mutating func read(mounts: String) {
    coveredProc = mounts.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count > 4, fields[4].hasPrefix("/proc/") else { return nil }
      // An empty directory that is there to be mounted over hides nothing.
      return fields[4].hasPrefix("/proc/sys/fs/binfmt_misc") ? nil : String(fields[4])
    }
  }

  /// Reads the security module's profile: `docker-default (enforce)`, or `unconfined`.
  mutating func read(profile: String) {
    let words = profile.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\0" })
    confinement = words.count == 2 && words[1] == "(enforce)" ? String(words[0]) : nil
  }

  /// Reads `/proc/self/cgroup` (cgroups(7)): the service is the innermost group's name.
  mutating func read(groups: String) {
    let names = groups.split(separator: "\n").compactMap { $0.split(separator: "/").last }
    service = names.last { $0.hasSuffix(".service") && !$0.hasPrefix("user@") }.map(String.init)
  }
}
