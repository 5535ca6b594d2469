import OrderedCollections

extension Validation {
  static func job(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    if old == nil { generatedSelector(of: object, &findings) }
    jobSpec(spec, path, PodScope().replacing(old?[path: "spec", "template", "spec"]), &findings)
    if let selector = spec["selector"] {
      labelSelector(selector, path["selector"], &findings)
    } else {
      findings.required(path["selector"])
    }
    let labels = spec[path: "template", "metadata", "labels"]
    let isChosen = spec["selector"].map { !isReadable($0) || selects($0, labels) } ?? false
    // A job that does not find its own pods would make pods without end.
    if !isChosen { mismatch(labels, path["template"], &findings) }
    if let old {
      jobUpdate(object, old, path, &findings)
    } else if spec["completionMode"] == "Indexed", spec.number("completions") > 0 {
      let name = object["metadata"]?.text("name") ?? ""
      let last = "\(name)-\(spec.number("completions") - 1)"
      if !NameForms.label(last).isEmpty {
        findings.invalid(
          FieldPath("metadata")["name"], .string(name),
          "will not able to create pod with invalid DNS label: \(last)")
      }
    }
  }

  /// Unless it brings a selector, a job's pods are found by labels that no other job's have.
  private static func generatedSelector(of job: JSONValue, _ findings: inout Findings) {
    guard let selector = job["spec"]?["selector"], job["spec"]?["manualSelector"] != true else { return }
    let (uid, name) = (job["metadata"]?.text("uid") ?? "", job["metadata"]?.text("name") ?? "")
    if uid.isEmpty { findings.required(FieldPath("metadata")["uid"]) }
    let path = FieldPath("spec")["template"]["metadata"]["labels"]
    let labels = job[path: "spec", "template", "metadata", "labels"]
    let wanted = [
      ("controller-uid", uid), ("job-name", name), ("batch.kubernetes.io/controller-uid", uid),
      ("batch.kubernetes.io/job-name", name),
    ]
    for (key, value) in wanted {
      guard let given = labels?[key] else {
        findings.required(path.key(key), "must be '\(value)'")
        continue
      }
      if given != .string(value) { findings.invalid(path.key(key), labels, "must be '\(value)'") }
    }
    let expected = JSONValue.object(JSONObject(uniqueKeysWithValues: wanted.map { ($0, .string($1)) }))
    if isReadable(selector), !selects(selector, expected) {
      findings.invalid(FieldPath("spec")["selector"], selector, "`selector` not auto-generated")
    }
  }

  // MARK: The specification

  private static func jobSpec(
    _ spec: JSONValue, _ path: FieldPath, _ scope: PodScope, _ findings: inout Findings
  ) {
    let numbers = [
      "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished",
      "backoffLimitPerIndex", "maxFailedIndexes",
    ]
    for name in numbers { findings.notNegative(path[name], spec[name]) }
    if spec.has("maxFailedIndexes"), !spec.has("backoffLimitPerIndex") {
      findings.required(path["backoffLimitPerIndex"], "when maxFailedIndexes is specified")
    }
    if let manager = spec["managedBy"]?.stringValue {
      findings.form(path["managedBy"], manager, NameForms.domainPath)
      if manager.utf8.count > 63 { findings.tooLong(path["managedBy"], limit: 63) }
    }
    findings.optionalChoice(path["completionMode"], spec["completionMode"], ["NonIndexed", "Indexed"])
    if spec["completionMode"] == "Indexed" { indexedJob(spec, path, &findings) }
    if spec["completionMode"] ?? "NonIndexed" == "NonIndexed" {
      for name in ["backoffLimitPerIndex", "maxFailedIndexes"] where spec.has(name) {
        findings.invalid(path[name], spec[name], "requires indexed completion mode")
      }
    }
    failurePolicy(spec, path["podFailurePolicy"], &findings)
    successPolicy(spec, path["successPolicy"], &findings)
    findings.optionalChoice(
      path["podReplacementPolicy"], spec["podReplacementPolicy"],
      spec.has("podFailurePolicy") ? ["Failed"] : ["Failed", "TerminatingOrFailed"])
    podTemplate(spec["template"], path["template"], scope, &findings)
    jobRestart(spec, path["template"]["spec"]["restartPolicy"], &findings)
  }

  private static func jobRestart(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let policy = spec[path: "template", "spec", "restartPolicy"] ?? ""
    switch policy {
    // What is left out has become `Always`.
    case "", "Always": findings.required(path, "valid values: \"OnFailure\", \"Never\"")
    case "OnFailure", "Never":
      if spec.has("podFailurePolicy"), policy != "Never" {
        findings.invalid(path, policy, "only \"Never\" is supported when podFailurePolicy is specified")
      }
    default: findings.optionalChoice(path, policy, ["OnFailure", "Never"])
    }
  }

  private static func indexedJob(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let most: Int64 = 100_000
    let failed = spec.number("maxFailedIndexes")
    let completions = spec["completions"]?.integerValue
    if completions == nil { findings.required(path["completions"], "when completion mode is Indexed") }
    func limit(_ name: String, _ limit: Int64, _ when: String = "") {
      guard spec.number(name) > limit else { return }
      findings.invalid(path[name], spec[name], "must be less than or equal to \(limit)\(when)")
    }
    limit("parallelism", most, " when completion mode is Indexed")
    if let completions, failed > completions {
      findings.invalid(path["maxFailedIndexes"], .integer(failed), "must be less than or equal to completions")
    }
    limit("maxFailedIndexes", most)
    guard let completions, completions > most, spec.has("backoffLimitPerIndex") else { return }
    if !spec.has("maxFailedIndexes") {
      findings.required(path["maxFailedIndexes"], "must be specified when completions is above \(most)")
    }
    let when = " when completions are above \(most) and used with backoff limit per index"
    limit("parallelism", 10_000, when)
    limit("maxFailedIndexes", 10_000, when)
  }

  // MARK: Updates

  private static func jobUpdate(
    _ object: JSONValue, _ old: JSONValue, _ path: FieldPath, _ findings: inout Findings
  ) {
    let (spec, before) = (object["spec"] ?? .emptyObject, old["spec"] ?? .emptyObject)
    if spec["completionMode"] == "Indexed" {
      if let completions = spec["completions"], !completions.isSame(as: before["completions"] ?? .null),
        spec["completions"] != spec["parallelism"]
      {
        findings.invalid(path["completions"], completions, "can only be modified in tandem with spec.parallelism")
      }
    } else {
      findings.immutable(path["completions"], spec["completions"], before["completions"])
    }
    findings.immutable(path["selector"], spec["selector"], before["selector"])
    // A job that waits and never ran may still be sent elsewhere.
    let isWaiting = before.isTrue("suspend") && !(old["status"]?.has("startTime") ?? false)
    let known = before["template"].map { isWaiting ? redirected($0, as: spec["template"] ?? .emptyObject) : $0 }
    findings.immutable(path["template"], spec["template"], known)
    for name in ["completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"] {
      findings.immutable(path[name], spec[name], before[name])
    }
  }

  /// A template with the scheduling directives of another.
  private static func redirected(_ template: JSONValue, as new: JSONValue) -> JSONValue {
    var template = template
    template.make("metadata") { metadata in
      for name in ["annotations", "labels"] { metadata[name] = new["metadata"]?[name] }
    }
    template.make("spec") { spec in
      for name in ["nodeSelector", "tolerations", "schedulingGates"] { spec[name] = new["spec"]?[name] }
      var affinity = spec["affinity"] ?? .emptyObject
      affinity["nodeAffinity"] = new[path: "spec", "affinity", "nodeAffinity"]
      let isGone = affinity == .emptyObject && new[path: "spec", "affinity"] == nil
      if isGone { spec["affinity"] = nil } else { spec["affinity"] = affinity }
    }
    return template
  }

  // MARK: CronJobs

  static func cronJob(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    schedule(spec, old?["spec"], path["schedule"], &findings)
    findings.notNegative(path["startingDeadlineSeconds"], spec["startingDeadlineSeconds"])
    findings.requiredChoice(path["concurrencyPolicy"], spec["concurrencyPolicy"], ["Allow", "Forbid", "Replace"])
    let job = spec[path: "jobTemplate", "spec"] ?? .emptyObject
    let place = path["jobTemplate"]["spec"]
    jobSpec(
      job, place, PodScope().replacing(old?[path: "spec", "jobTemplate", "spec", "template", "spec"]), &findings)
    if let selector = job["selector"] {
      findings.invalid(place["selector"], selector, "`selector` will be auto-generated")
    }
    if job.isTrue("manualSelector") { findings.notSupported(place["manualSelector"], true, ["nil", "false"]) }
    for name in ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"] {
      findings.notNegative(path[name], spec[name])
    }
    // A Job's name holds eleven characters more.
    if old == nil, let name = object["metadata"]?["name"]?.stringValue, name.utf8.count > 52 {
      findings.invalid(FieldPath("metadata")["name"], .string(name), "must be no more than 52 characters")
    }
  }

  private static func schedule(
    _ spec: JSONValue, _ old: JSONValue?, _ path: FieldPath, _ findings: inout Findings
  ) {
    let text = spec.text("schedule")
    guard !text.isEmpty else { return findings.required(path) }
    let namesZone = text.contains("TZ")
    do {
      _ = try CronSchedule(namesZone ? withoutZone(text) : text)
    } catch {
      findings.invalid(path, .string(text), "\(error)")
    }
    let hadZone = old?.text("schedule").contains("TZ") ?? false
    if namesZone, !hadZone {
      findings.invalid(
        path, .string(text), "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")
    } else if namesZone, spec.has("timeZone") {
      findings.invalid(path, .string(text), "cannot use both timeZone field and TZ or CRON_TZ in schedule")
    }
  }

  /// A schedule without the zone before it: `TZ=UTC 0 * * * *`.
  private static func withoutZone(_ text: String) -> String {
    guard text.hasPrefix("TZ=") || text.hasPrefix("CRON_TZ="), let space = text.firstIndex(of: " ") else { return text }
    return String(text[text.index(after: space)...])
  }
}
