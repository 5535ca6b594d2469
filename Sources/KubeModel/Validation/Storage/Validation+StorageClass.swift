import OrderedCollections

/// Classes of volumes.
extension Validation {
  static func storageClass(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let provisioner = object.text("provisioner")
    findings.requiredForm(FieldPath("provisioner"), .string(provisioner)) {
      NameForms.qualifiedName($0.lowercased())
    }
    parameters(object["parameters"], mayBeEmpty: true, &findings)
    findings.choice(FieldPath("reclaimPolicy"), object["reclaimPolicy"], ["Delete", "Retain"])
    if object.has("volumeBindingMode") {
      findings.optionalChoice(
        FieldPath("volumeBindingMode"), object["volumeBindingMode"], ["Immediate", "WaitForFirstConsumer"])
    } else {
      findings.required(FieldPath("volumeBindingMode"))
    }
    topologies(object.list("allowedTopologies"), FieldPath("allowedTopologies"), &findings)
    guard let old else { return }
    for name in ["parameters", "provisioner", "reclaimPolicy"] where !JSONValue.areSame(object[name], old[name]) {
      findings.forbidden(FieldPath(name), "updates to \(name) are forbidden.")
    }
    findings.immutable(FieldPath("volumeBindingMode"), object["volumeBindingMode"], old["volumeBindingMode"])
  }

  private static func parameters(_ parameters: JSONValue?, mayBeEmpty: Bool, _ findings: inout Findings) {
    let path = FieldPath("parameters")
    let entries = parameters?.objectValue ?? [:]
    if entries.count > 512 { return findings.tooLong(path, limit: 512) }
    if entries.isEmpty, !mayBeEmpty { return findings.required(path, "must contain at least one key/value pair") }
    var size = 0
    for (key, value) in entries {
      if key.isEmpty { findings.invalid(path, .string(key), "field can not be empty.") }
      size += key.utf8.count + (value.stringValue?.utf8.count ?? 0)
    }
    if size > 256 << 10 { findings.tooLong(path, limit: 256 << 10) }
  }

  private static func topologies(_ terms: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    // Kubernetes compares with as many empty terms as there are, so that an empty one is always a repetition.
    var seen: [[String: Set<String>]] = [[:]]
    for (index, term) in terms.enumerated() {
      let place = path[index]["matchLabelExpressions"]
      var expressions: [String: Set<String>] = [:]
      for (index, expression) in term.list("matchLabelExpressions").enumerated() {
        let path = place[index]
        let values = expression.list("values")
        if values.isEmpty { findings.required(path["values"]) }
        findings.duplicates(values) { path["values"][$0] }
        let key = expression.text("key")
        findings.form(path["key"], key, NameForms.qualifiedName)
        if expressions[key] != nil { findings.duplicate(path["key"], .string(key)) }
        expressions[key] = Set(values.compactMap(\.stringValue))
      }
      for other in seen where other == expressions { findings.duplicate(place, "") }
      seen.append(expressions)
    }
  }

  /// `VolumeAttributesClass`.
  static func volumeAttributesClass(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    driverName(object.text("driverName"), FieldPath("driverName"), &findings)
    parameters(object["parameters"], mayBeEmpty: false, &findings)
    guard let old else { return }
    for name in ["driverName", "parameters"] { findings.immutable(FieldPath(name), object[name], old[name]) }
  }
}
