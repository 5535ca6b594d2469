import OrderedCollections

/// Annotations of pods that Kubernetes reads, most of which were fields to come.
extension Validation {
  private static let mirror = "kubernetes.io/config.mirror"
  private static let tolerations = "scheduler.alpha.kubernetes.io/tolerations"
  private static let deletionCost = "controller.kubernetes.io/pod-deletion-cost"
  private static let appArmor = "container.apparmor.security.beta.kubernetes.io/"
  private static let seccompOfPod = "seccomp.security.alpha.kubernetes.io/pod"
  private static let seccompOfContainer = "container.seccomp.security.alpha.kubernetes.io/"

  /// Whether a pod mirrors one that a kubelet has from a file.
  static func isMirror(_ pod: JSONValue) -> Bool { pod[path: "metadata", "annotations", mirror] != nil }

  static func podAnnotations(
    _ metadata: JSONValue?, _ spec: JSONValue?, _ path: FieldPath, _ findings: inout Findings
  ) {
    guard let metadata, let annotations = metadata["annotations"] else { return }
    if let value = annotations[mirror], (spec?.text("nodeName") ?? "").isEmpty {
      findings.invalid(path.key(mirror), value, "must set spec.nodeName if mirror pod annotation is set")
    }
    if let text = annotations[tolerations]?.stringValue, !text.isEmpty {
      if let list = try? JSONValue(parsing: text).arrayValue {
        self.tolerations(list, path[tolerations], &findings)
      } else {
        findings.invalid(path, .string(tolerations), "invalid character looking for beginning of value")
      }
    }
    if let cost = annotations[deletionCost]?.stringValue, !isCost(cost) {
      findings.invalid(path.key(deletionCost), .string(cost), "must be a 32bit integer")
    }
    for (key, value) in metadata.entries("annotations") {
      if key == seccompOfPod || key.hasPrefix(seccompOfContainer) {
        seccompName(value.stringValue ?? "", path[key], &findings)
      }
      if key.hasPrefix(appArmor) {
        appArmorName(
          value.stringValue ?? "", container: String(key.dropFirst(appArmor.count)), spec, path.key(key), &findings)
      }
    }
  }

  private static func isCost(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    return Int32(text) != nil && !text.hasPrefix("+") && (digits == "0" || !digits.hasPrefix("0"))
  }

  private static func seccompName(_ name: String, _ path: FieldPath, _ findings: inout Findings) {
    if ["runtime/default", "docker/default", "unconfined"].contains(name) { return }
    guard name.hasPrefix("localhost/") else {
      return findings.invalid(path, .string(name), "must be a valid seccomp profile")
    }
    descendingPath(String(name.dropFirst("localhost/".count)), path, &findings)
  }

  private static func appArmorName(
    _ name: String, container: String, _ spec: JSONValue?, _ path: FieldPath, _ findings: inout Findings
  ) {
    if !allContainers(spec, FieldPath()).contains(where: { $0.container.text("name") == container }) {
      findings.invalid(path, .string(container), "container not found")
    }
    if !["", "runtime/default", "unconfined"].contains(name), !name.hasPrefix("localhost/") {
      findings.invalid(path, .string(name), "invalid AppArmor profile name: \"\(name)\"")
    }
  }

  /// All containers of a pod, in the order in which Kubernetes visits them.
  static func allContainers(_ spec: JSONValue?, _ path: FieldPath) -> [(container: JSONValue, path: FieldPath)] {
    ["initContainers", "containers", "ephemeralContainers"].flatMap { list in
      (spec?.list(list) ?? []).enumerated().map { ($1, path[list][$0]) }
    }
  }

  // MARK: Annotations beside fields

  /// An annotation and the field that came after it must say the same.
  static func seccompAgreement(
    _ metadata: JSONValue?, _ spec: JSONValue?, _ path: FieldPath, _ findings: inout Findings
  ) {
    func compare(_ context: JSONValue?, _ key: String, _ path: FieldPath) {
      guard let profile = context?["seccompProfile"],
        let annotation = metadata?[path: "annotations", key]?.stringValue
      else { return }
      agreement(
        profile, with: annotation, defaults: ["runtime/default", "docker/default"], named: "seccomp",
        path["securityContext"]["seccompProfile"], &findings)
    }
    compare(spec?["securityContext"], seccompOfPod, path)
    for (container, path) in allContainers(spec, path) {
      compare(container["securityContext"], seccompOfContainer + container.text("name"), path)
    }
  }

  static func appArmorAgreement(
    _ metadata: JSONValue?, _ spec: JSONValue?, _ path: FieldPath, _ findings: inout Findings
  ) {
    if spec?[path: "os", "name"] == "windows" { return }
    let ofPod = spec?[path: "securityContext", "appArmorProfile"]
    for (container, path) in allContainers(spec, path) {
      guard let profile = container[path: "securityContext", "appArmorProfile"] ?? ofPod,
        let annotation = metadata?[path: "annotations", appArmor + container.text("name")]?.stringValue
      else { continue }
      agreement(
        profile, with: annotation, defaults: ["runtime/default"], named: "apparmor",
        path["securityContext"]["appArmorProfile"], &findings)
    }
  }

  private static func agreement(
    _ profile: JSONValue, with annotation: String, defaults: [String], named name: String, _ path: FieldPath,
    _ findings: inout Findings
  ) {
    let isSameType =
      switch profile.text("type") {
      case "Unconfined": annotation == "unconfined"
      case "RuntimeDefault": defaults.contains(annotation)
      case "Localhost": annotation.hasPrefix("localhost/")
      default: true
      }
    if !isSameType {
      findings.forbidden(path["type"], "\(name) type in annotation and field must match")
    } else if profile.text("type") == "Localhost",
      profile["localhostProfile"]?.stringValue != String(annotation.dropFirst("localhost/".count))
    {
      findings.forbidden(path["localhostProfile"], "\(name) profile in annotation and field must match")
    }
  }

  // MARK: Updates

  /// Some annotations of a pod stay as they were made.
  static func podAnnotationUpdate(
    _ new: JSONValue, _ old: JSONValue, _ path: FieldPath, _ findings: inout Findings
  ) {
    let (after, before) = (new[path: "metadata", "annotations"], old[path: "metadata", "annotations"])
    func refuse(_ key: String, _ doing: String) {
      if key.hasPrefix(appArmor) { findings.forbidden(path.key(key), "may not \(doing) AppArmor annotations") }
      if key == mirror { findings.forbidden(path.key(key), "may not \(doing) mirror pod annotation") }
    }
    for (key, value) in old["metadata"]?.entries("annotations") ?? [] where after?[key] != value {
      refuse(key, "remove or update")
    }
    for (key, _) in new["metadata"]?.entries("annotations") ?? [] where before?[key] == nil { refuse(key, "add") }
    podAnnotations(new["metadata"], new["spec"], path, &findings)
  }
}
