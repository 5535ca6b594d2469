/// Priority and fairness of requests (Kubernetes concept "API Priority and Fairness").
extension Validation {
  static func flowSchema(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    let precedence = spec.number("matchingPrecedence")
    let place = path["matchingPrecedence"]
    findings.positive(place, .integer(precedence), "must be a positive value")
    if precedence > 10_000 { findings.invalid(place, .integer(precedence), "must not be greater than 10000") }
    if precedence == 1, object["metadata"]?["name"] != "exempt" {
      findings.invalid(place, 1, "only the schema named 'exempt' may have matchingPrecedence 1")
    }
    if let method = spec["distinguisherMethod"], !["ByNamespace", "ByUser"].contains(method["type"]) {
      findings.unsupported(path["distinguisherMethod"]["type"], method["type"] ?? "", ["ByNamespace", "ByUser"])
    }
    findings.requiredForm(
      path["priorityLevelConfiguration"]["name"], spec["priorityLevelConfiguration"]?["name"],
      "must reference a priority level", NameForms.subdomain)
    for (index, rule) in spec.list("rules").enumerated() { flowRule(rule, path["rules"][index], &findings) }
    flowConditions(object, old, &findings)
  }

  static func flowConditions(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    var types: Set<String> = []
    for (index, condition) in (object["status"]?.list("conditions") ?? []).enumerated() {
      let path = FieldPath("status")["conditions"][index]["type"]
      let type = condition.text("type")
      if !types.insert(type).inserted { findings.duplicate(path, .string(type)) }
      if type.isEmpty { findings.required(path, "must not be empty") }
    }
  }

  private static func flowRule(_ rule: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let subjects = rule.list("subjects")
    if subjects.isEmpty { findings.required(path["subjects"], "subjects must contain at least one value") }
    for (index, subject) in subjects.enumerated() { flowSubject(subject, path["subjects"][index], &findings) }
    let (resources, others) = (rule.list("resourceRules"), rule.list("nonResourceRules"))
    if resources.isEmpty, others.isEmpty {
      findings.required(path, "at least one of resourceRules and nonResourceRules has to be non-empty")
    }
    for (index, rule) in resources.enumerated() { flowResources(rule, path["resourceRules"][index], &findings) }
    for (index, rule) in others.enumerated() { flowPaths(rule, path["nonResourceRules"][index], &findings) }
  }

  private static func flowSubject(_ subject: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let kinds = [("ServiceAccount", "serviceAccount"), ("User", "user"), ("Group", "group")]
    guard let (kind, own) = kinds.first(where: { subject["kind"] == .string($0.0) }) else {
      return findings.unsupported(path["kind"], subject["kind"] ?? "", kinds.map(\.0))
    }
    let place = path[own]
    if let value = subject[own] {
      if own == "serviceAccount" {
        if value["name"] != "*" { findings.requiredForm(place["name"], value["name"], "", NameForms.subdomain) }
        findings.requiredForm(
          place["namespace"], value["namespace"], "must specify namespace for service account", NameForms.label)
      } else if value.text("name").isEmpty {
        findings.required(place["name"])
      }
    } else {
      findings.required(place, "\(own) is required when subject kind is '\(kind)'")
    }
    for (other, field) in kinds where field != own && subject.has(field) {
      findings.forbidden(path[field], "\(field) is forbidden when subject kind is not '\(other)'")
    }
  }

  private static func flowVerbs(_ rule: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let verbs = rule.texts("verbs")
    let known = ["create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"]
    if verbs.isEmpty {
      findings.required(path, "verbs must contain at least one value")
    } else if verbs.contains("*") {
      if verbs.count > 1 {
        findings.invalid(path, rule["verbs"], "if '*' is present, must not specify other verbs")
      }
    } else if !Set(known).isSuperset(of: verbs) {
      findings.unsupported(path, rule["verbs"], known)
    }
  }

  private static func flowResources(_ rule: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    flowVerbs(rule, path["verbs"], &findings)
    for (list, one, others) in [
      ("apiGroups", "api group", "api groups"), ("resources", "resource", "resources"),
    ] {
      let names = rule.texts(list)
      if names.isEmpty {
        findings.required(path[list], "resource rules must supply at least one \(one)")
      } else if names.count > 1, names.contains("*") {
        findings.invalid(path[list], rule[list], "if '*' is present, must not specify other \(others)")
      }
    }
    let namespaces = rule.texts("namespaces")
    let place = path["namespaces"]
    if namespaces.isEmpty, !rule.isTrue("clusterScope") {
      findings.required(
        place, "resource rules that are not cluster scoped must supply at least one namespace")
    } else if namespaces.contains("*") {
      if namespaces.count > 1 {
        findings.invalid(place, rule["namespaces"], "if '*' is present, must not specify other namespaces")
      }
    } else {
      for (index, name) in namespaces.enumerated() {
        for problem in NameForms.label(name) {
          findings.invalid(
            place[index], .string(name),
            "each member of this list must be '*' or a DNS-1123 label; \(problem)")
        }
      }
    }
  }

  private static func flowPaths(_ rule: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    flowVerbs(rule, path["verbs"], &findings)
    let urls = rule.texts("nonResourceURLs")
    let place = path["nonResourceURLs"]
    if urls.isEmpty {
      findings.required(place, "nonResourceURLs must contain at least one value")
    } else if urls.contains("*") {
      if urls.count > 1 {
        findings.invalid(
          place, rule["nonResourceURLs"], "if '*' is present, must not specify other non-resource URLs")
      }
    } else {
      for (index, url) in urls.enumerated() {
        if let problem = problem(ofPath: url) { findings.invalid(place[index], .string(url), problem) }
      }
    }
  }

  private static func problem(ofPath path: String) -> String? {
    if path.isEmpty { return "must not be empty" }
    if path == "/" { return nil }
    if !path.hasPrefix("/") { return "must start with slash" }
    if path.contains(" ") { return "must not contain white-space" }
    if path.contains("//") { return "must not contain double slash" }
    let stars = path.utf8.count { $0 == UInt8(ascii: "*") }
    return stars > 1 || stars == 1 && !path.hasSuffix("/*") ? "wildcard can only do suffix matching" : nil
  }

  // MARK: Priority levels

  static func priorityLevel(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    let isExempt = spec["type"] == "Exempt"
    if (object["metadata"]?["name"] == "exempt") != isExempt {
      findings.invalid(path["type"], spec["type"] ?? "", "type must be 'Exempt' if and only if name is 'exempt'")
    }
    switch spec.text("type") {
    case "Exempt":
      if spec.has("limited") {
        findings.forbidden(path["limited"], "must be nil if the type is not Limited")
      }
      if let exempt = spec["exempt"] { shares(exempt, path["exempt"], &findings) }
    case "Limited":
      if spec.has("exempt") { findings.forbidden(path["exempt"], "must be nil if the type is Limited") }
      if let limited = spec["limited"] {
        self.limited(limited, path["limited"], &findings)
      } else {
        findings.required(path["limited"], "must not be empty when type is Limited")
      }
    default: findings.unsupported(path["type"], spec["type"] ?? "", ["Exempt", "Limited"])
    }
    flowConditions(object, old, &findings)
  }

  private static func shares(_ value: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    if value.number("nominalConcurrencyShares") < 0 {
      findings.invalid(
        path["nominalConcurrencyShares"], value["nominalConcurrencyShares"], "must be a non-negative integer")
    }
    if !(0...100).contains(value.number("lendablePercent")) {
      findings.invalid(path["lendablePercent"], value["lendablePercent"], "must be between 0 and 100, inclusive")
    }
  }

  private static func limited(_ limited: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let response = limited["limitResponse"] ?? .emptyObject
    shares(limited, path, &findings)
    if limited.number("borrowingLimitPercent") < 0 {
      findings.invalid(
        path["borrowingLimitPercent"], limited["borrowingLimitPercent"],
        "if specified, must be a non-negative integer")
    }
    let place = path["limitResponse"]
    switch response.text("type") {
    case "Reject":
      if response.has("queuing") {
        findings.forbidden(place["queuing"], "must be nil if limited.limitResponse.type is not Limited")
      }
    case "Queue":
      if let queuing = response["queuing"] {
        self.queuing(queuing, place["queuing"], &findings)
      } else {
        findings.required(place["queuing"], "must not be empty if limited.limitResponse.type is Limited")
      }
    default: findings.unsupported(place["type"], response["type"] ?? "", ["Queue", "Reject"])
    }
  }

  private static func queuing(_ queuing: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let (queues, hand) = (queuing.number("queues"), queuing.number("handSize"))
    findings.positive(path["queueLengthLimit"], queuing["queueLengthLimit"], "must be positive")
    findings.positive(path["queues"], queuing["queues"], "must be positive")
    if queues > 10_000_000 {
      findings.invalid(path["queues"], .integer(queues), "must not be greater than 10000000")
    }
    let place = path["handSize"]
    if hand <= 0 {
      findings.invalid(place, .integer(hand), "must be positive")
    } else if hand > queues {
      findings.invalid(place, .integer(hand), "should not be greater than queues (\(queues))")
    } else {
      // Each card of a hand takes as many bits as there are queues left to deal it from.
      let bits = (0..<min(hand, 64)).reduce(0.0) { $0 + Self.logarithm(Double(queues - $1)) }
      let entropy = Int64(bits.rounded(.up))
      if entropy > 60 {
        findings.invalid(
          place, .integer(hand),
          "required entropy bits of deckSize \(queues) and handSize \(hand) should not be greater than 60")
      }
    }
  }

  /// The logarithm to base 2 of a number above zero, by halving: no Foundation for one function.
  private static func logarithm(_ number: Double) -> Double {
    var rest = number.significand
    var result = Double(number.exponent)
    var step = 0.5
    for _ in 0..<52 {
      rest *= rest
      if rest >= 2 {
        rest /= 2
        result += step
      }
      step /= 2
    }
    return result
  }
}
