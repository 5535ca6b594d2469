extension Validation {
  /// `matchConditions` of a webhook or a policy.
  static func matchConditions(_ list: JSONValue?, hasParams: Bool, _ path: FieldPath, _ findings: inout Findings) {
    let conditions = list?.arrayValue ?? []
    if conditions.count > 64 { findings.tooMany(path, conditions.count, limit: 64) }
    let environment = AdmissionEnvironment(hasParams: hasParams)
    var names: Set<String> = []
    for (index, condition) in conditions.enumerated() {
      let path = path[index]
      let text = condition.text("expression").trimmed
      if text.isEmpty {
        findings.required(path["expression"])
      } else {
        compile(text, in: environment, yielding: ["bool"], path["expression"], &findings)
      }
      let name = condition.text("name")
      if name.isEmpty {
        findings.required(path["name"])
      } else {
        findings.form(path["name"], name, NameForms.qualifiedName)
        if !names.insert(name).inserted { findings.duplicate(path["name"], .string(name)) }
      }
    }
  }

  /// What the expression yields; anything for one that is wrong.
  @discardableResult
  private static func compile(
    _ text: String, in environment: AdmissionEnvironment, yielding types: [String], _ path: FieldPath,
    _ findings: inout Findings
  ) -> CELType {
    do throws(CELError) {
      return try environment.compile(text, yielding: types).type
    } catch {
      findings.invalid(path, .string(text), error.description)
      return .anything
    }
  }

  /// `ValidatingAdmissionPolicy`.
  static func admissionPolicy(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    findings.choice(path["failurePolicy"], spec["failurePolicy"], ["Fail", "Ignore"])
    let hasParams = spec["paramKind"]?.objectValue != nil
    if let kind = spec["paramKind"] { paramKind(kind, path["paramKind"], &findings) }
    if let constraints = spec["matchConstraints"] {
      matchResources(constraints, path["matchConstraints"], &findings)
      if constraints["resourceRules"]?.arrayValue?.isEmpty ?? true {
        findings.required(path["matchConstraints"]["resourceRules"])
      }
    } else {
      findings.required(path["matchConstraints"])
    }
    matchConditions(spec["matchConditions"], hasParams: hasParams, path["matchConditions"], &findings)
    var environment = AdmissionEnvironment(hasParams: hasParams)
    for (index, variable) in (spec["variables"]?.arrayValue ?? []).enumerated() {
      self.variable(variable, path["variables"][index], &environment, &findings)
    }
    let validations = spec["validations"]?.arrayValue ?? []
    let annotations = spec["auditAnnotations"]?.arrayValue ?? []
    if validations.isEmpty, annotations.isEmpty {
      for name in ["validations", "auditAnnotations"] {
        findings.required(path[name], "validations or auditAnnotations must contain at least one item")
      }
    }
    for (index, validation) in validations.enumerated() {
      self.validation(validation, path["validations"][index], environment, &findings)
    }
    if annotations.count > 20 {
      findings.invalid(
        path["auditAnnotations"], spec["auditAnnotations"], "must not have more than 20 auditAnnotations")
    }
    var keys: Set<String> = []
    for (index, annotation) in annotations.enumerated() {
      let path = path["auditAnnotations"][index]
      auditAnnotation(annotation, of: object["metadata"]?.text("name") ?? "", path, environment, &findings)
      let key = annotation.text("key")
      if !keys.insert(key).inserted { findings.duplicate(path["key"], .string(key)) }
    }
  }

  private static func paramKind(_ kind: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let version = kind.text("apiVersion")
    let parts = version.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if version.isEmpty {
      findings.required(path["apiVersion"])
    } else if parts.count > 2 {
      findings.invalid(path["apiVersion"], .string(version), "unexpected GroupVersion string: \(version)")
    } else {
      if parts.count == 2, !parts[0].isEmpty { findings.form(path["apiVersion"], parts[0], NameForms.subdomain) }
      let name = parts[parts.count - 1]
      if name.isEmpty {
        findings.invalid(path["apiVersion"], .string(version), "version must be specified")
      } else {
        findings.form(path["apiVersion"], name, NameForms.serviceName)
      }
    }
    let name = kind.text("kind")
    if name.isEmpty {
      findings.required(path["kind"])
    } else {
      for problem in NameForms.serviceName(name.lowercased()) {
        findings.invalid(
          path["kind"], .string(name), "may have mixed case, but should otherwise match: \(problem)")
      }
    }
  }

  private static func matchResources(_ match: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    findings.choice(path["matchPolicy"], match["matchPolicy"], ["Equivalent", "Exact"])
    for selector in ["namespaceSelector", "objectSelector"] {
      labelSelector(match[selector], path[selector], &findings)
    }
    for list in ["resourceRules", "excludeResourceRules"] {
      for (index, rule) in (match[list]?.arrayValue ?? []).enumerated() {
        let path = path[list][index]
        var names: Set<String> = []
        for (position, name) in (rule["resourceNames"]?.arrayValue ?? []).compactMap(\.stringValue).enumerated() {
          let path = path["resourceNames"][position]
          findings.form(path, name, NameForms.pathSegment)
          if !names.insert(name).inserted { findings.duplicate(path, .string(name)) }
        }
        webhookRule(rule, path, &findings)
      }
    }
  }

  private static func variable(
    _ variable: JSONValue, _ path: FieldPath, _ environment: inout AdmissionEnvironment, _ findings: inout Findings
  ) {
    let (name, text) = (variable.text("name"), variable.text("expression"))
    if name.trimmed.isEmpty {
      findings.required(path["name"], "name is not specified")
    } else if !CELValue.isIdentifier(name) {
      findings.invalid(path["name"], .string(name), "name is not a valid CEL identifier")
    }
    guard !text.trimmed.isEmpty else {
      return findings.required(path["expression"], "expression is not specified")
    }
    environment.compose(name, compile(text, in: environment, yielding: [], path["expression"], &findings))
  }

  private static func validation(
    _ validation: JSONValue, _ path: FieldPath, _ environment: AdmissionEnvironment, _ findings: inout Findings
  ) {
    let (text, messageText) = (validation.text("expression"), validation.text("messageExpression"))
    if text.trimmed.isEmpty {
      findings.required(path["expression"], "expression is not specified")
    } else {
      compile(text, in: environment, yielding: ["bool"], path["expression"], &findings)
    }
    if !messageText.isEmpty, messageText.trimmed.isEmpty {
      findings.invalid(path["messageExpression"], .string(messageText), "must be non-empty if specified")
    } else if !messageText.isEmpty {
      compile(
        messageText, in: environment.withoutAuthorizer, yielding: ["string"], path["messageExpression"], &findings)
    }
    let message = validation.text("message")
    if !message.isEmpty, message.trimmed.isEmpty {
      findings.invalid(path["message"], .string(message), "message must be non-empty if specified")
    } else if message.trimmed.contains(where: \.isNewline) {
      findings.invalid(path["message"], .string(message), "message must not contain line breaks")
    }
    findings.choice(path["reason"], validation["reason"], ["Forbidden", "Invalid", "RequestEntityTooLarge"])
  }

  private static func auditAnnotation(
    _ annotation: JSONValue, of policy: String, _ path: FieldPath, _ environment: AdmissionEnvironment,
    _ findings: inout Findings
  ) {
    findings.form(path["key"], "\(policy)/\(annotation.text("key"))", NameForms.qualifiedName)
    let text = annotation.text("valueExpression").trimmed
    let limit = 5 * 1024
    if text.isEmpty {
      findings.required(path["valueExpression"], "valueExpression is not specified")
    } else if text.utf8.count > limit {
      findings.required(path["valueExpression"], "must not exceed \(limit) bytes in length")
    } else {
      compile(text, in: environment, yielding: ["string", "null_type"], path["valueExpression"], &findings)
    }
  }

  /// `ValidatingAdmissionPolicyBinding`.
  static func validatingPolicyBinding(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    let policy = spec.text("policyName")
    if policy.isEmpty {
      findings.required(path["policyName"])
    } else {
      findings.form(path["policyName"], policy, NameForms.subdomain)
    }
    if let reference = spec["paramRef"] { paramRef(reference, path["paramRef"], &findings) }
    if let match = spec["matchResources"] { matchResources(match, path["matchResources"], &findings) }
    let place = path["validationActions"]
    let actions = (spec["validationActions"]?.arrayValue ?? []).compactMap(\.stringValue)
    var seen: Set<String> = []
    for (index, action) in actions.enumerated() {
      findings.choice(place[index], .string(action), ["Audit", "Deny", "Warn"])
      if !seen.insert(action).inserted { findings.duplicate(place[index], .string(action)) }
    }
    if seen.isSuperset(of: ["Deny", "Warn"]) {
      findings.invalid(
        place, spec["validationActions"],
        "must not contain both Deny and Warn (repeating the same validation failure information in the API response "
          + "and headers serves no purpose)")
    }
    if actions.isEmpty { findings.required(place, "at least one validation action is required") }
  }

  private static func paramRef(_ reference: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let name = reference.text("name")
    let exclusive = "name and selector are mutually exclusive"
    if !name.isEmpty {
      findings.form(path["name"], name, NameForms.pathSegment)
      if reference.has("selector") { findings.forbidden(path["name"], exclusive) }
    }
    if reference.has("selector") {
      labelSelector(reference["selector"], path["selector"], &findings)
      if !name.isEmpty { findings.forbidden(path["selector"], exclusive) }
    } else if name.isEmpty {
      findings.required(path, "one of name or selector must be specified")
    }
    let action = reference.text("parameterNotFoundAction")
    if action.isEmpty {
      findings.required(path["parameterNotFoundAction"])
    } else {
      findings.choice(path["parameterNotFoundAction"], .string(action), ["Allow", "Deny"])
    }
  }

  /// Bindings of policies that change objects: such a policy alone does nothing, so it may be kept; a binding would have
  /// to be carried out.
  static func mutatingPolicyBinding(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    findings.forbidden(
      FieldPath("spec")["policyName"],
      "this server does not evaluate mutating admission policies, so that this one would not be carried out")
  }
}
