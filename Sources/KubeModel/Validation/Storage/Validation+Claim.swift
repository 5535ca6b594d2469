/// Claims of persistent volumes (Kubernetes concept "Persistent Volumes").
extension Validation {
  static func persistentVolumeClaim(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    claimSpec(spec, path, &findings)
    guard let old else { return }
    let before = old["spec"] ?? .emptyObject
    let isBound = object[path: "status", "phase"] == "Bound"
    let annotation = "volume.beta.kubernetes.io/storage-class"
    let className = old["metadata"]?["annotations"]?[annotation]
    // A class by annotation may be moved to the field.
    let isMoved = className != nil && !before.has("storageClassName") && spec["storageClassName"] == className
    func fixed(_ spec: JSONValue) -> JSONValue {
      var spec = spec
      if isBound { spec["resources"]?["requests"]?["storage"] = nil }
      if before.text("volumeName").isEmpty { spec["volumeName"] = nil }
      if isMoved { spec["storageClassName"] = nil }
      spec["volumeAttributesClassName"] = nil
      return spec
    }
    if !isMoved, !JSONValue.areSame(object["metadata"]?["annotations"]?[annotation], className) {
      findings.immutable(
        FieldPath("metadata")["annotations"].key(annotation), object["metadata"]?["annotations"]?[annotation], className
      )
    }
    if !fixed(spec).isSame(as: fixed(before)) {
      findings.forbidden(
        path,
        "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims")
    }
    func size(_ spec: JSONValue) -> Quantity {
      spec["resources"]?["requests"]?["storage"].flatMap { Quantity(json: $0) } ?? Quantity("0")
    }
    if (size(spec).compare(size(before)) ?? 0) < 0, !isRecovery(object, size(spec)) {
      findings.forbidden(path["resources"]["requests"]["storage"], "field can not be less than status.capacity")
    }
    findings.immutable(FieldPath("volumeMode"), spec["volumeMode"], before["volumeMode"])
    let name = "volumeAttributesClassName"
    if !isBound, !JSONValue.areSame(spec[name], before[name]) {
      findings.forbidden(path[name], "update is forbidden when pvc is not bound")
    } else if before.has(name), !spec.has(name) {
      findings.forbidden(path[name], "update from non-nil value to nil is forbidden")
    }
  }

  /// Whether a growth that failed is given up: back to more than there is already.
  private static func isRecovery(_ claim: JSONValue, _ size: Quantity) -> Bool {
    guard let capacity = claim[path: "status", "capacity"]?["storage"].flatMap({ Quantity(json: $0) }) else {
      return false
    }
    return (size.compare(capacity) ?? 0) > 0
  }

  /// The spec of a claim, in a claim or in a template.
  static func claimSpec(_ spec: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    let spec = spec ?? .emptyObject
    modes(spec, path["accessModes"], "at least 1 access mode is required", &findings)
    labelSelector(spec["selector"], path["selector"], &findings)
    let place = path["resources"].key("storage")
    if let size = spec["resources"]?["requests"]?["storage"] {
      if let amount = Quantity(json: size), amount.canonical != nil, amount.sign <= 0 {
        findings.positiveQuantity(place, size)
      } else {
        quantity(size, place, &findings)
      }
    } else {
      findings.required(place)
    }
    findings.optionalForm(path["storageClassName"], spec["storageClassName"], NameForms.subdomain)
    findings.optionalChoice(path["volumeMode"], spec["volumeMode"], ["Block", "Filesystem"])
    findings.optionalForm(
      path["volumeAttributesClassName"], spec["volumeAttributesClassName"], NameForms.subdomain)
    for name in ["dataSource", "dataSourceRef"] { dataSource(spec[name], path[name], &findings) }
    guard let source = spec["dataSource"], let reference = spec["dataSourceRef"], !reference.has("namespace") else {
      return
    }
    if ["apiGroup", "kind", "name"].contains(where: { source.text($0) != reference.text($0) }) {
      findings.invalid(path, .string(path["dataSource"].description), "must match dataSourceRef")
    }
  }

  private static func dataSource(_ source: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    guard let source else { return }
    for name in ["name", "kind"] where source.text(name).isEmpty { findings.required(path[name]) }
    let group = source.text("apiGroup")
    if group.isEmpty, source["kind"] != "PersistentVolumeClaim" {
      findings.invalid(
        path, source["kind"] ?? "", "must be 'PersistentVolumeClaim' when referencing the default apiGroup")
    }
    if !group.isEmpty { findings.form(path["apiGroup"], group, NameForms.subdomain) }
    if let namespace = source["namespace"]?.stringValue, !namespace.isEmpty {
      findings.form(path["namespace"], namespace, NameForms.label)
    }
  }
}
