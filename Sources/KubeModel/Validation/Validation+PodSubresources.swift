import OrderedCollections

/// What is wrong with writes of the subresources of pods.
extension Validation {
  /// The fields that a container has which is added to a running pod.
  private static let ephemeralFields: Set<String> = [
    "name", "image", "command", "args", "workingDir", "env", "envFrom", "volumeMounts", "volumeDevices",
    "terminationMessagePath", "terminationMessagePolicy", "imagePullPolicy", "securityContext", "stdin", "stdinOnce",
    "tty", "targetContainerName",
  ]

  /// `pods/ephemeralcontainers`: containers may be added; those that are there stay as they are.
  package static func ephemeralContainers(of pod: JSONValue, old: JSONValue) -> [StatusError.Cause] {
    var findings = Findings()
    let path = FieldPath("spec")["ephemeralContainers"]
    let spec = pod["spec"]
    let volumes = Set((spec?["volumes"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue })
    let regular = ["containers", "initContainers"].flatMap { spec?[$0]?.arrayValue ?? [] }
      .compactMap { $0["name"]?.stringValue }
    var names = Set(regular)
    let containers = spec?["ephemeralContainers"]?.arrayValue ?? []
    for (index, container) in containers.enumerated() {
      let path = path[index]
      self.container(container, path, volumes: volumes, names: &names, &findings)
      if let target = container["targetContainerName"]?.stringValue, !target.isEmpty, !regular.contains(target) {
        findings.missing(path["targetContainerName"], .string(target))
      }
      for (name, _) in container.objectValue ?? [:] where !ephemeralFields.contains(name) {
        if name == "resources", container[name]?.objectValue?.isEmpty ?? true { continue }
        findings.forbidden(path[name], "cannot be set for an Ephemeral Container")
      }
      for (index, mount) in (container["volumeMounts"]?.arrayValue ?? []).enumerated() {
        for name in ["subPath", "subPathExpr"] where !(mount[name]?.stringValue ?? "").isEmpty {
          findings.forbidden(path["volumeMounts"][index][name], "cannot be set for an Ephemeral Container")
        }
      }
    }
    for known in old["spec"]?["ephemeralContainers"]?.arrayValue ?? [] {
      let name = known["name"]?.stringValue ?? ""
      guard let kept = containers.first(where: { $0["name"] == known["name"] }) else {
        findings.forbidden(path, "existing ephemeral containers \"\(name)\" may not be removed")
        continue
      }
      if !kept.isSame(as: known) {
        findings.forbidden(path, "existing ephemeral containers \"\(name)\" may not be changed")
      }
    }
    return findings.causes
  }

  /// `pods/resize`: requests and limits of CPU and memory.
  package static func resize(of pod: JSONValue, old: JSONValue) -> [StatusError.Cause] {
    var findings = Findings()
    for list in ["containers", "initContainers"] {
      let before = old["spec"]?[list]?.arrayValue ?? []
      for (index, container) in (pod["spec"]?[list]?.arrayValue ?? []).enumerated() {
        let path = FieldPath("spec")[list][index]["resources"]
        let (new, known) = (container["resources"], before[index]["resources"])
        guard !JSONValue.areSame(new, known) else { continue }
        if list == "initContainers", container["restartPolicy"] != "Always" {
          findings.forbidden(path, "resources for non-sidecar init containers are immutable")
        }
        resources(new, path, &findings)
        for kind in ["requests", "limits"] {
          let (now, then) = (new?[kind]?.objectValue ?? [:], known?[kind]?.objectValue ?? [:])
          if !then.keys.allSatisfy(now.keys.contains) {
            findings.forbidden(path[kind], "resource \(kind) cannot be removed")
          }
          for (name, value) in now where name != "cpu" && name != "memory" && !value.isSame(as: then[name] ?? .null) {
            findings.forbidden(FieldPath("spec"), "only cpu and memory resources are mutable")
          }
        }
      }
    }
    return findings.causes
  }
}
