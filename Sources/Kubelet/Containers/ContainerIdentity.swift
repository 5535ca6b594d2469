package import KubeModel
import SandboxRuntime

/// The user, groups and capabilities that a container runs with.
package struct ContainerIdentity: Sendable, Hashable {
  package var user: UInt32
  package var group: UInt32
  package var supplementaryGroups: [UInt32]
  package var capabilities: [String]
  package var noNewPrivileges: Bool
  /// What was asked for and cannot be had, because the sandbox has no such ids; nil when nothing is missing.
  package var note: String?

  /// - Parameters:
  ///   - ids: The ids that exist in sandboxes: all as root, only 0 without root.
  ///
  /// - Throws: `ConfigurationError` when a container that must not be root would be, by its definition, by its image, or
  ///   because the sandbox has no other user.
  package init(
    container: Container, pod: Pod, image: ResolvedImage, ids: ClosedRange<UInt32>
  ) throws(ConfigurationError) {
    let own = container.securityContext
    let shared = pod.spec.securityContext
    let asked = (own?.runAsUser ?? shared?.runAsUser).map { UInt32(clamping: $0) }
    var user = asked ?? image.user
    var group = (own?.runAsGroup ?? shared?.runAsGroup).map { UInt32(clamping: $0) } ?? image.group
    if own?.runAsNonRoot ?? shared?.runAsNonRoot ?? false {
      let place = "(pod: \"\(pod.kubeletName)\", container: \(container.name ?? ""))"
      if asked == 0 { throw ConfigurationError("container's runAsUser breaks non-root policy \(place)") }
      if user == 0 { throw ConfigurationError("container has runAsNonRoot and image will run as root \(place)") }
      if !ids.contains(user) {
        throw ConfigurationError(
          "container has runAsNonRoot and a cluster that runs without root has no user \(user), only root: run "
            + "localkube as root, or leave runAsNonRoot out \(place)")
      }
    }
    var groups = (shared?.supplementalGroups ?? []).map { UInt32(clamping: $0) }
    if let group = shared?.fsGroup { groups.append(UInt32(clamping: group)) }
    let wanted = [user, group] + groups
    if let missing = wanted.first(where: { !ids.contains($0) }) {
      note =
        "Id \(missing) does not exist without root: the container runs with ids \(ids.lowerBound) "
        + "to \(ids.upperBound) only; run localkube as root if the program needs it"
      if !ids.contains(user) { user = ids.lowerBound }
      if !ids.contains(group) { group = ids.lowerBound }
      groups.removeAll { !ids.contains($0) }
    }
    self.user = user
    self.group = group
    supplementaryGroups = groups
    noNewPrivileges = own?.allowPrivilegeEscalation == false
    capabilities = Self.capabilities(of: own)
  }

  private static func capabilities(of context: SecurityContext?) -> [String] {
    if context?.privileged == true { return all }
    var set = ProcessSpecification.defaultCapabilities
    func qualified(_ name: String) -> String { name.hasPrefix("CAP_") ? name : "CAP_\(name)" }
    let drop = context?.capabilities?.drop.map(qualified) ?? []
    if drop.contains("CAP_ALL") { set = [] }
    set.removeAll { drop.contains($0) }
    for name in context?.capabilities?.add.map(qualified) ?? [] {
      if name == "CAP_ALL" {
        set = all.filter { !drop.contains($0) }
      } else if !set.contains(name) {
        set.append(name)
      }
    }
    return set
  }

  /// All capabilities of capabilities(7).
  private static let all = [
    "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "CHOWN",
    "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE",
    "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE", "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE", "NET_BROADCAST",
    "NET_RAW", "PERFMON", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_CHROOT",
    "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG",
    "WAKE_ALARM",
  ].map { "CAP_\($0)" }
}
