extension Validation {
  /// `MutatingWebhookConfiguration` and `ValidatingWebhookConfiguration`.
  static func webhookConfiguration(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    var names: Set<String> = []
    let conditions = [object, old].map { ($0?["webhooks"]?.arrayValue ?? []).map { $0["matchConditions"] ?? [] } }
    let hasNewConditions = conditions[0] != conditions[1]
    // `v1beta1` took any, and what it took stays.
    let mayHaveSideEffects =
      findings.writtenVersion == "v1beta1" || (old?["webhooks"]?.arrayValue ?? []).contains(where: hasSideEffects)
    for (index, webhook) in (object["webhooks"]?.arrayValue ?? []).enumerated() {
      let path = FieldPath("webhooks")[index]
      self.webhook(
        webhook, path, mayHaveSideEffects: mayHaveSideEffects, hasNewConditions: hasNewConditions, &findings)
      let name = webhook.text("name")
      if findings.writtenVersion != "v1beta1", !name.isEmpty, !names.insert(name).inserted {
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
    let name = webhook.text("name")
    if name.isEmpty {
      findings.required(path["name"])
    } else if !NameForms.subdomain(name).isEmpty {
      findings.form(path["name"], name, NameForms.subdomain)
    } else if name.split(separator: ".", omittingEmptySubsequences: false).count < 3 {
      findings.invalid(
        path["name"], .string(name), "should be a domain with at least three segments separated by dots")
    }
    for (index, rule) in (webhook["rules"]?.arrayValue ?? []).enumerated() {
      webhookRule(rule, path["rules"][index], &findings)
    }
    findings.choice(path["failurePolicy"], webhook["failurePolicy"], ["Fail", "Ignore"])
    findings.choice(path["matchPolicy"], webhook["matchPolicy"], ["Equivalent", "Exact"])
    findings.choice(path["reinvocationPolicy"], webhook["reinvocationPolicy"], ["IfNeeded", "Never"])
    if !webhook.has("sideEffects") {
      findings.required(path["sideEffects"], "must specify one of None, NoneOnDryRun")
    } else {
      findings.choice(
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
    webhookClient(webhook["clientConfig"], path["clientConfig"], &findings)
    if hasNewConditions {
      matchConditions(webhook["matchConditions"], hasParams: false, path["matchConditions"], &findings)
    }
    reviewVersions(webhook["admissionReviewVersions"], path["admissionReviewVersions"], &findings)
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
          findings.choice(path[name][index], .string(value), supported)
        } else if name != "apiGroups", value.isEmpty {
          findings.required(path[name][index])
        }
      }
    }
    let resources = (rule["resources"]?.arrayValue ?? []).compactMap(\.stringValue)
    if resources.count > 1, resources.contains("*/*") {
      findings.invalid(
        path["resources"], rule["resources"], "if '*/*' is present, must not specify other resources")
    }
    if resources.contains("*"), resources.contains(where: { $0 != "*" && !$0.contains("/") }) {
      findings.invalid(
        path["resources"], rule["resources"],
        "if '*' is present, must not specify other resources without subresources")
    }
    findings.choice(path["scope"], rule["scope"], ["*", "Cluster", "Namespaced"])
  }

  private static func webhookClient(_ client: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    let (url, service) = (client?["url"]?.stringValue, client?["service"])
    guard (url == nil) != (service == nil) else {
      findings.required(path, "exactly one of url or service is required")
      return
    }
    if let url { webhookURL(url, path["url"], &findings) }
    guard let service else { return }
    let path = path["service"]
    if service.text("name").isEmpty { findings.required(path["name"], "service name is required") }
    if service.text("namespace").isEmpty { findings.required(path["namespace"], "service namespace is required") }
    if let port = service["port"]?.integerValue, !(1...65_535).contains(port) {
      findings.invalid(
        path["port"], .integer(port), "port is not valid: must be between 1 and 65535, inclusive")
    }
    if let target = service["path"]?.stringValue, !target.hasPrefix("/") {
      findings.invalid(path["path"], .string(target), "must start with a '/'")
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

  private static func reviewVersions(_ list: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    let versions = (list?.arrayValue ?? []).compactMap(\.stringValue)
    guard !versions.isEmpty else {
      findings.required(path, "must specify one of v1, v1beta1")
      return
    }
    var seen: Set<String> = []
    for (index, version) in versions.enumerated() where !seen.insert(version).inserted {
      findings.invalid(path[index], .string(version), "duplicate version")
    }
    if seen.isDisjoint(with: ["v1", "v1beta1"]) {
      findings.invalid(path, list, "must include at least one of v1, v1beta1")
    }
  }
}
