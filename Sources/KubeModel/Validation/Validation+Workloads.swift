import OrderedCollections

extension Validation {
  static func deployment(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    workload(object["spec"], old?["spec"], restart: ["Always"], &findings)
    for name in ["minReadySeconds", "revisionHistoryLimit"] {
      findings.notNegative(path[name], object["spec"]?[name])
    }
    let strategy = object["spec"]?["strategy"]
    findings.choice(path["strategy"]["type"], strategy?["type"], ["Recreate", "RollingUpdate"])
    if strategy?["type"] == "Recreate", strategy?["rollingUpdate"] != nil {
      findings.forbidden(
        path["strategy"]["rollingUpdate"], "may not be specified when strategy `type` is 'Recreate'")
    }
    rolling(strategy?["rollingUpdate"], path["strategy"]["rollingUpdate"], &findings)
    if let deadline = object["spec"]?["progressDeadlineSeconds"]?.integerValue,
      deadline <= object["spec"]?["minReadySeconds"]?.integerValue ?? 0
    {
      findings.invalid(
        path["progressDeadlineSeconds"], .integer(deadline), "must be greater than minReadySeconds")
    }
  }

  static func replicaSet(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    workload(object["spec"], old?["spec"], restart: ["Always"], &findings)
    findings.notNegative(FieldPath("spec")["minReadySeconds"], object["spec"]?["minReadySeconds"])
  }

  static func replicationController(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    findings.notNegative(path["replicas"], object["spec"]?["replicas"])
    if object["spec"]?["template"] == nil { findings.required(path["template"]) }
    podTemplate(object["spec"]?["template"], path["template"], &findings)
  }

  static func daemonSet(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    workload(object["spec"], old?["spec"], restart: ["Always"], &findings)
    let strategy = object["spec"]?["updateStrategy"]
    findings.choice(path["updateStrategy"]["type"], strategy?["type"], ["RollingUpdate", "OnDelete"])
    rolling(strategy?["rollingUpdate"], path["updateStrategy"]["rollingUpdate"], &findings)
  }

  static func statefulSet(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"]
    findings.choice(path["podManagementPolicy"], spec?["podManagementPolicy"], ["OrderedReady", "Parallel"])
    let strategy = spec?["updateStrategy"]
    findings.choice(path["updateStrategy"]["type"], strategy?["type"], ["RollingUpdate", "OnDelete"])
    findings.notNegative(
      path["updateStrategy"]["rollingUpdate"]["partition"], strategy?["rollingUpdate"]?["partition"])
    let claims = (spec?["volumeClaimTemplates"]?.arrayValue ?? []).compactMap { $0["metadata"]?["name"]?.stringValue }
    workload(spec, nil, restart: ["Always"], claims: claims, &findings)
    for name in ["minReadySeconds", "revisionHistoryLimit"] { findings.notNegative(path[name], spec?[name]) }
    for (index, claim) in (spec?["volumeClaimTemplates"]?.arrayValue ?? []).enumerated() {
      claimSpec(claim["spec"], path["volumeClaimTemplates"][index]["spec"], &findings)
    }
    guard let old else { return }
    let mutable = [
      "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
      "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
    ]
    func fixed(_ object: JSONValue) -> JSONValue {
      var spec = object["spec"] ?? .emptyObject
      for name in mutable { spec[name] = nil }
      return spec
    }
    if !fixed(object).isSame(as: fixed(old)) {
      findings.forbidden(
        path,
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
          + "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")
    }
  }

  /// What all workloads share: replicas, a selector that chooses the template's pods, and the template.
  private static func workload(
    _ spec: JSONValue?, _ old: JSONValue?, restart: [String], claims: [String] = [], _ findings: inout Findings
  ) {
    let path = FieldPath("spec")
    findings.notNegative(path["replicas"], spec?["replicas"])
    let selector = spec?["selector"]
    let labels = spec?["template"]?["metadata"]?["labels"]
    if let selector {
      labelSelector(selector, path["selector"], &findings)
      if (selector["matchLabels"]?.objectValue ?? [:]).isEmpty,
        (selector["matchExpressions"]?.arrayValue ?? []).isEmpty
      {
        findings.invalid(path["selector"], selector, "empty selector is invalid for workloads")
      } else if !selects(selector, labels) {
        findings.invalid(
          path["template"]["metadata"]["labels"], labels ?? .emptyObject, "`selector` does not match template `labels`")
      }
    } else {
      findings.required(path["selector"])
    }
    podTemplate(spec?["template"], path["template"], claims: claims, &findings)
    let policy = spec?["template"]?["spec"]?["restartPolicy"]
    if let policy, !restart.contains(where: { .string($0) == policy }) {
      findings.unsupported(path["template"]["spec"]["restartPolicy"], policy, restart)
    }
    if let old { findings.immutable(path["selector"], selector, old["selector"]) }
  }

  private static func rolling(_ update: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    guard let update else { return }
    for name in ["maxUnavailable", "maxSurge"] { share(update[name], path[name], &findings) }
    if isZero(update["maxUnavailable"]), isZero(update["maxSurge"]) {
      findings.invalid(path["maxUnavailable"], update["maxUnavailable"], "may not be 0 when `maxSurge` is 0")
    }
  }

  private static func isZero(_ value: JSONValue?) -> Bool { value == 0 || value == "0%" }

  /// A number, or a percentage of one.
  static func share(_ value: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    switch value {
    case .string(let text)?:
      guard text.hasSuffix("%"), let percent = Int(text.dropLast()), percent >= 0 else {
        findings.invalid(
          path, value,
          "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or "
            + "'93%', regex used for validation is '[0-9]+%')")
        return
      }
      if percent > 100 { findings.invalid(path, value, "must not be greater than 100%") }
    case .integer?: findings.notNegative(path, value)
    default: break
    }
  }
}
