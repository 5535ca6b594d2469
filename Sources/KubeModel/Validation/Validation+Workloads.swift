import OrderedCollections

extension Validation {
  /// What the template of one kind of controller may not be.
  private struct TemplateRule {
    /// The kind as messages name it.
    let kind: String
    /// What is said of a selector that chooses everything.
    let emptySelector: String
    /// What is said beside the faults of a selector that cannot be read.
    let unreadableSelector: String
    /// Whether a selector that is missing is told by its own name.
    var needsSelector = true
  }

  static func deployment(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    findings.notNegative(path["replicas"], spec["replicas"])
    template(
      spec, old,
      TemplateRule(
        kind: "ReplicaSet", emptySelector: "empty selector is invalid for deployment",
        unreadableSelector: "invalid label selector"),
      isReplicated: spec.number("replicas") > 1, &findings)
    deploymentStrategy(spec["strategy"], path["strategy"], &findings)
    for name in ["minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"] {
      findings.notNegative(path[name], spec[name])
    }
    if let deadline = spec["progressDeadlineSeconds"]?.integerValue, deadline <= spec.number("minReadySeconds") {
      findings.invalid(
        path["progressDeadlineSeconds"], .integer(deadline), "must be greater than minReadySeconds")
    }
  }

  private static func deploymentStrategy(_ strategy: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    let update = strategy?["rollingUpdate"]
    switch strategy?.text("type") ?? "" {
    case "Recreate":
      if update != nil {
        findings.forbidden(path["rollingUpdate"], "may not be specified when strategy `type` is 'Recreate'")
      }
    case "RollingUpdate":
      guard let update else {
        return findings.required(path["rollingUpdate"], "this should be defaulted and never be nil")
      }
      let path = path["rollingUpdate"]
      for name in ["maxUnavailable", "maxSurge"] { share(update[name], path[name], &findings) }
      if isZero(update["maxUnavailable"]), isZero(update["maxSurge"]) {
        findings.invalid(path["maxUnavailable"], update["maxUnavailable"] ?? 0, "may not be 0 when `maxSurge` is 0")
      }
      notMoreThanAll(update["maxUnavailable"], path["maxUnavailable"], &findings)
    default: findings.notSupported(path, strategy ?? .emptyObject, ["Recreate", "RollingUpdate"])
    }
  }

  static func replicaSet(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    for name in ["replicas", "minReadySeconds"] { findings.notNegative(path[name], spec[name]) }
    template(
      spec, old,
      TemplateRule(
        kind: "ReplicaSet", emptySelector: "empty selector is invalid for deployment",
        unreadableSelector: "invalid label selector"),
      isReplicated: spec.number("replicas") > 1, &findings)
  }

  static func replicationController(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    findings.notNegative(path["minReadySeconds"], spec["minReadySeconds"])
    let selector = spec["selector"]?.objectValue ?? [:]
    if selector.isEmpty { findings.required(path["selector"]) }
    findings.notNegative(path["replicas"], spec["replicas"])
    guard let template = spec["template"] else { return findings.required(path["template"]) }
    let labels = template[path: "metadata", "labels"]
    // Without one that chooses its own pods a controller would make pods without end.
    if !selector.allSatisfy({ labels?[$0.key] == $0.value }) { mismatch(labels, path["template"], &findings) }
    podTemplate(
      template, path["template"], PodScope().replacing(old?[path: "spec", "template", "spec"]), &findings)
    if spec.number("replicas") > 1 { sharedDisks(template, path["template"], &findings) }
    restart(template, of: "ReplicationController", path["template"], &findings)
  }

  static func daemonSet(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    template(
      spec, old,
      TemplateRule(
        kind: "DaemonSet", emptySelector: "empty selector is invalid for daemonset", unreadableSelector: "",
        needsSelector: false),
      isReplicated: true, &findings)
    findings.notNegative(path["minReadySeconds"], spec["minReadySeconds"])
    daemonStrategy(spec["updateStrategy"], path["updateStrategy"], &findings)
    findings.notNegative(path["revisionHistoryLimit"], spec["revisionHistoryLimit"])
  }

  private static func daemonStrategy(_ strategy: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    switch strategy?.text("type") ?? "" {
    case "OnDelete": break
    case "RollingUpdate":
      guard let update = strategy?["rollingUpdate"] else { return findings.required(path["rollingUpdate"]) }
      let path = path["rollingUpdate"]
      for name in ["maxUnavailable", "maxSurge"] { share(update[name], path[name], &findings) }
      for name in ["maxUnavailable", "maxSurge"] { notMoreThanAll(update[name], path[name], &findings) }
      switch (isZero(update["maxUnavailable"]), isZero(update["maxSurge"])) {
      case (false, false):
        findings.invalid(
          path["maxSurge"], update["maxSurge"], "may not be set when maxUnavailable is non-zero")
      case (true, true): findings.required(path["maxUnavailable"], "cannot be 0 when maxSurge is 0")
      default: break
      }
    default: findings.notSupported(path, strategy ?? .emptyObject, ["RollingUpdate", "OnDelete"])
    }
  }

  static func controllerRevision(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    if !object.has("data") { findings.required(FieldPath("data"), "data is mandatory") }
    findings.notNegative(FieldPath("revision"), object["revision"])
    if let old { findings.immutable(FieldPath("data"), object["data"], old["data"]) }
  }

  // MARK: What they share

  /// A selector that chooses the template's pods, and the template.
  ///
  /// - Parameter isReplicated: Whether there may be more than one pod, so that disks are shared.
  private static func template(
    _ spec: JSONValue, _ old: JSONValue?, _ rule: TemplateRule, isReplicated: Bool, _ findings: inout Findings
  ) {
    let path = FieldPath("spec")
    let template = spec["template"]
    if selector(spec, rule, &findings) || !rule.needsSelector {
      podTemplate(
        template, path["template"], PodScope().replacing(old?[path: "spec", "template", "spec"]), &findings)
      if isReplicated { sharedDisks(template, path["template"], &findings) }
      restart(template, of: rule.kind, path["template"], &findings)
    }
    if let old { findings.immutable(path["selector"], spec["selector"], old["spec"]?["selector"]) }
  }

  /// Returns whether the selector can be read, so that the template is worth looking at.
  private static func selector(_ spec: JSONValue, _ rule: TemplateRule, _ findings: inout Findings) -> Bool {
    let path = FieldPath("spec")
    let labels = spec[path: "template", "metadata", "labels"]
    guard let selector = spec["selector"] else {
      if rule.needsSelector { findings.required(path["selector"]) }
      // What is missing chooses nothing.
      mismatch(labels, path["template"], &findings)
      return true
    }
    labelSelector(selector, path["selector"], &findings)
    if selector.entries("matchLabels").isEmpty, selector.list("matchExpressions").isEmpty {
      findings.invalid(path["selector"], selector, rule.emptySelector)
    }
    guard isReadable(selector) else {
      if rule.needsSelector { findings.invalid(path["selector"], selector, rule.unreadableSelector) }
      return false
    }
    if !selects(selector, labels) { mismatch(labels, path["template"], &findings) }
    return true
  }

  static func mismatch(_ labels: JSONValue?, _ template: FieldPath, _ findings: inout Findings) {
    findings.invalid(
      template["metadata"]["labels"], labels ?? .null, "`selector` does not match template `labels`")
  }

  /// Pods of a controller are started again, and have no end of their own.
  private static func restart(
    _ template: JSONValue?, of kind: String, _ path: FieldPath, _ findings: inout Findings
  ) {
    let (spec, path) = (template?["spec"], path["spec"])
    findings.optionalChoice(path["restartPolicy"], spec?["restartPolicy"] ?? "", ["Always"])
    if spec?.has("activeDeadlineSeconds") ?? false {
      findings.forbidden(path["activeDeadlineSeconds"], "activeDeadlineSeconds in \(kind) is not Supported")
    }
  }

  private static func sharedDisks(_ template: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    for (index, volume) in (template?["spec"]?.list("volumes") ?? []).enumerated() {
      guard let disk = volume["gcePersistentDisk"], !disk.isTrue("readOnly") else { continue }
      findings.invalid(
        path["spec"]["volumes"][index]["gcePersistentDisk"]["readOnly"], false,
        "must be true for replicated pods > 1; GCE PD can only be mounted on multiple machines if it is read-only")
    }
  }

  private static func isZero(_ value: JSONValue?) -> Bool {
    switch value {
    case nil, 0?: true
    case .string(let text)?: !text.hasSuffix("%") || Int(text.dropLast()) == 0
    default: false
    }
  }

  /// A number, or a percentage of one, that is not below zero.
  static func share(_ value: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    guard case .string(let text)? = value else { return findings.notNegative(path, value) }
    let digits = text.dropLast()
    guard text.hasSuffix("%"), !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return findings.invalid(
        path, value,
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or "
          + "'93%', regex used for validation is '[0-9]+%')")
    }
  }

  static func notMoreThanAll(_ value: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    guard case .string(let text)? = value, text.hasSuffix("%"), let percent = Int(text.dropLast()), percent > 100
    else { return }
    findings.invalid(path, value, "must not be greater than 100%")
  }
}

extension Validation {
  static func statefulSet(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    switch spec.text("podManagementPolicy") {
    case "": findings.required(path["podManagementPolicy"])
    case "OrderedReady", "Parallel": break
    default:
      findings.invalid(
        path["podManagementPolicy"], spec["podManagementPolicy"], "must be 'OrderedReady' or 'Parallel'")
    }
    statefulStrategy(spec["updateStrategy"], path["updateStrategy"], &findings)
    for name in ["whenDeleted", "whenScaled"] {
      let place = path["persistentVolumeClaimRetentionPolicy"][name]
      let policy = spec["persistentVolumeClaimRetentionPolicy"]?[name]
      findings.optionalChoice(place, policy, ["Delete", "Retain"])
    }
    for name in ["replicas", "minReadySeconds"] { findings.notNegative(path[name], spec[name]) }
    findings.notNegative(path["ordinals"]["start"], spec["ordinals"]?["start"])
    let rule = TemplateRule(
      kind: "StatefulSet", emptySelector: "empty selector is invalid for statefulset", unreadableSelector: "")
    let template = spec["template"]
    if selector(spec, rule, &findings) {
      var scope = PodScope().replacing(old?[path: "spec", "template", "spec"])
      scope.claims = spec.list("volumeClaimTemplates").compactMap { $0["metadata"]?["name"]?.stringValue }
      podTemplate(template, path["template"], scope, &findings)
    }
    restart(template, of: "StatefulSet", path["template"], &findings)
    for (index, claim) in spec.list("volumeClaimTemplates").enumerated() {
      claimSpec(claim["spec"], path["volumeClaimTemplates"][index]["spec"], &findings)
    }
    if let old { statefulSetUpdate(spec, old["spec"] ?? .emptyObject, path, &findings) }
  }

  private static func statefulStrategy(_ strategy: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    let update = strategy?["rollingUpdate"]
    switch strategy?.text("type") ?? "" {
    case "": findings.required(path)
    case "OnDelete":
      if let update {
        findings.invalid(path["rollingUpdate"], update, "only allowed for updateStrategy 'RollingUpdate'")
      }
    case "RollingUpdate":
      let path = path["rollingUpdate"]
      findings.notNegative(path["partition"], update?["partition"])
      guard let most = update?["maxUnavailable"] else { return }
      share(most, path["maxUnavailable"], &findings)
      if isZero(most) { findings.invalid(path["maxUnavailable"], most, "cannot be 0") }
      notMoreThanAll(most, path["maxUnavailable"], &findings)
    default: findings.invalid(path, strategy, "must be 'RollingUpdate' or 'OnDelete'")
    }
  }

  private static func statefulSetUpdate(
    _ spec: JSONValue, _ before: JSONValue, _ path: FieldPath, _ findings: inout Findings
  ) {
    let mutable = [
      "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
      "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
    ]
    var (new, old) = (spec, before)
    for name in mutable { (new[name], old[name]) = (nil, nil) }
    if !new.isSame(as: old) {
      findings.forbidden(
        path,
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
          + "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")
    }
  }
}
