import OrderedCollections

/// Whether the rules of a schema can be evaluated: a rule that cannot be is refused, and never taken for one that holds.
enum RuleCheck {
  /// - Parameter uncorrelated: The list above whose elements cannot be told from those of an earlier object.
  static func check(
    _ schema: StructuralSchema, _ path: FieldPath, uncorrelated: FieldPath? = nil, _ findings: inout Findings
  ) {
    for (index, rule) in (schema.json["x-kubernetes-validations"]?.arrayValue ?? []).enumerated() {
      check(rule, schema, path["x-kubernetes-validations"][index], uncorrelated, &findings)
    }
    for (name, property) in schema.properties {
      check(property, path["properties"].key(name), uncorrelated: uncorrelated, &findings)
    }
    if let items = schema.items {
      let place = schema.listType == "map" ? uncorrelated : uncorrelated ?? path
      check(items, path["items"], uncorrelated: place, &findings)
    }
    if let values = schema.additionalValues {
      check(values, path["additionalProperties"], uncorrelated: uncorrelated, &findings)
    }
  }

  private static func check(
    _ rule: JSONValue, _ schema: StructuralSchema, _ path: FieldPath, _ uncorrelated: FieldPath?,
    _ findings: inout Findings
  ) {
    let text = rule["rule"]?.stringValue ?? ""
    guard text.contains(where: { !$0.isWhitespace }) else {
      return findings.required(path["rule"], "rule is not specified")
    }
    let message = rule["message"]?.stringValue ?? ""
    if message.contains(where: \.isNewline) {
      findings.invalid(path["message"], .string(message), "must not contain line breaks")
    }
    let reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"]
    findings.choice(path["reason"], rule["reason"], reasons)
    do throws(CELError) {
      let read = try ValidationRule(rule)
      try read.check(in: schema)
      if read.usesOldSelf, let uncorrelated {
        findings.invalid(
          path["rule"], .string(text),
          "oldSelf cannot be used on the uncorrelatable portion of the schema within \(uncorrelated)")
      }
      if !read.usesOldSelf, let optional = rule["optionalOldSelf"] {
        findings.invalid(path["optionalOldSelf"], optional, "may not be set if oldSelf is not used in rule")
      }
    } catch {
      findings.invalid(path["rule"], .string(text), "compilation failed: \(error)")
    }
  }
}
