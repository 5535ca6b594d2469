import OrderedCollections

extension Validation {
  /// The volumes of a pod.
  ///
  /// Returns by their names those that nothing is wrong with: only these can be mounted.
  static func volumes(
    _ list: [JSONValue], _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings
  ) -> [String: JSONValue] {
    let podName = pod.metadata?.text("name") ?? ""
    let created =
      podName.isEmpty ? [] : Set(list.filter { $0.has("ephemeral") }.map { "\(podName)-\($0.text("name"))" })
    var known: [String: JSONValue] = [:]
    for (index, volume) in list.enumerated() {
      let path = path[index]
      let before = findings.causes.count
      source(volume, path, pod, &findings)
      let name = volume.text("name")
      if name.isEmpty {
        findings.required(path["name"])
      } else {
        findings.form(path["name"], name, NameForms.label)
      }
      if known[name] != nil { findings.duplicate(path["name"], .string(name)) }
      if findings.causes.count == before { known[name] = volume }
      let claim = volume["persistentVolumeClaim"]?.text("claimName") ?? ""
      if created.contains(claim) {
        findings.invalid(
          path["persistentVolumeClaim"]["claimName"], .string(claim),
          "must not reference a PVC that gets created for an ephemeral volume")
      }
    }
    for claim in pod.claims { known[claim] = ["name": .string(claim), "persistentVolumeClaim": .emptyObject] }
    return known
  }

  /// The kinds of volumes in the order in which Kubernetes looks for them.
  private static let sources: [VolumeSourceRule] = [
    VolumeSourceRule("emptyDir", emptyDirectory),
    VolumeSourceRule("hostPath", hostPath),
    VolumeSourceRule("gitRepo", gitRepository),
    VolumeSourceRule("gcePersistentDisk", place: "persistentDisk", googleDisk),
    VolumeSourceRule("awsElasticBlockStore", blockStore),
    VolumeSourceRule("secret", secretSource),
    VolumeSourceRule("nfs", networkFiles),
    VolumeSourceRule("iscsi", iscsi),
    VolumeSourceRule("glusterfs", gluster),
    VolumeSourceRule("flocker", flocker),
    VolumeSourceRule("persistentVolumeClaim", claimSource),
    VolumeSourceRule("rbd", blockDevice),
    VolumeSourceRule("cinder", cinder),
    VolumeSourceRule("cephfs", name: "cephFS", cephFiles),
    VolumeSourceRule("quobyte", quobyte),
    VolumeSourceRule("downwardAPI", name: "downwarAPI", downwardSource),
    VolumeSourceRule("fc", fibreChannel),
    VolumeSourceRule("flexVolume", flexVolume),
    VolumeSourceRule("configMap", configMapSource),
    VolumeSourceRule("azureFile", azureFile),
    VolumeSourceRule("vsphereVolume", vsphereVolume),
    VolumeSourceRule("photonPersistentDisk", photonDisk),
    VolumeSourceRule("portworxVolume", portworxVolume),
    VolumeSourceRule("azureDisk", azureDisk),
    VolumeSourceRule("storageos", storageOS),
    VolumeSourceRule("projected"),
    VolumeSourceRule("scaleIO", scaleIO),
    VolumeSourceRule("csi", inlineCSI),
    VolumeSourceRule("ephemeral", ephemeralSource),
    VolumeSourceRule("image"),
  ]

  private static func source(
    _ volume: JSONValue, _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings
  ) {
    VolumeSourceRule.checkOne(of: sources, in: volume, path, &findings) { field, value, findings in
      switch field {
      case "projected": projected(value, path["projected"], pod, &findings)
      case "image": image(value, path["image"], pod, &findings)
      case "ephemeral": claimName(volume.text("name"), path["name"], pod, &findings)
      default: break
      }
    }
    if let iscsi = volume["iscsi"], iscsi.has("initiatorName"),
      "\(volume.text("name")):\(iscsi.text("targetPortal"))".utf8.count > 64
    {
      findings.invalid(
        path["name"], volume["name"],
        "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is "
          + "specified.")
    }
  }

  /// The claim that is made for a generic ephemeral volume is named after the pod and the volume.
  private static func claimName(
    _ volume: String, _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings
  ) {
    guard let podName = pod.metadata?.text("name"), !podName.isEmpty, !volume.isEmpty else { return }
    let claim = "\(podName)-\(volume)"
    for problem in NameForms.subdomain(claim) {
      findings.invalid(path, .string(volume), "PVC name \"\(claim)\": \(problem)")
    }
  }

  private static func image(
    _ source: JSONValue, _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings
  ) {
    if pod.isPod, source.text("reference").isEmpty { findings.required(path["reference"]) }
    findings.requiredChoice(path["pullPolicy"], source["pullPolicy"], ["Always", "IfNotPresent", "Never"])
  }

  // MARK: Directories of the node

  private static func emptyDirectory(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    if let limit = source["sizeLimit"].flatMap({ Quantity(json: $0) }), limit.isNegative {
      findings.forbidden(path["sizeLimit"], "SizeLimit field must be a valid resource quantity")
    }
  }

  static func hostPath(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    guard !source.text("path").isEmpty else {
      findings.required(path["path"])
      return
    }
    noBacksteps(source.text("path"), path["path"], &findings)
    findings.optionalChoice(
      path["type"], source["type"],
      ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"])
  }

  private static func gitRepository(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    if source.text("repository").isEmpty { findings.required(path["repository"]) }
    descendingPath(source.text("directory"), path["directory"], &findings)
  }

  private static func claimSource(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    if source.text("claimName").isEmpty { findings.required(path["claimName"]) }
  }

  private static func ephemeralSource(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let path = path["volumeClaimTemplate"]
    guard let template = source["volumeClaimTemplate"] else {
      findings.required(path)
      return
    }
    let metadata = template["metadata"] ?? .emptyObject
    annotations(metadata["annotations"], path["metadata"]["annotations"], &findings)
    labels(metadata["labels"], path["metadata"]["labels"], &findings)
    for name in (metadata.objectValue ?? [:]).keys where name != "annotations" && name != "labels" {
      findings.forbidden(path["metadata"][name], "cannot be set for an ephemeral volume")
    }
    claimSpec(template["spec"], path["spec"], &findings)
  }
}
