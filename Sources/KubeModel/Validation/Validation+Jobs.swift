extension Validation {
  static func job(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"]
    jobSpec(spec, path, &findings)
    guard let old else { return }
    for name in ["completions", "completionMode", "selector", "podFailurePolicy", "backoffLimitPerIndex"] {
      if name == "completions", spec?["completionMode"] == "Indexed" { continue }
      findings.immutable(path[name], spec?[name], old["spec"]?[name])
    }
    let isSuspended = old["spec"]?["suspend"] == true
    if !isSuspended {
      findings.immutable(path["template"], spec?["template"], old["spec"]?["template"])
    }
  }

  private static func jobSpec(_ spec: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    let numbers = [
      "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished",
      "backoffLimitPerIndex", "maxFailedIndexes",
    ]
    for name in numbers {
      findings.notNegative(path[name], spec?[name])
    }
    findings.choice(path["completionMode"], spec?["completionMode"], ["NonIndexed", "Indexed"])
    if spec?["completionMode"] == "Indexed", spec?["completions"] == nil {
      findings.required(path["completions"], "when completion mode is Indexed")
    }
    if spec?["completionMode"] != "Indexed", let limit = spec?["backoffLimitPerIndex"] {
      findings.invalid(path["backoffLimitPerIndex"], limit, "requires indexed completion mode")
    }
    if spec?["maxFailedIndexes"] != nil, spec?["backoffLimitPerIndex"] == nil {
      findings.required(path["backoffLimitPerIndex"], "when maxFailedIndexes is specified")
    }
    findings.choice(path["podReplacementPolicy"], spec?["podReplacementPolicy"], ["Failed", "TerminatingOrFailed"])
    podTemplate(spec?["template"], path["template"], &findings)
    let policy = spec?["template"]?["spec"]?["restartPolicy"]
    if policy != "OnFailure", policy != "Never" {
      findings.required(path["template"]["spec"]["restartPolicy"], "valid values: \"OnFailure\", \"Never\"")
    }
    if spec?["podFailurePolicy"] != nil { failurePolicy(spec, path, &findings) }
  }

  private static func failurePolicy(_ spec: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    if spec?["template"]?["spec"]?["restartPolicy"] != "Never" {
      findings.invalid(
        path["template"]["spec"]["restartPolicy"], spec?["template"]?["spec"]?["restartPolicy"],
        "only \"Never\" is supported when podFailurePolicy is specified")
    }
    for (index, rule) in (spec?["podFailurePolicy"]?["rules"]?.arrayValue ?? []).enumerated() {
      let place = path["podFailurePolicy"]["rules"][index]
      if rule["action"] == nil { findings.required(place["action"]) }
      findings.choice(place["action"], rule["action"], ["Count", "FailIndex", "FailJob", "Ignore"])
      let codes = rule["onExitCodes"]
      let hasConditions = !(rule["onPodConditions"]?.arrayValue ?? []).isEmpty
      if codes != nil, hasConditions {
        findings.invalid(place, rule, "specifying both OnExitCodes and OnPodConditions is not supported")
      } else if codes == nil, !hasConditions {
        findings.invalid(place, rule, "specifying one of OnExitCodes and OnPodConditions is required")
      }
      guard let codes else { continue }
      findings.choice(place["onExitCodes"]["operator"], codes["operator"], ["In", "NotIn"])
      if codes["operator"] == "In", codes["values"]?.arrayValue?.contains(0) == true {
        findings.invalid(place["onExitCodes"]["values"], 0, "must not be 0 for the In operator")
      }
    }
  }

  static func cronJob(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"]
    jobSpec(spec?["jobTemplate"]?["spec"], path["jobTemplate"]["spec"], &findings)
    let schedule = spec?["schedule"]?.stringValue ?? ""
    if schedule.isEmpty {
      findings.required(path["schedule"])
    } else if schedule.contains("TZ") {
      findings.invalid(
        path["schedule"], .string(schedule), "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")
    } else {
      do { _ = try CronSchedule(schedule) } catch { findings.invalid(path["schedule"], .string(schedule), "\(error)") }
    }
    findings.choice(path["concurrencyPolicy"], spec?["concurrencyPolicy"], ["Allow", "Forbid", "Replace"])
    for name in ["successfulJobsHistoryLimit", "failedJobsHistoryLimit", "startingDeadlineSeconds"] {
      findings.notNegative(path[name], spec?[name])
    }
    // A Job's name holds eleven characters more.
    if old == nil, let name = object["metadata"]?["name"]?.stringValue, name.count > 52 {
      findings.invalid(FieldPath("metadata")["name"], .string(name), "must be no more than 52 characters")
    }
  }
}
