import OrderedCollections

extension Validation {
  // MARK: Claims, volumes and classes

  static func persistentVolumeClaim(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"]
    claimSpec(spec, path, &findings)
    guard let before = old?["spec"] else { return }
    func fixed(_ spec: JSONValue?) -> JSONValue {
      var spec = spec ?? .emptyObject
      spec["resources"]?["requests"] = nil
      for name in ["volumeAttributesClassName", "volumeName"] { spec[name] = nil }
      return spec
    }
    let isBound = before["volumeName"] != nil
    if !fixed(spec).isSame(as: fixed(before)) || isBound && spec?["volumeName"] != before["volumeName"] {
      findings.forbidden(
        path,
        "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims")
    } else if let size = spec?["resources"]?["requests"]?["storage"].flatMap({ Quantity(json: $0) }),
      let least = before["resources"]?["requests"]?["storage"].flatMap({ Quantity(json: $0) }),
      (size.compare(least) ?? 0) < 0
    {
      findings.forbidden(path["resources"]["requests"]["storage"], "field can not be less than status.capacity")
    }
  }

  /// The spec of a claim, in a claim or in a StatefulSet's template.
  static func claimSpec(_ spec: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    accessModes(spec?["accessModes"], path["accessModes"], &findings)
    labelSelector(spec?["selector"], path["selector"], &findings)
    if let size = spec?["resources"]?["requests"]?["storage"] {
      let path = path["resources"].key("storage")
      quantity(size, path, &findings)
      if let amount = Quantity(json: size), amount.value == 0 {
        findings.invalid(path, size, "must be greater than zero")
      }
    } else {
      findings.required(path["resources"].key("storage"))
    }
    if let name = spec?["storageClassName"]?.stringValue, !name.isEmpty {
      findings.form(path["storageClassName"], name, NameForms.subdomain)
    }
  }

  private static func accessModes(_ value: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    let modes = value?.arrayValue ?? []
    if modes.isEmpty { findings.required(path, "at least 1 access mode is required") }
    for mode in modes {
      findings.choice(path, mode, ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"])
    }
  }

  static func persistentVolume(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"]
    accessModes(spec?["accessModes"], path["accessModes"], &findings)
    if let capacity = spec?["capacity"]?["storage"] {
      quantity(capacity, path["capacity"].key("storage"), &findings)
    } else {
      findings.required(path["capacity"])
    }
    persistentVolumeSource(spec, old?["spec"], &findings)
    findings.choice(
      path["persistentVolumeReclaimPolicy"], spec?["persistentVolumeReclaimPolicy"], ["Delete", "Recycle", "Retain"])
  }

  static func storageClass(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    if (object["provisioner"]?.stringValue ?? "").isEmpty { findings.required(FieldPath("provisioner")) }
    findings.choice(FieldPath("reclaimPolicy"), object["reclaimPolicy"], ["Delete", "Retain"])
    findings.choice(FieldPath("volumeBindingMode"), object["volumeBindingMode"], ["Immediate", "WaitForFirstConsumer"])
    guard let old else { return }
    if object["provisioner"] != old["provisioner"] {
      findings.forbidden(FieldPath("provisioner"), "updates to provisioner are forbidden.")
    }
    if !JSONValue.areSame(object["parameters"], old["parameters"]) {
      findings.forbidden(FieldPath("parameters"), "updates to parameters are forbidden.")
    }
    for name in ["reclaimPolicy", "volumeBindingMode"] {
      findings.immutable(FieldPath(name), object[name], old[name])
    }
  }
}
