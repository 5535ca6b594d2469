import OrderedCollections

/// The security contexts of pods and containers.
extension Validation {
  /// The range of the ids of users and groups.
  private static let ids: ClosedRange<Int64> = 0...2_147_483_647

  static func containerSecurity(
    _ context: JSONValue, sharesUsers: Bool, _ path: FieldPath, _ findings: inout Findings
  ) {
    for name in ["runAsUser", "runAsGroup"] { findings.within(path[name], context[name], ids) }
    if let mount = context["procMount"] {
      findings.optionalChoice(path["procMount"], mount, ["Default", "Unmasked"])
      if mount == "Unmasked", sharesUsers {
        findings.invalid(path["procMount"], mount, "`hostUsers` must be false to use `Unmasked`")
      }
    }
    seccompProfile(context["seccompProfile"], path["seccompProfile"], &findings)
    if context["allowPrivilegeEscalation"] == false {
      if context.isTrue("privileged") {
        findings.invalid(
          path, context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true")
      }
      for capability in context["capabilities"]?.list("add") ?? [] where capability == "CAP_SYS_ADMIN" {
        findings.invalid(
          path, context, "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN")
      }
    }
    windowsOptions(context["windowsOptions"], path["windowsOptions"], &findings)
    appArmorProfile(context["appArmorProfile"], path["appArmorProfile"], &findings)
  }

  static func podSecurity(_ spec: JSONValue, _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings) {
    guard let context = spec["securityContext"] else { return }
    let path = path["securityContext"]
    for name in ["fsGroup", "runAsUser", "runAsGroup"] { findings.within(path[name], context[name], ids) }
    for (index, group) in context.list("supplementalGroups").enumerated() {
      findings.within(path["supplementalGroups"][index], group, ids)
    }
    if spec.isTrue("shareProcessNamespace"), spec.isTrue("hostPID") {
      findings.invalid(
        path["shareProcessNamespace"], true, "ShareProcessNamespace and HostPID cannot both be enabled")
    }
    sysctls(context.list("sysctls"), spec, path["sysctls"], pod, &findings)
    findings.optionalChoice(path["fsGroupChangePolicy"], context["fsGroupChangePolicy"], ["Always", "OnRootMismatch"])
    seccompProfile(context["seccompProfile"], path["seccompProfile"], &findings)
    windowsOptions(context["windowsOptions"], path["windowsOptions"], &findings)
    appArmorProfile(context["appArmorProfile"], path["appArmorProfile"], &findings)
    findings.optionalChoice(
      path["supplementalGroupsPolicy"], context["supplementalGroupsPolicy"], ["Merge", "Strict"])
    findings.optionalChoice(
      path["seLinuxChangePolicy"], context["seLinuxChangePolicy"], ["MountOption", "Recursive"])
  }

  // MARK: Settings of the kernel

  private static func sysctls(
    _ list: [JSONValue], _ spec: JSONValue, _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings
  ) {
    var names: Set<String> = []
    for (index, setting) in list.enumerated() {
      let path = path[index]["name"]
      let name = setting.text("name")
      if name.isEmpty {
        findings.required(path)
      } else if !NameForms.isSysctl(name) {
        findings.invalid(
          path, .string(name),
          "must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*"
            + "[a-z0-9]([-_a-z0-9]*[a-z0-9])?$")
      } else if names.contains(name) {
        findings.duplicate(path, .string(name))
      }
      names.insert(name)
      if !pod.tolerates.contains(.sysctlsOfTheHost) { hostSetting(name, spec, path, &findings) }
    }
  }

  /// A setting of a namespace that the pod shares with the node.
  static func hostSetting(_ name: String, _ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    switch settingNamespace(name) {
    case "net"? where spec.isTrue("hostNetwork"):
      findings.invalid(path, .string(name), "may not be specified when 'hostNetwork' is true")
    case "ipc"? where spec.isTrue("hostIPC"):
      findings.invalid(path, .string(name), "may not be specified when 'hostIPC' is true")
    default: break
    }
  }

  /// The namespace that a setting belongs to: `net`, `ipc`; nil for one of the whole machine.
  static func settingNamespace(_ name: String) -> String? {
    // What stands between the first parts decides which sign separates them (sysctl.d(5)).
    let usesSlashes = name.first { $0 == "." || $0 == "/" } == "/"
    let dotted = usesSlashes ? String(name.map { $0 == "/" ? "." : $0 == "." ? "/" : $0 }) : name
    if ["kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced"].contains(dotted)
      || dotted.hasPrefix("kernel.msg") || dotted.hasPrefix("fs.mqueue.")
    {
      return "ipc"
    }
    return dotted.hasPrefix("net.") ? "net" : nil
  }

  // MARK: Profiles

  private static func seccompProfile(_ profile: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    guard let profile else { return }
    let type = profile.text("type")
    if type.isEmpty {
      findings.required(path["type"], "type is required when seccompProfile is set")
    } else {
      findings.optionalChoice(path["type"], .string(type), ["Localhost", "RuntimeDefault", "Unconfined"])
    }
    let file = profile["localhostProfile"]?.stringValue
    if type == "Localhost" {
      if let file {
        descendingPath(file, path["localhostProfile"], &findings)
      } else {
        findings.required(path["localhostProfile"], "must be set when seccomp type is Localhost")
      }
    } else if file != nil {
      findings.invalid(path["localhostProfile"], profile, "can only be set when seccomp type is Localhost")
    }
  }

  private static func appArmorProfile(_ profile: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    guard let profile else { return }
    let place = path["localhostProfile"]
    let name = profile["localhostProfile"]?.stringValue
    switch profile.text("type") {
    case "Localhost":
      let isNeeded = "must be set when AppArmor type is Localhost"
      guard let name else { return findings.required(place, isNeeded) }
      if name.trimmed != name {
        findings.invalid(place, .string(name), "must not be padded with whitespace")
      } else if name.isEmpty {
        findings.required(place, isNeeded)
      }
      if name.utf8.count > 4_095 { findings.tooLong(place, limit: 4_095) }
    case "RuntimeDefault", "Unconfined":
      if let name { findings.invalid(place, .string(name), "can only be set when AppArmor type is Localhost") }
    case "": findings.required(path["type"], "type is required when appArmorProfile is set")
    default:
      findings.optionalChoice(path["type"], profile["type"], ["Localhost", "RuntimeDefault", "Unconfined"])
    }
  }
}
