import OrderedCollections

/// What storage drivers say of themselves (Kubernetes: "CSI"), and the attachments of their volumes.
extension Validation {
  /// `CSIDriver`.
  static func csiDriver(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    findings.optionalChoice(
      path["fsGroupPolicy"], spec["fsGroupPolicy"], ["File", "None", "ReadWriteOnceWithFSType"])
    var audiences: Set<String> = []
    for (index, request) in spec.list("tokenRequests").enumerated() {
      let path = path["tokenRequests"][index]
      let audience = request.text("audience")
      guard audiences.insert(audience).inserted else {
        findings.duplicate(path["audience"], .string(audience))
        continue
      }
      tokenLifetime(request["expirationSeconds"], path["expirationSeconds"], &findings)
    }
    for mode in spec.list("volumeLifecycleModes") {
      findings.optionalChoice(path["volumeLifecycleModes"], mode, ["Persistent", "Ephemeral"])
    }
    if let seconds = spec["nodeAllocatableUpdatePeriodSeconds"]?.integerValue, seconds < 10 {
      findings.invalid(
        path["nodeAllocatableUpdatePeriodSeconds"], .integer(seconds), "must be greater than or equal to 10 seconds")
    }
    guard let before = old?["spec"] else { return }
    // The first path is as Kubernetes has it.
    for (name, place) in [("attachRequired", "attachedRequired"), ("volumeLifecycleModes", "volumeLifecycleModes")] {
      findings.immutable(path[place], spec[name], before[name])
    }
  }

  /// `CSINode`.
  static func csiNode(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let drivers = object["spec"]?.list("drivers") ?? []
    var names: Set<String> = []
    for (index, driver) in drivers.enumerated() {
      let path = FieldPath("spec")["drivers"][index]
      let name = driver.text("name")
      driverName(name, path["name"], &findings)
      let id = driver.text("nodeID")
      if id.isEmpty { findings.required(path["nodeID"]) }
      if id.utf8.count > 192 {
        findings.invalid(path["nodeID"], .string(id), "must be 192 characters or less")
      }
      findings.notNegative(path["allocatable"]["count"], driver["allocatable"]?["count"])
      if !names.insert(name).inserted { findings.duplicate(path["name"], .string(name)) }
      topologyKeys(driver, path, &findings)
    }
    for known in old?["spec"]?.list("drivers") ?? [] {
      for driver in drivers where driver["name"] == known["name"] && !driver.isSame(as: known) {
        findings.invalid(FieldPath("CSINodeDriver"), driver, "field is immutable")
      }
    }
  }

  private static func topologyKeys(_ driver: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    var keys: Set<String> = []
    for key in driver.texts("topologyKeys") {
      if key.isEmpty { findings.required(path) }
      if !keys.insert(key).inserted { findings.duplicate(path, .string(key)) }
      for problem in NameForms.qualifiedName(key) { findings.invalid(path, driver["topologyKeys"], problem) }
    }
  }

  /// `CSIStorageCapacity`.
  static func csiStorageCapacity(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    labelSelector(object["nodeTopology"], FieldPath("nodeTopology"), &findings)
    findings.form(FieldPath("storageClassName"), object.text("storageClassName"), NameForms.subdomain)
    for name in ["capacity", "maximumVolumeSize"] { quantity(object[name], FieldPath(name), &findings) }
    guard let old else { return }
    for name in ["nodeTopology", "storageClassName"] { findings.immutable(FieldPath(name), object[name], old[name]) }
  }

  /// `VolumeAttachment`.
  static func volumeAttachment(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    if spec.text("attacher").isEmpty { findings.required(path["attacher"]) }
    let source = spec["source"] ?? .emptyObject
    let place = path["source"]
    let which = "must specify exactly one of inlineVolumeSpec and persistentVolumeName"
    switch (source["persistentVolumeName"]?.stringValue, source["inlineVolumeSpec"]) {
    case (nil, nil): findings.required(place, which)
    case (_?, _?): findings.forbidden(place, which)
    case (let name?, nil):
      if name.isEmpty {
        findings.required(place["persistentVolumeName"], "must specify non empty persistentVolumeName")
      }
    case (nil, let inline?): volumeSpec(inline, isInline: true, place["inlineVolumeSpec"], &findings)
    }
    findings.form(path["nodeName"], spec.text("nodeName"), NameForms.subdomain)
    attachmentStatus(object, old, &findings)
    if let old {
      findings.immutable(path, spec, old["spec"])
    } else {
      driverName(spec.text("attacher"), path["attacher"], &findings)
      findings.givenForm(
        place["persistentVolumeName"], source["persistentVolumeName"], NameForms.subdomain)
    }
  }

  static func attachmentStatus(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("status")
    let metadata = object["status"]?["attachmentMetadata"]?.objectValue ?? [:]
    let size = metadata.reduce(0) { $0 + $1.key.utf8.count + ($1.value.stringValue?.utf8.count ?? 0) }
    if size > 256 << 10 { findings.tooLong(path["attachmentMetadata"], limit: 256 << 10) }
    for name in ["attachError", "detachError"] {
      let text = object["status"]?[name]?.text("message") ?? ""
      if text.utf8.count > 1 << 10 { findings.tooLong(path[name]["message"], limit: 256 << 10) }
    }
  }
}
