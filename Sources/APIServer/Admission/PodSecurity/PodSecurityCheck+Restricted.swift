import KubeModel
import OrderedCollections

extension PodSecurityCheck {
  /// The controls that the level `restricted` adds.
  static let restricted = [escalation, allCapabilities, volumes, runAsNonRoot, runAsUser, requiredSeccomp]

  private static let escalation = PodSecurityCheck(since: 8) { subject in
    guard !(subject.isWindows && subject.minor >= 25) else { return nil }
    let names = subject.names { $0.context("allowPrivilegeEscalation") != false }
    guard !names.isEmpty else { return nil }
    return Violation(
      reason: "allowPrivilegeEscalation != false",
      detail: "\(containers(names)) must set securityContext.allowPrivilegeEscalation=false")
  }

  private static let allCapabilities = PodSecurityCheck(since: 22) { subject in
    guard !(subject.isWindows && subject.minor >= 25) else { return nil }
    func added(_ container: JSONValue) -> [String] {
      (container.context("capabilities")?["add"]?.arrayValue ?? []).compactMap(\.stringValue)
        .filter { $0 != "NET_BIND_SERVICE" }
    }
    let keeping = subject.names {
      !($0.context("capabilities")?["drop"]?.arrayValue ?? []).contains("ALL")
    }
    let adding = subject.names { !added($0).isEmpty }
    var details: [String] = []
    if !keeping.isEmpty {
      details.append("\(containers(keeping)) must set securityContext.capabilities.drop=[\"ALL\"]")
    }
    if !adding.isEmpty {
      let all = Set(subject.containers.flatMap(added)).sorted()
      details.append("\(containers(adding)) must not include \(quoted(all)) in securityContext.capabilities.add")
    }
    return details.isEmpty
      ? nil : Violation(reason: "unrestricted capabilities", detail: details.joined(separator: "; "))
  }

  private static let volumes = PodSecurityCheck { subject in
    let allowed: Set = [
      "name", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected",
      "secret",
    ]
    func type(_ volume: JSONValue) -> String? {
      let types = (volume.objectValue ?? [:]).keys.filter { $0 != "name" }
      if types.contains(where: allowed.contains) { return nil }
      return types.first ?? "unknown"
    }
    let bad = (subject.spec.json["volumes"]?.arrayValue ?? []).filter { type($0) != nil }
    guard !bad.isEmpty else { return nil }
    let names = bad.map { $0["name"]?.stringValue ?? "" }
    let types = Set(bad.compactMap(type)).sorted()
    return Violation(
      reason: "restricted volume types",
      detail: "\(plural("volume", names)) \(quoted(names)) \(names.count == 1 ? "uses" : "use") "
        + "\(plural("restricted volume type", types)) \(quoted(types))")
  }

  private static let runAsNonRoot = PodSecurityCheck { subject in
    let own = subject.context("runAsNonRoot")?.boolValue
    let explicit = subject.names { $0.context("runAsNonRoot") == false }
    if let setters = setters(isPod: own == false, explicit) {
      return Violation(
        reason: "runAsNonRoot != true", detail: "\(setters) must not set securityContext.runAsNonRoot=false")
    }
    let implicit = own == true ? [] : subject.names { $0.context("runAsNonRoot")?.boolValue == nil }
    guard !implicit.isEmpty else { return nil }
    return Violation(
      reason: "runAsNonRoot != true",
      detail: "pod or \(containers(implicit)) must set securityContext.runAsNonRoot=true")
  }

  private static let runAsUser = PodSecurityCheck(since: 23) { subject in
    let names = subject.names { $0.context("runAsUser")?.integerValue == 0 }
    guard let setters = setters(isPod: subject.context("runAsUser")?.integerValue == 0, names) else { return nil }
    return Violation(reason: "runAsUser=0", detail: "\(setters) must not set runAsUser=0")
  }

  private static let requiredSeccomp = PodSecurityCheck(since: 19) { subject in
    guard !(subject.isWindows && subject.minor >= 25) else { return nil }
    if let violation = explicitSeccomp(subject) { return violation }
    guard subject.context("seccompProfile") == nil else { return nil }
    let names = subject.names { $0.context("seccompProfile") == nil }
    guard !names.isEmpty else { return nil }
    return Violation(
      reason: "seccompProfile",
      detail: "pod or \(containers(names)) must set securityContext.seccompProfile.type to \"RuntimeDefault\" or "
        + "\"Localhost\"")
  }
}
