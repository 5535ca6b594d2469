import OrderedCollections

/// Volumes on other machines: what their sources must have. Nothing here mounts them; charts name them all the same.
extension Validation {
  /// Members that must not be empty.
  private static func need(_ names: [String], of source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    for name in names {
      let isMissing = source[name].map { $0 == "" || $0.isNull || $0.arrayValue?.isEmpty ?? false } ?? true
      if isMissing { findings.required(path[name]) }
    }
  }

  static func googleDisk(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["pdName"], of: source, path, &findings)
    partition(source, path, &findings)
  }

  static func blockStore(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["volumeID"], of: source, path, &findings)
    partition(source, path, &findings)
  }

  private static func partition(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    guard !(0...255).contains(source.number("partition")) else { return }
    findings.invalid(path["partition"], source["partition"], "must be between 1 and 255, inclusive")
  }

  static func networkFiles(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["server", "path"], of: source, path, &findings)
    if !source.text("path").hasPrefix("/") {
      findings.invalid(path["path"], source["path"] ?? "", "must be an absolute path")
    }
  }

  static func iscsi(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["targetPortal", "iqn"], of: source, path, &findings)
    if !source.text("iqn").isEmpty { iscsiName(source.text("iqn"), path["iqn"], &findings) }
    findings.within(path["lun"], source["lun"], 0...255)
    if source.isTrue("chapAuthDiscovery") || source.isTrue("chapAuthSession") {
      need(["secretRef"], of: source, path, &findings)
    }
    if let initiator = source["initiatorName"]?.stringValue {
      iscsiName(initiator, path["initiatorname"], &findings)
    }
  }

  /// A qualified name of iSCSI (RFC 3720, section 3.2.6.3).
  static func iscsiName(_ name: String, _ path: FieldPath, _ findings: inout Findings) {
    let isLetterOrDigit = { (character: Character) in character.isASCII && (character.isLetter || character.isNumber) }
    let isWell: Bool
    switch name.prefix(3) {
    case "iqn":
      let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let authority = parts[0].split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
      let date = authority.count == 3 ? authority[1].split(separator: "-", omittingEmptySubsequences: false) : []
      isWell =
        parts.count == 2 && authority.count == 3 && authority[0] == "iqn" && date.map(\.count) == [4, 2]
        && date.joined().utf8.allSatisfy { (0x30...0x39).contains($0) } && !authority[2].isEmpty
        && authority[2].allSatisfy { isLetterOrDigit($0) || $0 == "-" || $0 == "." } && !parts[1].isEmpty
        && !parts[1].contains { ",;*&$|".contains($0) || $0.isWhitespace }
    case "eui": isWell = name.count == 20 && name.dropFirst(4).allSatisfy(isLetterOrDigit)
    case "naa": isWell = name.count == 36 && name.dropFirst(4).allSatisfy(isLetterOrDigit)
    default:
      findings.invalid(path, .string(name), "must be valid format starting with iqn, eui, or naa")
      return
    }
    if !isWell { findings.invalid(path, .string(name), "must be valid format") }
  }

  static func fibreChannel(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let hasTargets = !source.list("targetWWNs").isEmpty
    switch (hasTargets, source.list("wwids").isEmpty) {
    case (false, true):
      findings.required(path["targetWWNs"], "must specify either targetWWNs or wwids, but not both")
    case (true, false):
      findings.invalid(
        path["targetWWNs"], source["targetWWNs"], "targetWWNs and wwids can not be specified simultaneously")
    default: break
    }
    guard hasTargets else { return }
    if source.has("lun") {
      findings.within(path["lun"], source["lun"], 0...255)
    } else {
      findings.required(path["lun"], "lun is required if targetWWNs is specified")
    }
  }

  static func gluster(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["endpoints", "path"], of: source, path, &findings)
  }

  static func flocker(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let (name, uuid) = (source.text("datasetName"), source.text("datasetUUID"))
    if name.isEmpty, uuid.isEmpty { findings.required(path, "one of datasetName and datasetUUID is required") }
    if !name.isEmpty, !uuid.isEmpty {
      findings.invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously")
    }
    if name.contains("/") { findings.invalid(path["datasetName"], .string(name), "must not contain '/'") }
  }

  static func blockDevice(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["monitors", "image"], of: source, path, &findings)
  }

  static func cephFiles(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["monitors"], of: source, path, &findings)
  }

  static func cinder(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["volumeID"], of: source, path, &findings)
    secretName(source["secretRef"], path["secretRef"], &findings)
  }

  private static func secretName(_ reference: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    if let reference, reference.text("name").isEmpty { findings.required(path["name"]) }
  }

  static func quobyte(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let form = "must be a host:port pair or multiple pairs separated by commas"
    let registry = source.text("registry")
    if registry.isEmpty {
      findings.required(path["registry"], form)
    } else if source.text("tenant").utf8.count >= 65 {
      findings.required(path["tenant"], "must be a UUID and may not exceed a length of 64 characters")
    } else {
      for pair in registry.split(separator: ",", omittingEmptySubsequences: false) {
        let colons = pair.count { $0 == ":" }
        let isPair = pair.hasPrefix("[") ? pair.contains("]:") : colons == 1
        if !isPair { findings.invalid(path["registry"], .string(registry), form) }
      }
    }
    need(["volume"], of: source, path, &findings)
  }

  static func flexVolume(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["driver"], of: source, path, &findings)
    for (key, _) in source.entries("options") {
      let parts = key.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      let owner = "." + (parts.first ?? "").lowercased()
      if owner.hasSuffix(".kubernetes.io") || owner.hasSuffix(".k8s.io") {
        findings.invalid(
          path["options"].key(key), .string(key), "kubernetes.io and k8s.io namespaces are reserved")
      }
    }
  }

  static func azureFile(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["secretName", "shareName"], of: source, path, &findings)
  }

  static func azureDisk(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["diskName", "diskURI"], of: source, path, &findings)
    findings.optionalChoice(path["cachingMode"], source["cachingMode"], ["None", "ReadOnly", "ReadWrite"])
    findings.optionalChoice(path["kind"], source["kind"], ["Dedicated", "Managed", "Shared"])
    guard let kind = source["kind"]?.stringValue else { return }
    let (prefix, form) =
      kind == "Managed"
      ? (
        "/subscriptions/",
        "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"
      )
      : ("https://", "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd")
    let place = source.text("diskURI")
    if !place.hasPrefix(prefix) { findings.notSupported(path["diskURI"], .string(place), [.string(form)]) }
  }

  static func vsphereVolume(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["volumePath"], of: source, path, &findings)
  }

  static func photonDisk(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["pdID"], of: source, path, &findings)
  }

  static func portworxVolume(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["volumeID"], of: source, path, &findings)
  }

  static func scaleIO(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    need(["gateway", "system", "volumeName"], of: source, path, &findings)
  }

  static func storageOS(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let (name, namespace) = (source.text("volumeName"), source.text("volumeNamespace"))
    if name.isEmpty {
      findings.required(path["volumeName"])
    } else {
      findings.form(path["volumeName"], name, NameForms.label)
    }
    if !namespace.isEmpty { findings.form(path["volumeNamespace"], namespace, NameForms.label) }
    secretName(source["secretRef"], path["secretRef"], &findings)
  }

  static func inlineCSI(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    driverName(source.text("driver"), path["driver"], &findings)
    guard let secret = source["nodePublishSecretRef"] else { return }
    if secret.text("name").isEmpty {
      // The blank is Kubernetes' own.
      findings.required(path["nodePublishSecretRef "]["name"])
    } else {
      findings.name(path["name"], secret.text("name"))
    }
  }

  /// The name of a CSI driver.
  static func driverName(_ name: String, _ path: FieldPath, _ findings: inout Findings) {
    if name.isEmpty { findings.required(path) }
    if name.utf8.count > 63 { findings.tooLong(path, limit: 63) }
    findings.form(path, name) { NameForms.subdomain($0.lowercased()) }
  }
}
