import OrderedCollections

extension Validation {
  /// The metadata that every object has.
  ///
  /// - Parameter namesFinalizers: Whether a finalizer without a domain must be one of Kubernetes' own, as for the kinds
  ///   whose rules are those of the core group.
  static func metadata(
    _ metadata: JSONValue, old: JSONValue?, _ names: (String) -> [String], namesFinalizers: Bool = false,
    _ findings: inout Findings
  ) {
    let path = FieldPath("metadata")
    if old == nil {
      if let prefix = metadata["generateName"]?.stringValue, !prefix.isEmpty {
        findings.form(path["generateName"], prefix) { NameForms.asPrefix($0, names) }
      }
      if let name = metadata["name"]?.stringValue, !name.isEmpty { findings.form(path["name"], name, names) }
    }
    if let old {
      for name in ["deletionTimestamp", "deletionGracePeriodSeconds"] {
        findings.immutable(path[name], metadata[name], old[name])
      }
    }
    labels(metadata["labels"], path["labels"], &findings)
    annotations(metadata["annotations"], path["annotations"], &findings)
    ownerReferences(metadata["ownerReferences"]?.arrayValue ?? [], path["ownerReferences"], &findings)
    finalizers(metadata["finalizers"], path["finalizers"], areNamed: namesFinalizers, &findings)
    managedFields(metadata["managedFields"]?.arrayValue ?? [], path["managedFields"], &findings)
  }

  private static func finalizers(
    _ list: JSONValue?, _ path: FieldPath, areNamed: Bool, _ findings: inout Findings
  ) {
    let names = (list?.arrayValue ?? []).compactMap(\.stringValue)
    for name in names { findings.form(path, name, NameForms.qualifiedName) }
    if names.contains("orphan"), names.contains("foregroundDeletion") {
      findings.invalid(path, list, "finalizer orphan and foregroundDeletion cannot be both set")
    }
    guard areNamed else { return }
    for (index, name) in names.enumerated() { standardFinalizer(name, path[index], &findings) }
  }

  /// A finalizer without a domain is one of those that Kubernetes knows.
  static func standardFinalizer(_ name: String, _ path: FieldPath, _ findings: inout Findings) {
    guard !name.contains("/"), !["kubernetes", "orphan", "foregroundDeletion"].contains(name) else { return }
    findings.invalid(path, .string(name), "name is neither a standard finalizer name nor is it fully qualified")
  }

  private static func managedFields(_ list: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    for (index, entry) in list.enumerated() {
      let path = path[index]
      if !["Apply", "Update"].contains(entry["operation"]) {
        findings.invalid(path["operation"], entry["operation"] ?? "", "must be `Apply` or `Update`")
      }
      if let type = entry["fieldsType"]?.stringValue, !type.isEmpty, type != "FieldsV1" {
        findings.invalid(path["fieldsType"], .string(type), "must be `FieldsV1`")
      }
      findings.atMost(128, path["manager"], entry["manager"]?.stringValue ?? "")
      findings.atMost(256, path["subresource"], entry["subresource"]?.stringValue ?? "")
    }
  }

  static func labels(_ labels: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    for (key, value) in labels?.objectValue ?? [:] {
      findings.form(path, key, NameForms.qualifiedName)
      findings.form(path, value.stringValue ?? "", NameForms.labelValue)
    }
  }

  static func annotations(_ annotations: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    var size = 0
    for (key, value) in annotations?.objectValue ?? [:] {
      findings.form(path, key) { NameForms.qualifiedName($0.lowercased()) }
      size += key.utf8.count + (value.stringValue?.utf8.count ?? 0)
    }
    if size > 256 << 10 { findings.tooLong(path, limit: 256 << 10) }
  }

  private static func ownerReferences(_ list: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    var controller: String?
    // Kubernetes does not say which of them it means.
    for reference in list {
      let version = reference.text("apiVersion")
      if version.split(separator: "/", omittingEmptySubsequences: false).last ?? "" == "" {
        findings.invalid(path["apiVersion"], .string(version), "version must not be empty")
      }
      for name in ["kind", "name", "uid"] where reference.text(name).isEmpty {
        findings.invalid(path[name], "", "must not be empty")
      }
      if version == "v1", reference.text("kind") == "Event" {
        findings.invalid(path, reference, "/v1, Kind=Event is disallowed from being an owner")
      }
      guard reference["controller"] == true else { continue }
      let name = "\(reference.text("kind"))/\(reference.text("name"))"
      if let controller {
        findings.invalid(
          path, .array(list),
          "Only one reference can have Controller set to true. Found \"true\" in references for \(controller) and "
            + name)
      }
      controller = controller ?? name
    }
  }

  // MARK: Selectors

  /// A label selector with `matchLabels` and `matchExpressions`.
  ///
  /// - Parameter checksValues: Whether values that no label can have are refused.
  static func labelSelector(
    _ selector: JSONValue?, checksValues: Bool = true, _ path: FieldPath, _ findings: inout Findings
  ) {
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
      default: findings.invalid(path["operator"], expression["operator"] ?? "", "not a valid selector operator")
      }
      findings.form(path["key"], expression["key"]?.stringValue ?? "", NameForms.qualifiedName)
      guard checksValues else { continue }
      for (position, value) in values.enumerated() {
        findings.form(path["values"][position], value.stringValue ?? "", NameForms.labelValue)
      }
    }
  }

  /// Whether a label selector can be read as one: every key, operator and value is well formed.
  static func isReadable(_ selector: JSONValue) -> Bool {
    var findings = Findings()
    labelSelector(selector, FieldPath(), &findings)
    return findings.causes.isEmpty
  }

  /// Whether a label selector chooses an object with these labels.
  static func selects(_ selector: JSONValue?, _ labels: JSONValue?) -> Bool {
    let own = (labels?.objectValue ?? [:]).compactMap { name, value in value.stringValue.map { (name, $0) } }
    return LabelSelector(json: selector ?? .emptyObject).selects(Dictionary(own) { first, _ in first })
  }
}
