import OrderedCollections

/// What is wrong with writes of the subresources of pods.
extension Validation {
  /// `pods/ephemeralcontainers`: containers may be added; those that are there stay as they are.
  package static func ephemeralContainers(of pod: JSONValue, old: JSONValue) -> [StatusError.Cause] {
    var findings = Findings()
    if isMirror(old) {
      findings.forbidden(FieldPath(), "static pods do not support ephemeral containers")
      return findings.causes
    }
    podAndSpec(pod, PodScope(metadata: pod["metadata"] ?? .emptyObject).replacing(old["spec"]), &findings)
    let path = FieldPath("spec")["ephemeralContainers"]
    let containers = pod["spec"]?.list("ephemeralContainers") ?? []
    for known in old["spec"]?.list("ephemeralContainers") ?? [] {
      let name = known.text("name")
      guard let kept = containers.last(where: { $0["name"] == known["name"] }) else {
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
    func refused(_ why: String) -> [StatusError.Cause] {
      findings = Findings()
      findings.forbidden(FieldPath(), why)
      return findings.causes
    }
    let (spec, before) = (pod["spec"] ?? .emptyObject, old["spec"] ?? .emptyObject)
    podAndSpec(pod, PodScope(metadata: pod["metadata"] ?? .emptyObject).replacing(before), &findings)
    for spec in [before, spec] {
      if let given = spec["resources"], given.has("requests") || given.has("limits") {
        return refused("pods with pod-level resources cannot be resized")
      }
    }
    if isMirror(old) { return refused("static pods cannot be resized") }
    if before[path: "os", "name"] == "windows" { return refused("windows pods cannot be resized") }
    let path = FieldPath("spec")
    for list in ["initContainers", "containers"] {
      for (index, known) in before.list(list).enumerated() where index < spec.list(list).count {
        let container = spec.list(list)[index]
        let isSidecar = known["restartPolicy"] == "Always"
        if list == "containers" || isSidecar {
          resized(container, known, path[list][index]["resources"], &findings)
          if !fixed(container, known).isSame(as: known) {
            let kind = isSidecar ? " for sidecar containers" : ""
            findings.forbidden(path, "only cpu and memory resources\(kind) are mutable")
          }
        } else if !container.isSame(as: known) {
          findings.forbidden(path, "resources for non-sidecar init containers are immutable")
        }
      }
    }
    return findings.causes
  }

  /// A container with the CPU and memory that `known` has.
  private static func fixed(_ container: JSONValue, _ known: JSONValue) -> JSONValue {
    var container = container
    for kind in ["requests", "limits"] {
      guard var amounts = container["resources"]?[kind]?.objectValue else { continue }
      for name in ["cpu", "memory"] { amounts[name] = known["resources"]?[kind]?[name] }
      container["resources"]?[kind] = .object(amounts)
    }
    return container
  }

  private static func resized(
    _ container: JSONValue, _ known: JSONValue, _ path: FieldPath, _ findings: inout Findings
  ) {
    let (new, old) = (container["resources"], known["resources"])
    for kind in ["requests", "limits"] {
      let names = (new?[kind]?.objectValue ?? [:]).keys
      if !(old?[kind]?.objectValue ?? [:]).keys.allSatisfy(names.contains) {
        findings.forbidden(path[kind], "resource \(kind) cannot be removed")
      }
    }
    let policy = container.list("resizePolicy").first { $0["resourceName"] == "memory" }?.text("restartPolicy") ?? ""
    guard policy.isEmpty || policy == "NotRequired", let limit = new?["limits"]?["memory"],
      let amount = Quantity(json: limit)
    else { return }
    let place = path["limits"].key("memory")
    if let most = old?["limits"]?["memory"].flatMap({ Quantity(json: $0) }) {
      if (amount.compare(most) ?? 0) < 0 {
        findings.forbidden(place, "memory limits cannot be decreased unless resizePolicy is RestartContainer")
      }
    } else {
      findings.forbidden(place, "memory limits cannot be added unless resizePolicy is RestartContainer")
    }
  }

  /// `pods/binding`: what a pod is bound to.
  package static func binding(_ binding: JSONValue) -> [StatusError.Cause] {
    var findings = Findings()
    let path = FieldPath("target")
    let kind = binding["target"]?.text("kind") ?? ""
    if !kind.isEmpty, kind != "Node" {
      findings.notSupported(path["kind"], .string(kind), ["Node", "<empty>"])
    }
    if (binding["target"]?.text("name") ?? "").isEmpty { findings.required(path["name"]) }
    return findings.causes
  }

  /// `serviceaccounts/token`: what a token is asked for.
  package static func tokenRequest(_ request: JSONValue) -> [StatusError.Cause] {
    var findings = Findings()
    tokenLifetime(request["spec"]?["expirationSeconds"], FieldPath("spec")["expirationSeconds"], &findings)
    return findings.causes
  }
}
