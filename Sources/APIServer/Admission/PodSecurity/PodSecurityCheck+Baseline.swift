import KubeModel

extension PodSecurityCheck {
  /// The controls of the level `baseline`; some of them give way to stricter ones in `restricted`.
  static func baseline(isRestricted: Bool, minor: Int) -> [PodSecurityCheck] {
    var checks = [appArmor]
    if !isRestricted || minor < 22 { checks.append(capabilities) }
    checks.append(hostNamespaces)
    if !isRestricted { checks.append(hostPaths) }
    checks += [hostPorts, privileged, procMount, seLinux]
    if minor < 19 { checks.append(oldSeccomp) } else if !isRestricted { checks.append(seccomp) }
    return checks + [sysctls, windowsHostProcess]
  }

  private static let appArmor = PodSecurityCheck { subject in
    let allowed: Set = ["RuntimeDefault", "Localhost"]
    func type(_ profile: JSONValue?) -> String? { profile.map { $0["type"]?.stringValue ?? "" } }
    let own = type(subject.context("appArmorProfile")).flatMap { allowed.contains($0) ? nil : $0 }
    let bad = subject.containers.compactMap { container in
      type(container.context("appArmorProfile")).flatMap { value in
        allowed.contains(value) ? nil : (name: container["name"]?.stringValue ?? "", value: value)
      }
    }
    let annotations = subject.metadata.annotations.filter { key, value in
      key.hasPrefix("container.apparmor.security.beta.kubernetes.io/")
        && !(value.isEmpty || value == "runtime/default" || value.hasPrefix("localhost/"))
    }.map { "\($0.key)=\"\($0.value)\"" }.sorted()
    var parts = setters(isPod: own != nil, bad.map(\.name)).map { [$0] } ?? []
    if !annotations.isEmpty { parts.append(plural("annotation", annotations)) }
    guard !parts.isEmpty else { return nil }
    let values = Set(bad.map(\.value) + [own].compactMap(\.self)).sorted() + annotations
    return Violation(
      reason: plural("forbidden AppArmor profile", values),
      detail: "\(parts.joined(separator: " and ")) must not set AppArmor profile type to \(quoted(values))")
  }

  private static let capabilities = PodSecurityCheck { subject in
    let allowed: Set = [
      "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP",
      "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ]
    func others(_ container: JSONValue) -> [String] {
      (container.context("capabilities")?["add"]?.arrayValue ?? []).compactMap(\.stringValue)
        .filter { !allowed.contains($0) }
    }
    let names = subject.names { !others($0).isEmpty }
    guard !names.isEmpty else { return nil }
    let added = Set(subject.containers.flatMap(others)).sorted()
    return Violation(
      reason: "non-default capabilities",
      detail: "\(containers(names)) must not include \(quoted(added)) in securityContext.capabilities.add")
  }

  private static let hostNamespaces = PodSecurityCheck { subject in
    let shared = ["hostNetwork", "hostPID", "hostIPC"].filter { subject.spec.json[$0] == true }
    guard !shared.isEmpty else { return nil }
    return Violation(reason: "host namespaces", detail: shared.map { "\($0)=true" }.joined(separator: ", "))
  }

  private static let hostPaths = PodSecurityCheck { subject in
    let names = (subject.spec.json["volumes"]?.arrayValue ?? []).filter { $0["hostPath"] != nil }
      .map { $0["name"]?.stringValue ?? "" }
    guard !names.isEmpty else { return nil }
    return Violation(reason: "hostPath volumes", detail: "\(plural("volume", names)) \(quoted(names))")
  }

  private static let hostPorts = PodSecurityCheck { subject in
    func ports(_ container: JSONValue) -> [String] {
      (container["ports"]?.arrayValue ?? []).compactMap { $0["hostPort"]?.integerValue }.filter { $0 != 0 }
        .map { String($0) }
    }
    let names = subject.names { !ports($0).isEmpty }
    guard !names.isEmpty else { return nil }
    let used = Set(subject.containers.flatMap(ports)).sorted()
    return Violation(
      reason: "hostPort",
      detail: "\(containers(names)) \(names.count == 1 ? "uses" : "use") \(plural("hostPort", used)) "
        + used.joined(separator: ", "))
  }

  private static let privileged = PodSecurityCheck { subject in
    let names = subject.names { $0.context("privileged") == true }
    guard !names.isEmpty else { return nil }
    return Violation(
      reason: "privileged", detail: "\(containers(names)) must not set securityContext.privileged=true")
  }

  private static let procMount = PodSecurityCheck { subject in
    func other(_ container: JSONValue) -> String? {
      container.context("procMount")?.stringValue.flatMap { $0 == "Default" ? nil : $0 }
    }
    let names = subject.names { other($0) != nil }
    guard !names.isEmpty else { return nil }
    let types = Set(subject.containers.compactMap(other)).sorted()
    return Violation(
      reason: "procMount", detail: "\(containers(names)) must not set securityContext.procMount to \(quoted(types))")
  }

  private static let seLinux = PodSecurityCheck { subject in
    var allowed: Set = ["", "container_t", "container_init_t", "container_kvm_t"]
    if subject.minor >= 31 { allowed.insert("container_engine_t") }
    func isBad(_ options: JSONValue?) -> Bool {
      guard let options else { return false }
      return !allowed.contains(options["type"]?.stringValue ?? "")
        || ["user", "role"].contains { options[$0]?.stringValue?.isEmpty == false }
    }
    let own = subject.context("seLinuxOptions")
    let names = subject.names { isBad($0.context("seLinuxOptions")) }
    guard let setters = setters(isPod: isBad(own), names) else { return nil }
    let all = ([own] + subject.containers.map { $0.context("seLinuxOptions") }).compactMap(\.self)
    let types = Set(all.map { $0["type"]?.stringValue ?? "" }.filter { !allowed.contains($0) }).sorted()
    var data = types.isEmpty ? [] : ["\(plural("type", types)) \(quoted(types))"]
    for member in ["user", "role"] where all.contains(where: { $0[member]?.stringValue?.isEmpty == false }) {
      data.append("\(member) may not be set")
    }
    return Violation(
      reason: "seLinuxOptions",
      detail: "\(setters) set forbidden securityContext.seLinuxOptions: \(data.joined(separator: "; "))")
  }

  /// Before 1.19 profiles were annotations.
  private static let oldSeccomp = PodSecurityCheck { subject in
    let keys =
      ["seccomp.security.alpha.kubernetes.io/pod"]
      + subject.names { _ in true }.map { "container.seccomp.security.alpha.kubernetes.io/\($0)" }
    let bad = Set(keys).compactMap { key in subject.metadata.annotations[key].map { (key, $0) } }.filter { _, value in
      !["runtime/default", "docker/default"].contains(value) && !value.hasPrefix("localhost/")
    }.map { "\($0.0)=\"\($0.1)\"" }.sorted()
    guard !bad.isEmpty else { return nil }
    return Violation(
      reason: "seccompProfile", detail: "forbidden \(plural("annotation", bad)) \(bad.joined(separator: ", "))")
  }

  private static let seccomp = PodSecurityCheck { explicitSeccomp($0) }

  /// A profile that is set, but to something that protects from nothing.
  static func explicitSeccomp(_ subject: Subject) -> Violation? {
    func other(_ profile: JSONValue?) -> String? {
      profile.map { $0["type"]?.stringValue ?? "" }.flatMap { isSeccomp($0) ? nil : $0 }
    }
    let own = other(subject.context("seccompProfile"))
    let names = subject.names { other($0.context("seccompProfile")) != nil }
    guard let setters = setters(isPod: own != nil, names) else { return nil }
    let containers = subject.containers.compactMap { other($0.context("seccompProfile")) }
    let values = Set(containers + [own].compactMap(\.self)).sorted()
    return Violation(
      reason: "seccompProfile",
      detail: "\(setters) must not set securityContext.seccompProfile.type to \(quoted(values))")
  }

  static func isSeccomp(_ type: String) -> Bool { type == "RuntimeDefault" || type == "Localhost" }

  private static let sysctls = PodSecurityCheck { subject in
    let allowed: [(since: Int, names: [String])] = [
      (
        0,
        [
          "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies",
          "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start",
        ]
      ),
      (27, ["net.ipv4.ip_local_reserved_ports"]),
      (
        29,
        [
          "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes",
        ]
      ),
      (32, ["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"]),
    ]
    let names = Set(allowed.filter { $0.since <= subject.minor }.flatMap(\.names))
    let bad = (subject.context("sysctls")?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }
      .filter { !names.contains($0) }
    return bad.isEmpty ? nil : Violation(reason: "forbidden sysctls", detail: bad.joined(separator: ", "))
  }

  private static let windowsHostProcess = PodSecurityCheck { subject in
    let names = subject.names { $0.context("windowsOptions")?["hostProcess"] == true }
    guard let setters = setters(isPod: subject.context("windowsOptions")?["hostProcess"] == true, names) else {
      return nil
    }
    return Violation(
      reason: "hostProcess", detail: "\(setters) must not set securityContext.windowsOptions.hostProcess=true")
  }
}
