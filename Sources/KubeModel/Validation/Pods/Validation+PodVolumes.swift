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

  private typealias SourceCheck = @Sendable (JSONValue, FieldPath, inout Findings) -> Void

  /// The kinds of volumes in the order in which Kubernetes looks for them.
  ///
  /// `place` is the last part of the paths of what is wrong inside; where it is not the field's name, it is Kubernetes'
  /// own slip, and so is `name` of those whose second use is told in other words.
  private static let sources: [(field: String, name: String, place: String, check: SourceCheck)] = [
    ("emptyDir", "emptyDir", "emptyDir", emptyDirectory), ("hostPath", "hostPath", "hostPath", hostPath),
    ("gitRepo", "gitRepo", "gitRepo", gitRepository),
    ("gcePersistentDisk", "gcePersistentDisk", "persistentDisk", googleDisk),
    ("awsElasticBlockStore", "awsElasticBlockStore", "awsElasticBlockStore", blockStore),
    ("secret", "secret", "secret", secretSource), ("nfs", "nfs", "nfs", networkFiles),
    ("iscsi", "iscsi", "iscsi", iscsi), ("glusterfs", "glusterfs", "glusterfs", gluster),
    ("flocker", "flocker", "flocker", flocker),
    ("persistentVolumeClaim", "persistentVolumeClaim", "persistentVolumeClaim", claimSource),
    ("rbd", "rbd", "rbd", blockDevice), ("cinder", "cinder", "cinder", cinder),
    ("cephfs", "cephFS", "cephfs", cephFiles), ("quobyte", "quobyte", "quobyte", quobyte),
    ("downwardAPI", "downwarAPI", "downwardAPI", downwardSource), ("fc", "fc", "fc", fibreChannel),
    ("flexVolume", "flexVolume", "flexVolume", flexVolume), ("configMap", "configMap", "configMap", configMapSource),
    ("azureFile", "azureFile", "azureFile", azureFile),
    ("vsphereVolume", "vsphereVolume", "vsphereVolume", vsphereVolume),
    ("photonPersistentDisk", "photonPersistentDisk", "photonPersistentDisk", photonDisk),
    ("portworxVolume", "portworxVolume", "portworxVolume", portworxVolume),
    ("azureDisk", "azureDisk", "azureDisk", azureDisk), ("storageos", "storageos", "storageos", storageOS),
    ("projected", "projected", "projected", { _, _, _ in }), ("scaleIO", "scaleIO", "scaleIO", scaleIO),
    ("csi", "csi", "csi", inlineCSI), ("ephemeral", "ephemeral", "ephemeral", ephemeralSource),
    ("image", "image", "image", { _, _, _ in }),
  ]

  private static func source(
    _ volume: JSONValue, _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings
  ) {
    var isGiven = false
    for source in sources {
      guard let value = volume[source.field] else { continue }
      if isGiven {
        findings.forbidden(path[source.name], "may not specify more than 1 volume type")
        continue
      }
      isGiven = true
      source.check(value, path[source.place], &findings)
      switch source.field {
      case "projected": projected(value, path["projected"], pod, &findings)
      case "image": image(value, path["image"], pod, &findings)
      case "ephemeral": claimName(volume.text("name"), path["name"], pod, &findings)
      default: break
      }
    }
    if !isGiven { findings.required(path, "must specify a volume type") }
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
