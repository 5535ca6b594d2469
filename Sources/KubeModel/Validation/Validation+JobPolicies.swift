import OrderedCollections

/// When a Job has failed, and when it has succeeded, before all of its pods have ended (Kubernetes concept "Jobs", Pod
/// failure policy and Success policy).
extension Validation {
  static func failurePolicy(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    guard let policy = spec["podFailurePolicy"] else { return }
    let rules = policy.list("rules")
    if rules.count > 20 { findings.tooMany(path["rules"], rules.count, limit: 20) }
    let template = spec[path: "template", "spec"]
    let names = Set(
      ["containers", "initContainers"].flatMap { template?.list($0) ?? [] }.map { $0.text("name") })
    for (index, rule) in rules.enumerated() {
      failureRule(rule, of: spec, containers: names, path["rules"][index], &findings)
    }
  }

  private static func failureRule(
    _ rule: JSONValue, of spec: JSONValue, containers: Set<String>, _ path: FieldPath, _ findings: inout Findings
  ) {
    let actions = ["Count", "FailIndex", "FailJob", "Ignore"]
    if rule.text("action") == "FailIndex" {
      if !spec.has("backoffLimitPerIndex") {
        findings.invalid(path["action"], "FailIndex", "requires the backoffLimitPerIndex to be set")
      }
    } else {
      namedChoice(rule["action"], actions, path["action"], &findings)
    }
    let conditions = rule.list("onPodConditions")
    if let codes = rule["onExitCodes"] { exitCodes(codes, containers, path["onExitCodes"], &findings) }
    if conditions.count > 20 { findings.tooMany(path["onPodConditions"], conditions.count, limit: 20) }
    for (index, pattern) in conditions.enumerated() {
      let path = path["onPodConditions"][index]
      findings.form(path["type"], pattern.text("type"), NameForms.qualifiedName)
      namedChoice(pattern["status"], ["False", "True", "Unknown"], path["status"], &findings)
    }
    switch (rule.has("onExitCodes"), conditions.isEmpty) {
    case (true, false):
      findings.invalid(path, "specifying both OnExitCodes and OnPodConditions is not supported")
    case (false, true): findings.invalid(path, "specifying one of OnExitCodes and OnPodConditions is required")
    default: break
    }
  }

  /// A choice that has to be made, told with what there is to choose from.
  private static func namedChoice(
    _ value: JSONValue?, _ supported: [String], _ path: FieldPath, _ findings: inout Findings
  ) {
    guard let value, value != "" else {
      let list = supported.map { "\"\($0)\"" }.joined(separator: " ")
      return findings.required(path, "valid values: [\(list)]")
    }
    findings.optionalChoice(path, value, supported)
  }

  private static func exitCodes(
    _ codes: JSONValue, _ containers: Set<String>, _ path: FieldPath, _ findings: inout Findings
  ) {
    namedChoice(codes["operator"], ["In", "NotIn"], path["operator"], &findings)
    if let name = codes["containerName"]?.stringValue, !containers.contains(name) {
      findings.invalid(
        path["containerName"], .string(name),
        "must be one of the container or initContainer names in the pod template")
    }
    let values = codes.list("values").map { $0.integerValue ?? 0 }
    let path = path["values"]
    if values.isEmpty { findings.invalid(path, codes["values"] ?? .null, "at least one value is required") }
    if values.count > 255 { findings.tooMany(path, values.count, limit: 255) }
    var seen: Set<Int64> = []
    for (index, value) in values.enumerated() {
      if value == 0, codes["operator"] == "In" {
        findings.invalid(path[index], 0, "must not be 0 for the In operator")
      }
      if !seen.insert(value).inserted { findings.duplicate(path[index], .integer(value)) }
    }
    if zip(values, values.dropFirst()).contains(where: >) {
      findings.invalid(path, codes["values"], "must be ordered")
    }
  }

  // MARK: Success

  static func successPolicy(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    guard let policy = spec["successPolicy"] else { return }
    guard spec["completionMode"] == "Indexed" else {
      return findings.invalid(path, policy, "requires indexed completion mode")
    }
    let rules = policy.list("rules")
    if rules.isEmpty {
      findings.required(path["rules"], "at least one rules must be specified when the successPolicy is specified")
    }
    if rules.count > 20 { findings.tooMany(path["rules"], rules.count, limit: 20) }
    for (index, rule) in rules.enumerated() {
      successRule(rule, completions: spec.number("completions"), path["rules"][index], &findings)
    }
  }

  private static func successRule(
    _ rule: JSONValue, completions: Int64, _ path: FieldPath, _ findings: inout Findings
  ) {
    let (count, indexes) = (rule["succeededCount"]?.integerValue, rule["succeededIndexes"]?.stringValue)
    if count == nil, indexes == nil {
      findings.required(path, "at least one of succeededCount or succeededIndexes must be specified")
    }
    var total: Int64 = 0
    if let indexes {
      let path = path["succeededIndexes"]
      if indexes.utf8.count > 64 << 10 { findings.tooLong(path, limit: 64 << 10) }
      switch indexCount(indexes, completions: completions) {
      case .success(let count): total = count
      case .failure(let problem):
        findings.invalid(path, .string(indexes), "error parsing succeededIndexes: \(problem.text)")
      }
    }
    guard let count else { return }
    let path = path["succeededCount"]
    findings.notNegative(path, .integer(count))
    if count > completions {
      findings.invalid(
        path, .integer(count), "must be less than or equal to \(completions) (the number of specified completions)")
    }
    if indexes != nil, count > total {
      findings.invalid(
        path, .integer(count),
        "must be less than or equal to \(total) (the number of indexes in the specified succeededIndexes field)")
    }
  }

  struct IndexProblem: Error { let text: String }

  /// How many indexes a list such as `0,2-4` names.
  static func indexCount(_ text: String, completions: Int64) -> Result<Int64, IndexProblem> {
    guard !text.isEmpty else { return .success(0) }
    var (total, last): (Int64, Int64?) = (0, nil)
    func number(_ part: Substring) throws(IndexProblem) -> Int64 {
      guard let number = Int32(part) else {
        throw IndexProblem(text: "cannot convert string to integer for index: \"\(part)\"")
      }
      guard number < completions else { throw IndexProblem(text: "too large index: \"\(part)\"") }
      return Int64(number)
    }
    do throws(IndexProblem) {
      for interval in text.split(separator: ",", omittingEmptySubsequences: false) {
        let ends = interval.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count <= 2 else {
          throw IndexProblem(
            text: "the fragment \"\(interval)\" violates the requirement that an index interval can have at most two "
              + "parts separated by '-'")
        }
        let first = try number(ends[0])
        if let last, last >= first {
          throw IndexProblem(text: "non-increasing order, previous: \(last), current: \(first)")
        }
        (total, last) = (total + 1, first)
        guard ends.count == 2 else { continue }
        let end = try number(ends[1])
        guard first < end else {
          throw IndexProblem(text: "non-increasing order, previous: \(first), current: \(end)")
        }
        (total, last) = (total + end - first, end)
      }
    } catch {
      return .failure(error)
    }
    return .success(total)
  }
}
