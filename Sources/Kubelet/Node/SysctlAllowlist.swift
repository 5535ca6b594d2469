package import KubeModel

/// The kernel settings that a pod may set (Kubernetes, "Using sysctls in a Kubernetes Cluster": "Safe and Unsafe
/// Sysctls").
package enum SysctlAllowlist {
  /// The reason of a pod that sets another one.
  package static let reason = "SysctlForbidden"

  private enum Namespace: String {
    case ipc = "IPC"
    case network = "Net"
  }

  private static let safe: [String: Namespace] = [
    "kernel.shm_rmid_forced": .ipc, "net.ipv4.ip_local_port_range": .network, "net.ipv4.tcp_syncookies": .network,
    "net.ipv4.ping_group_range": .network, "net.ipv4.ip_unprivileged_port_start": .network,
    "net.ipv4.ip_local_reserved_ports": .network, "net.ipv4.tcp_keepalive_time": .network,
    "net.ipv4.tcp_fin_timeout": .network, "net.ipv4.tcp_keepalive_intvl": .network,
    "net.ipv4.tcp_keepalive_probes": .network, "net.ipv4.tcp_rmem": .network, "net.ipv4.tcp_wmem": .network,
  ]

  /// Why the pod may not run, as the kubelet words it; nil when it may.
  package static func problem(of pod: Pod) -> String? {
    for sysctl in pod.spec.securityContext?.sysctls ?? [] {
      let name = dotted(sysctl.name ?? "")
      guard let namespace = safe[name] else { return "forbidden sysctl: \"\(name)\" not allowlisted" }
      let isShared = namespace == .network ? pod.spec.hostNetwork : pod.spec.hostIPC
      if isShared == true { return "forbidden sysctl: \"\(name)\" not allowed with host \(namespace.rawValue) enabled" }
    }
    return nil
  }

  /// A name with dots between its parts, which may also be written with slashes (sysctl(8)): where the first of both is
  /// a slash, the two change places.
  private static func dotted(_ name: String) -> String {
    guard let first = name.first(where: { $0 == "." || $0 == "/" }), first == "/" else { return name }
    return String(name.map { $0 == "/" ? "." : $0 == "." ? "/" : $0 })
  }
}
