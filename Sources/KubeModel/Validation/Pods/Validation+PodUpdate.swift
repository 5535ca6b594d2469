import OrderedCollections

/// What may change in a pod (Kubernetes concept "Pods", Pod update and replacement).
extension Validation {
  private static let unchanged =
    "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
    + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"

  static func podUpdate(_ object: JSONValue, _ old: JSONValue, _ findings: inout Findings) {
    podAnnotationUpdate(object, old, FieldPath("metadata")["annotations"], &findings)
    let path = FieldPath("spec")
    var spec = object["spec"] ?? .emptyObject
    let before = old["spec"] ?? .emptyObject
    for list in ["containers", "initContainers"] {
      guard spec.list(list).count == before.list(list).count else {
        return findings.forbidden(path[list], "pod updates may not add or remove containers")
      }
      for (index, container) in spec.list(list).enumerated() {
        if container.text("image").isEmpty { findings.required(path[list][index]["image"]) }
        imageOfPod(container, path[list][index], &findings)
      }
    }
    guard deadline(spec, before, path["activeDeadlineSeconds"], &findings) else { return }
    addedTolerations(spec, before, path["tolerations"], &findings)
    removedGates(spec, before, path["schedulingGates"], &findings)
    if spec.isSame(as: before) { return }
    for name in ["activeDeadlineSeconds", "tolerations", "schedulingGates"] { spec[name] = before[name] }
    for list in ["containers", "initContainers"] where spec.has(list) {
      spec[list] = .array(
        zip(spec.list(list), before.list(list)).map { container, known in
          var container = container
          container["image"] = known["image"]
          return container
        })
    }
    if before.number("terminationGracePeriodSeconds") < 0, spec["terminationGracePeriodSeconds"] == 1 {
      spec["terminationGracePeriodSeconds"] = before["terminationGracePeriodSeconds"]
    }
    if !before.list("schedulingGates").isEmpty { narrowed(&spec, before, path, &findings) }
    if !spec.isSame(as: before) { findings.forbidden(path, unchanged) }
  }

  /// A deadline may be set and shortened.
  ///
  /// Returns false when nothing else is looked at.
  private static func deadline(
    _ spec: JSONValue, _ before: JSONValue, _ path: FieldPath, _ findings: inout Findings
  ) -> Bool {
    let name = "activeDeadlineSeconds"
    let old = before[name]?.integerValue
    guard let new = spec[name]?.integerValue else {
      if old != nil { findings.invalid(path, .null, "must not update from a positive integer to nil value") }
      return true
    }
    guard (0...Int64(Int32.max)).contains(new) else {
      findings.within(path, spec[name], 0...Int64(Int32.max))
      return false
    }
    guard let old, old < new else { return true }
    findings.invalid(path, .integer(new), "must be less than or equal to previous value")
    return false
  }

  private static func addedTolerations(
    _ spec: JSONValue, _ before: JSONValue, _ path: FieldPath, _ findings: inout Findings
  ) {
    func bare(_ toleration: JSONValue) -> JSONValue {
      var toleration = toleration
      toleration["tolerationSeconds"] = nil
      return toleration
    }
    let new = spec.list("tolerations")
    let known = Set(new.map(bare))
    let isKept = before.list("tolerations").allSatisfy { known.contains(bare($0)) }
    guard isKept else {
      return findings.forbidden(path, "existing toleration can not be modified except its tolerationSeconds")
    }
    tolerations(new, path, &findings)
  }

  private static func removedGates(
    _ spec: JSONValue, _ before: JSONValue, _ path: FieldPath, _ findings: inout Findings
  ) {
    let known = Set(before.list("schedulingGates").map { $0.text("name") })
    for (index, gate) in spec.list("schedulingGates").enumerated() where !known.contains(gate.text("name")) {
      findings.forbidden(
        path[index]["name"],
        "only deletion is allowed, but found new scheduling gate '\(gate.text("name"))'")
    }
  }

  // MARK: Pods that wait

  /// A pod that waits at a gate may be given fewer nodes to run on.
  ///
  /// What is allowed is taken back in `spec`.
  private static func narrowed(
    _ spec: inout JSONValue, _ before: JSONValue, _ path: FieldPath, _ findings: inout Findings
  ) {
    if !JSONValue.areSame(spec["nodeSelector"], before["nodeSelector"]) {
      for (key, value) in before.entries("nodeSelector") where spec["nodeSelector"]?[key] != value {
        findings.invalid(
          path["nodeSelector"], spec["nodeSelector"] ?? .emptyObject,
          "only additions to spec.nodeSelector are allowed (no mutations or deletions)")
        break
      }
      spec["nodeSelector"] = before["nodeSelector"]
    }
    let (new, old) = (spec[path: "affinity", "nodeAffinity"], before[path: "affinity", "nodeAffinity"])
    guard !JSONValue.areSame(new, old) else { return }
    nodeAffinityUpdate(new, old, path["affinity"]["nodeAffinity"], &findings)
    var affinity = spec["affinity"] ?? .emptyObject
    affinity["nodeAffinity"] = old
    let isGone = affinity == .emptyObject && !before.has("affinity")
    if isGone { spec["affinity"] = nil } else { spec["affinity"] = affinity }
  }

  /// Terms that are there may get further expressions; others may not come, and none may go.
  private static func nodeAffinityUpdate(
    _ new: JSONValue?, _ old: JSONValue?, _ path: FieldPath, _ findings: inout Findings
  ) {
    let name = "requiredDuringSchedulingIgnoredDuringExecution"
    let path = path[name]["nodeSelectorTerms"]
    guard let before = old?[name]?.list("nodeSelectorTerms"), !before.isEmpty else { return }
    let after = new?[name]?.list("nodeSelectorTerms") ?? []
    guard after.count == before.count else {
      return findings.invalid(
        path, new?[name]?["nodeSelectorTerms"] ?? [],
        "no additions/deletions to non-empty NodeSelectorTerms list are allowed")
    }
    for (index, term) in before.enumerated() where !isExtension(after[index], of: term) {
      findings.invalid(path[index], after[index], "only additions are allowed (no mutations or deletions)")
    }
  }

  /// Whether a term has the expressions of another at its beginning, so that it chooses no more nodes.
  private static func isExtension(_ term: JSONValue, of known: JSONValue) -> Bool {
    let lists = ["matchExpressions", "matchFields"]
    // An empty term chooses no node at all.
    if lists.allSatisfy({ known.list($0).isEmpty }) { return lists.allSatisfy { term.list($0).isEmpty } }
    return lists.allSatisfy { list in
      let (new, old) = (term.list(list), known.list(list))
      return new.count >= old.count && zip(new, old).allSatisfy { $0.isSame(as: $1) }
    }
  }
}
