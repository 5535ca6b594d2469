extension Validation {
  /// `MutatingWebhookConfiguration` and `ValidatingWebhookConfiguration`.
  static func webhookConfiguration(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    var names: Set<String> = []
    let conditions = [object, old].map { ($0?["webhooks"]?.arrayValue ?? []).map { $0["matchConditions"] ?? [] } }
    let hasNewConditions = conditions[0] != conditions[1]
    // `v1beta1` took any, and what it took stays.
    let isFirst = findings.writtenVersion == "v1beta1"
    let before = old?["webhooks"]?.arrayValue ?? []
    let mayHaveSideEffects = isFirst || before.contains(where: hasSideEffects)
    let mayBeUnnamed = isFirst || Set(before.map { $0.text("name") }).count < before.count
    let mayBeUnknown = before.contains { hook in
      let versions = hook.texts("admissionReviewVersions")
      return !versions.isEmpty && Set(["v1", "v1beta1"]).isDisjoint(with: versions)
    }
    for (index, webhook) in (object["webhooks"]?.arrayValue ?? []).enumerated() {
      let path = FieldPath("webhooks")[index]
      self.webhook(
        webhook, path, mayHaveSideEffects: mayHaveSideEffects, hasNewConditions: hasNewConditions, &findings)
      reviewVersions(
        webhook, mustBeKnown: !mayBeUnknown, path["admissionReviewVersions"], &findings)
      let name = webhook.text("name")
      if !mayBeUnnamed, !name.isEmpty, !names.insert(name).inserted {
        findings.duplicate(path["name"], .string(name))
      }
    }
  }

  private static func hasSideEffects(_ webhook: JSONValue) -> Bool {
    !["None", "NoneOnDryRun"].contains(webhook.text("sideEffects"))
  }

  private static func webhook(
    _ webhook: JSONValue, _ path: FieldPath, mayHaveSideEffects: Bool, hasNewConditions: Bool,
    _ findings: inout Findings
  ) {
    findings.domain(path["name"], webhook.text("name"), least: 3, words: "three")
    for (index, rule) in (webhook["rules"]?.arrayValue ?? []).enumerated() {
      webhookRule(rule, path["rules"][index], &findings)
    }
    findings.optionalChoice(path["failurePolicy"], webhook["failurePolicy"], ["Fail", "Ignore"])
    findings.optionalChoice(path["matchPolicy"], webhook["matchPolicy"], ["Equivalent", "Exact"])
    if !webhook.has("sideEffects") {
      findings.required(path["sideEffects"], "must specify one of None, NoneOnDryRun")
    } else {
      findings.optionalChoice(
        path["sideEffects"], webhook["sideEffects"],
        mayHaveSideEffects ? ["None", "NoneOnDryRun", "Some", "Unknown"] : ["None", "NoneOnDryRun"])
    }
    if let seconds = webhook["timeoutSeconds"]?.integerValue, !(1...30).contains(seconds) {
      findings.invalid(
        path["timeoutSeconds"], .integer(seconds), "the timeout value must be between 1 and 30 seconds")
    }
    for selector in ["namespaceSelector", "objectSelector"] {
      labelSelector(webhook[selector], path[selector], &findings)
    }
    findings.optionalChoice(path["reinvocationPolicy"], webhook["reinvocationPolicy"], ["IfNeeded", "Never"])
    webhookClient(webhook["clientConfig"], path["clientConfig"], &findings)
    if hasNewConditions {
      matchConditions(webhook["matchConditions"], hasParams: false, path["matchConditions"], &findings)
    }
  }

  static func webhookRule(_ rule: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let supported = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"]
    for name in ["operations", "apiGroups", "apiVersions", "resources"] {
      let values = (rule[name]?.arrayValue ?? []).compactMap(\.stringValue)
      if values.isEmpty { findings.required(path[name]) }
      let things = ["operations": "operations", "apiGroups": "API groups", "apiVersions": "API versions"]
      if let thing = things[name], values.count > 1, values.contains("*") {
        findings.invalid(path[name], rule[name], "if '*' is present, must not specify other \(thing)")
      }
      for (index, value) in values.enumerated() {
        if name == "operations" {
          findings.optionalChoice(path[name][index], .string(value), supported)
        } else if name == "apiVersions", value.isEmpty {
          findings.required(path[name][index])
        }
      }
    }
    ruleResources(rule, path["resources"], &findings)
    findings.optionalChoice(path["scope"], rule["scope"], ["*", "Cluster", "Namespaced"])
  }

  /// Resources and subresources, of which a wildcard must not stand beside what it covers.
  private static func ruleResources(_ rule: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let resources = rule.texts("resources")
    var (coveredResources, coveredParts): (Set<String>, Set<String>) = ([], [])
    var endsWithResource = false
    for (index, text) in resources.enumerated() {
      guard !text.isEmpty else {
        findings.required(path[index])
        continue
      }
      let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        // As in Kubernetes, the last one decides.
        endsWithResource = text != "*"
        continue
      }
      if coveredResources.contains(parts[0]) {
        findings.invalid(
          path[index], .string(text), "if '\(parts[0])/*' is present, must not specify \(text)")
      }
      if coveredParts.contains(parts[1]) {
        findings.invalid(
          path[index], .string(text), "if '*/\(parts[1])' is present, must not specify \(text)")
      }
      if parts[1] == "*" { coveredResources.insert(parts[0]) }
      if parts[0] == "*" { coveredParts.insert(parts[1]) }
    }
    if resources.count > 1, resources.contains("*/*") {
      findings.invalid(path, rule["resources"], "if '*/*' is present, must not specify other resources")
    }
    if resources.contains("*"), endsWithResource {
      findings.invalid(
        path, rule["resources"],
        "if '*' is present, must not specify other resources without subresources")
    }
  }

  static func webhookClient(_ client: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    let (url, service) = (client?["url"]?.stringValue, client?["service"])
    guard (url == nil) != (service == nil) else {
      findings.required(path, "exactly one of url or service is required")
      return
    }
    if let url { webhookURL(url, path["url"], &findings) }
    guard let service else { return }
    webhookService(service, path["service"], &findings)
  }

  /// The service that a webhook is reached at.
  static func webhookService(_ service: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    if service.text("name").isEmpty { findings.required(path["name"], "service name is required") }
    if service.text("namespace").isEmpty { findings.required(path["namespace"], "service namespace is required") }
    let port = service["port"]?.integerValue ?? 443
    if !(1...65_535).contains(port) {
      findings.invalid(
        path["port"], .integer(port), "port is not valid: must be between 1 and 65535, inclusive")
    }
    guard let target = service["path"]?.stringValue, !target.isEmpty, target != "/" else { return }
    let place = path["path"]
    if target == "//" { return findings.invalid(place, .string(target), "segment[0] may not be empty") }
    if !target.hasPrefix("/") { findings.invalid(place, .string(target), "must start with a '/'") }
    var rest = target.dropFirst()
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    for (index, step) in rest.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
      if step.isEmpty {
        findings.invalid(place, .string(target), "segment[\(index)] may not be empty")
        continue
      }
      for problem in NameForms.subdomain(String(step)) {
        findings.invalid(place, .string(target), "segment[\(index)]: \(problem)")
      }
    }
  }

  private static func webhookURL(_ url: String, _ path: FieldPath, _ findings: inout Findings) {
    let form = "; desired format: https://host[/path]"
    let scheme = url.firstRange(of: "://").map { String(url[..<$0.lowerBound]) } ?? ""
    if scheme != "https" {
      findings.invalid(path, .string(scheme), "'https' is the only allowed URL scheme" + form)
    }
    let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if authority.isEmpty { findings.invalid(path, .string(""), "host must be specified" + form) }
    if authority.contains("@") {
      findings.invalid(path, .string(url), "user information is not permitted in the URL")
    }
    if rest.contains("#") { findings.invalid(path, .string(url), "fragments are not permitted in the URL") }
    if rest.contains("?") { findings.invalid(path, .string(url), "query parameters are not permitted in the URL") }
  }

  private static func reviewVersions(
    _ webhook: JSONValue, mustBeKnown: Bool, _ path: FieldPath, _ findings: inout Findings
  ) {
    let versions = webhook.texts("admissionReviewVersions")
    guard !versions.isEmpty else {
      return findings.required(path, "must specify one of v1, v1beta1")
    }
    var seen: Set<String> = []
    for (index, version) in versions.enumerated() {
      guard seen.insert(version).inserted else {
        findings.invalid(path[index], .string(version), "duplicate version")
        continue
      }
      findings.form(path[index], version, NameForms.serviceName)
    }
    if mustBeKnown, seen.isDisjoint(with: ["v1", "v1beta1"]) {
      findings.invalid(
        path, webhook["admissionReviewVersions"], "must include at least one of v1, v1beta1")
    }
  }
}
