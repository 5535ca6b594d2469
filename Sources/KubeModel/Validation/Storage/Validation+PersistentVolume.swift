import OrderedCollections

/// Persistent volumes, alone and inside the attachments of volumes that pods bring themselves.
extension Validation {
  /// The kinds of sources in the order in which Kubernetes looks for them.
  private static let volumeSources: [VolumeSourceRule] = [
    VolumeSourceRule("hostPath", hostPath),
    VolumeSourceRule("gcePersistentDisk", place: "persistentDisk", googleDisk),
    VolumeSourceRule("awsElasticBlockStore", blockStore),
    VolumeSourceRule("glusterfs", glusterVolume),
    VolumeSourceRule("flocker", flocker),
    VolumeSourceRule("nfs", networkFiles),
    VolumeSourceRule("rbd", blockDevice),
    VolumeSourceRule("quobyte", quobyte),
    VolumeSourceRule("cephfs", name: "cephFS", cephFiles),
    VolumeSourceRule("iscsi", iscsi),
    VolumeSourceRule("cinder", cinderVolume),
    VolumeSourceRule("fc", fibreChannel),
    VolumeSourceRule("flexVolume", passesBesideOthers: true, flexVolume),
    VolumeSourceRule("azureFile", azureFileVolume),
    VolumeSourceRule("vsphereVolume", vsphereVolume),
    VolumeSourceRule("photonPersistentDisk", photonDisk),
    VolumeSourceRule("portworxVolume", portworxVolume),
    VolumeSourceRule("azureDisk", azureDisk),
    VolumeSourceRule("scaleIO", scaleIO),
    VolumeSourceRule("local", localVolume),
    VolumeSourceRule("storageos", storageOSVolume),
    VolumeSourceRule("csi", csiVolume),
  ]

  static let accessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]

  static func persistentVolume(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let spec = object["spec"] ?? .emptyObject
    volumeSpec(spec, isInline: false, FieldPath("spec"), &findings)
    if let before = old?["spec"] { volumeChange(spec, before, &findings) }
  }

  /// - Parameter isInline: Whether the specification is that of an attachment and not of a volume of its own.
  static func volumeSpec(
    _ spec: JSONValue, isInline: Bool, _ path: FieldPath, _ findings: inout Findings
  ) {
    if isInline { inlineVolume(spec, path, &findings) }
    modes(spec, path["accessModes"], "", &findings)
    if !isInline {
      volumeCapacity(spec["capacity"], path["capacity"], &findings)
      findings.choice(
        path["persistentVolumeReclaimPolicy"], spec["persistentVolumeReclaimPolicy"], ["Delete", "Recycle", "Retain"])
    }
    var hasAffinity = false
    if let affinity = spec["nodeAffinity"], !isInline {
      hasAffinity = true
      if let required = affinity["required"] {
        nodeSelector(required, path["nodeAffinity"]["required"], &findings)
      } else {
        findings.required(path["nodeAffinity"]["required"], "must specify required node constraints")
      }
    }
    volumeSource(spec, hasAffinity: hasAffinity, path, &findings)
    guard !isInline else { return }
    if spec[path: "hostPath", "path"]?.stringValue.map(isRoot) ?? false,
      spec["persistentVolumeReclaimPolicy"] == "Recycle"
    {
      findings.forbidden(
        path["persistentVolumeReclaimPolicy"], "may not be 'recycle' for a hostPath mount of '/'")
    }
    findings.optionalForm(path["storageClassName"], spec["storageClassName"], NameForms.subdomain)
    findings.optionalChoice(path["volumeMode"], spec["volumeMode"], ["Block", "Filesystem"])
    if let name = spec["volumeAttributesClassName"]?.stringValue {
      if name.isEmpty {
        findings.required(
          path["volumeAttributesClassName"], "an empty string is disallowed")
      } else {
        findings.form(path["volumeAttributesClassName"], name, NameForms.subdomain)
      }
      if !spec.has("csi") {
        findings.required(path["csi"], "has to be specified when using volumeAttributesClassName")
      }
    }
  }

  private static func isRoot(_ path: String) -> Bool {
    path.hasPrefix("/") && path.split(separator: "/").allSatisfy { $0 == "." || $0 == ".." }
  }

  static func modes(_ spec: JSONValue, _ path: FieldPath, _ why: String, _ findings: inout Findings) {
    let modes = spec.list("accessModes")
    if modes.isEmpty { findings.required(path, why) }
    for mode in modes { findings.optionalChoice(path, mode, accessModes) }
    if modes.contains("ReadWriteOncePod"), modes.count > 1 {
      findings.forbidden(path, "may not use ReadWriteOncePod with other access modes")
    }
  }

  private static func volumeCapacity(_ capacity: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    let amounts = capacity?.objectValue ?? [:]
    if amounts.isEmpty { findings.required(path) }
    if amounts["storage"] == nil || amounts.count > 1 {
      findings.unsupported(path, capacity ?? .null, ["storage"])
    }
    for (name, amount) in amounts {
      quantity(amount, path.key(name), &findings)
      findings.positiveQuantity(path.key(name), amount)
    }
  }

  private static func inlineVolume(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let context = "in the context of inline volumes"
    for name in ["claimRef", "capacity"] where spec.has(name) {
      findings.forbidden(path[name], "may not be specified \(context)")
    }
    if !spec.has("csi") { findings.required(path["csi"], "has to be specified \(context)") }
    if let policy = spec["persistentVolumeReclaimPolicy"], policy != "", policy != "Retain" {
      findings.forbidden(path["persistentVolumeReclaimPolicy"], "may only be Retain \(context)")
    }
    for name in ["nodeAffinity", "storageClassName", "volumeAttributesClassName"] where spec.has(name) {
      findings.forbidden(path[name], "may not be specified \(context)")
    }
    if let mode = spec["volumeMode"], mode != "Filesystem" {
      findings.forbidden(path["volumeMode"], "may not specify volumeMode other than Filesystem \(context)")
    }
  }

  private static func volumeSource(
    _ spec: JSONValue, hasAffinity: Bool, _ path: FieldPath, _ findings: inout Findings
  ) {
    VolumeSourceRule.checkOne(of: volumeSources, in: spec, path, &findings) { field, _, findings in
      if field == "local", !hasAffinity {
        findings.required(path["nodeAffinity"], "Local volume requires node affinity")
      }
    }
  }

  // MARK: Sources that differ from those of pods

  private static func localVolume(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let text = source.text("path")
    if text.isEmpty { findings.required(path["path"]) } else { noBacksteps(text, path["path"], &findings) }
  }

  @Sendable private static func glusterVolume(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    gluster(source, path, &findings)
    guard let namespace = source["endpointsNamespace"]?.stringValue else { return }
    let place = path["endpointsNamespace"]
    if namespace.isEmpty {
      findings.invalid(place, "", "if the endpointnamespace is set, it must be a valid namespace name")
    } else {
      findings.form(place, namespace, NameForms.label)
    }
  }

  @Sendable private static func cinderVolume(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    cinder(source, path, &findings)
    if let secret = source["secretRef"], secret.text("namespace").isEmpty {
      findings.required(path["secretRef"]["namespace"])
    }
  }

  @Sendable private static func storageOSVolume(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    storageOS(source, path, &findings)
    if let secret = source["secretRef"], secret.text("namespace").isEmpty {
      findings.required(path["secretRef"]["namespace"])
    }
  }

  @Sendable private static func azureFileVolume(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    azureFile(source, path, &findings)
    if source["secretNamespace"] == "" { findings.required(path["secretNamespace"]) }
  }

  @Sendable private static func csiVolume(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    driverName(source.text("driver"), path["driver"], &findings)
    if source.text("volumeHandle").isEmpty { findings.required(path["volumeHandle"]) }
    for name in [
      "controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef",
    ] {
      guard let secret = source[name] else { continue }
      for member in ["name", "namespace"] {
        findings.requiredForm(
          path[name][member], secret[member], "", member == "name" ? NameForms.subdomain : NameForms.label)
      }
    }
  }

  // MARK: Changes

  private static func volumeChange(_ spec: JSONValue, _ old: JSONValue, _ findings: inout Findings) {
    func sources(_ spec: JSONValue) -> JSONValue {
      var sources = JSONValue.emptyObject
      for source in volumeSources { sources[source.field] = spec[source.field] }
      return sources
    }
    var (new, before) = (sources(spec), sources(old))
    // References to secrets for growing may be added, and changed.
    for name in ["controllerExpandSecretRef", "nodeExpandSecretRef"]
    where new.has("csi") && before.has("csi") && before["csi"]?[name] == nil {
      new["csi"]?[name] = nil
      before["csi"]?[name] = nil
    }
    if !new.isSame(as: before) {
      findings.forbidden(
        FieldPath("spec")["persistentvolumesource"], "spec.persistentvolumesource is immutable after creation")
    }
    findings.immutable(FieldPath("volumeMode"), spec["volumeMode"], old["volumeMode"])
    if old.has("nodeAffinity") {
      findings.immutable(FieldPath("nodeAffinity"), spec["nodeAffinity"], old["nodeAffinity"])
    }
  }
}
