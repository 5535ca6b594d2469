import OrderedCollections

/// Pods for Windows: no node here runs them, but manifests for many systems name them.
extension Validation {
  static func windowsOptions(_ options: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    guard let options else { return }
    if let name = options["gmsaCredentialSpecName"]?.stringValue {
      findings.name(path["gmsaCredentialSpecName"], name)
    }
    if let text = options["gmsaCredentialSpec"]?.stringValue {
      let path = path["gmsaCredentialSpec"]
      if text.isEmpty {
        findings.invalid(path, .string(text), "gmsaCredentialSpec cannot be an empty string")
      } else if text.utf8.count > 64 << 10 {
        findings.invalid(path, .string(text), "gmsaCredentialSpec size must be under 64 KiB")
      }
    }
    if let name = options["runAsUserName"]?.stringValue { userName(name, path["runAsUserName"], &findings) }
  }

  private static func userName(_ name: String, _ path: FieldPath, _ findings: inout Findings) {
    func refuse(_ why: String) { findings.invalid(path, .string(name), "runAsUserName\(why)") }
    guard !name.isEmpty else { return refuse(" cannot be an empty string") }
    guard !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      return refuse(" cannot contain control characters")
    }
    let parts = name.split(separator: "\\", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { return refuse(" cannot contain more than one backslash") }
    let user = parts[parts.count - 1]
    if parts.count == 2 {
      if parts[0].utf8.count >= 256 { refuse("'s Domain length must be under 256 characters") }
      if !isWindowsDomain(parts[0]) { refuse("'s Domain doesn't match the NetBios nor the DNS format") }
    }
    if user.isEmpty {
      refuse("'s User cannot be empty")
    } else if user.utf8.count > 104 {
      refuse("'s User length must not be longer than 104 characters")
    }
    if !user.isEmpty, user.allSatisfy({ $0 == "." || $0 == " " }) {
      refuse("'s User cannot contain only periods or spaces")
    }
    if user.contains(where: { "\"/\\:;|=,+*?<>@[]".contains($0) }) {
      refuse("'s User cannot contain the following characters: \"/\\:;|=,+*?<>@[]")
    }
  }

  private static func isWindowsDomain(_ domain: Substring) -> Bool {
    let isNetBIOS =
      (1...15).contains(domain.count) && !domain.hasPrefix(".") && !domain.contains { "\\/:*?\"<>|".contains($0) }
    let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
    return isNetBIOS || labels.allSatisfy { NameForms.label($0.lowercased()).isEmpty }
  }

  static func hostProcesses(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let ofPod = spec[path: "securityContext", "windowsOptions", "hostProcess"]?.boolValue
    let containers = allContainers(spec, path)
    var count = 0
    for (container, path) in containers {
      let own = container[path: "securityContext", "windowsOptions", "hostProcess"]?.boolValue
      if let ofPod, let own, own != ofPod {
        findings.invalid(
          path["securityContext"]["windowsOptions"]["hostProcess"], .bool(own),
          "pod hostProcess value must be identical if both are specified, was \(ofPod)")
      }
      if own ?? ofPod ?? false { count += 1 }
    }
    guard count > 0 else { return }
    if count != containers.count {
      findings.invalid(
        path, "", "If pod contains any hostProcess containers then all containers must be HostProcess containers")
    }
    if !spec.isTrue("hostNetwork") {
      findings.invalid(
        path["hostNetwork"], false, "hostNetwork must be true if pod contains any hostProcess containers")
    }
  }

  /// The system that a pod is for, and what of its specification is for another one.
  static func operatingSystem(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    guard let system = spec["os"] else { return }
    switch system.text("name") {
    case "": findings.required(path["os"]["name"], "cannot be empty")
    case "linux":
      for (context, path) in contexts(spec, path) where context.has("windowsOptions") {
        findings.forbidden(path["windowsOptions"], "windows options cannot be set for a linux pod")
      }
    case "windows": windowsPod(spec, path, &findings)
    default: findings.optionalChoice(path["os"], system["name"], ["linux", "windows"])
    }
  }

  private static func contexts(_ spec: JSONValue, _ path: FieldPath) -> [(JSONValue, FieldPath)] {
    ([(spec, path)] + allContainers(spec, path).map { ($0.container, $0.path) }).compactMap { owner, path in
      owner["securityContext"].map { ($0, path["securityContext"]) }
    }
  }

  private static func windowsPod(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let why = "cannot be set for a windows pod"
    for name in ["hostUsers", "shareProcessNamespace"] where spec.has(name) { findings.forbidden(path[name], why) }
    for name in ["hostPID", "hostIPC"] where spec.isTrue(name) { findings.forbidden(path[name], why) }
    let ofPods = [
      "appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls", "runAsUser",
      "runAsGroup", "supplementalGroups", "supplementalGroupsPolicy", "seLinuxChangePolicy",
    ]
    let ofContainers = [
      "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged",
      "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup",
    ]
    let ofPod = path["securityContext"]
    for (context, path) in contexts(spec, path) {
      for name in path == ofPod ? ofPods : ofContainers where context.has(name) { findings.forbidden(path[name], why) }
    }
  }
}
