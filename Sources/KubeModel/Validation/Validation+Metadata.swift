import OrderedCollections

extension Validation {
  /// The metadata that every object has.
  static func metadata(
    _ metadata: JSONValue, old: JSONValue?, _ names: (String) -> [String], _ findings: inout Findings
  ) {
    let path = FieldPath("metadata")
    if old == nil {
      if let name = metadata["name"]?.stringValue, !name.isEmpty { findings.form(path["name"], name, names) }
      if let prefix = metadata["generateName"]?.stringValue, !prefix.isEmpty {
        // The prefix may end in a dash, since characters follow.
        findings.form(path["generateName"], prefix) { text in
          names(text.hasSuffix("-") ? String(text.dropLast()) + "a" : text)
        }
      }
    }
    labels(metadata["labels"], path["labels"], &findings)
    annotations(metadata["annotations"], path["annotations"], &findings)
    ownerReferences(metadata["ownerReferences"]?.arrayValue ?? [], path["ownerReferences"], &findings)
    for (index, finalizer) in (metadata["finalizers"]?.arrayValue ?? []).enumerated() {
      findings.form(path["finalizers"][index], finalizer.stringValue ?? "", NameForms.qualifiedName)
    }
  }

  static func labels(_ labels: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    for (key, value) in labels?.objectValue ?? [:] {
      findings.form(path, key, NameForms.qualifiedName)
      findings.form(path, value.stringValue ?? "", NameForms.labelValue)
    }
  }

  private static func annotations(_ annotations: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    var size = 0
    for (key, value) in annotations?.objectValue ?? [:] {
      findings.form(path, key) { NameForms.qualifiedName($0.lowercased()) }
      size += key.utf8.count + (value.stringValue?.utf8.count ?? 0)
    }
    if size > 256 << 10 { findings.tooLong(path, limit: 256 << 10) }
  }

  private static func ownerReferences(_ list: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    var controller: String?
    for (index, reference) in list.enumerated() {
      for name in ["apiVersion", "kind", "name", "uid"] where (reference[name]?.stringValue ?? "").isEmpty {
        switch name {
        case "apiVersion": findings.invalid(path[index][name], "", "version must not be empty")
        default: findings.invalid(path[index][name], "", "must not be empty")
        }
      }
      guard reference["controller"] == true else { continue }
      if let controller {
        findings.invalid(
          path, .array(list),
          "Only one reference can have Controller set to true. Found \"true\" in references for \(controller) and "
            + "\(reference["name"]?.stringValue ?? "")")
      }
      controller = reference["name"]?.stringValue
    }
  }

  // MARK: Selectors

  /// A label selector with `matchLabels` and `matchExpressions`.
  static func labelSelector(_ selector: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    labels(selector?["matchLabels"], path["matchLabels"], &findings)
    for (index, expression) in (selector?["matchExpressions"]?.arrayValue ?? []).enumerated() {
      let path = path["matchExpressions"][index]
      let values = expression["values"]?.arrayValue ?? []
      switch expression["operator"]?.stringValue ?? "" {
      case "In", "NotIn":
        if values.isEmpty {
          findings.required(path["values"], "must be specified when `operator` is 'In' or 'NotIn'")
        }
      case "Exists", "DoesNotExist":
        if !values.isEmpty {
          findings.forbidden(path["values"], "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
        }
      default: findings.invalid(path["operator"], expression["operator"], "not a valid selector operator")
      }
      findings.form(path["key"], expression["key"]?.stringValue ?? "", NameForms.qualifiedName)
      for (position, value) in values.enumerated() {
        findings.form(path["values"][position], value.stringValue ?? "", NameForms.labelValue)
      }
    }
  }

  /// Whether a label selector chooses an object with these labels.
  static func selects(_ selector: JSONValue?, _ labels: JSONValue?) -> Bool {
    let own = (labels?.objectValue ?? [:]).compactMap { name, value in value.stringValue.map { (name, $0) } }
    return LabelSelector(json: selector ?? .emptyObject).selects(Dictionary(own) { first, _ in first })
  }
}
