extension ObjectWarnings {
  private static let storageClassAnnotation = "volume.beta.kubernetes.io/storage-class"
  private static let storageClassText = #"deprecated since v1.8; use "storageClassName" attribute instead"#

  static func claim(_ claim: JSONValue) -> [String] {
    annotation(storageClassAnnotation, storageClassText, of: claim) + claimSpec(claim["spec"], FieldPath("spec"))
  }

  /// A claim's spec, alone or in a template.
  static func claimSpec(_ spec: JSONValue?, _ path: FieldPath) -> [String] {
    ["requests", "limits"].flatMap { list in
      fraction(spec?["resources"]?[list], "storage", path["resources"][list])
    }
  }

  static func volume(_ volume: JSONValue) -> [String] {
    let spec = volume["spec"]
    let path = FieldPath("spec")
    var texts = annotation(storageClassAnnotation, storageClassText, of: volume)
    texts += annotation(
      "volume.beta.kubernetes.io/mount-options", #"deprecated since v1.31; use "mountOptions" attribute instead"#,
      of: volume)
    if spec?["persistentVolumeReclaimPolicy"] == "Recycle" {
      texts.append(
        "\(path["persistentVolumeReclaimPolicy"]): The Recycle reclaim policy is deprecated. Instead, the recommended "
          + "approach is to use dynamic provisioning.")
    }
    let terms = path["nodeAffinity"]["required"]["nodeSelectorTerms"]
    for (index, term) in (spec?[path: "nodeAffinity", "required", "nodeSelectorTerms"]?.arrayValue ?? []).enumerated() {
      texts += nodeTerm(term, terms[index])
    }
    texts += sources(spec, path) + fraction(spec?["capacity"], "storage", path["capacity"])
    return texts
  }

  static func storageClass(_ object: JSONValue) -> [String] {
    var texts: [String] = []
    for (outer, topology) in (object["allowedTopologies"]?.arrayValue ?? []).enumerated() {
      for (inner, expression) in (topology["matchLabelExpressions"]?.arrayValue ?? []).enumerated() {
        guard let text = expression["key"]?.stringValue.flatMap({ deprecatedLabels[$0] }) else { continue }
        texts.append("\(FieldPath("allowedTopologies")[outer]["matchLabelExpressions"][inner]): \(text)")
      }
    }
    return texts
  }

  /// Kinds of volumes whose plugins are gone.
  static func sources(_ volume: JSONValue?, _ path: FieldPath) -> [String] {
    [
      ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"), ("gitRepo", "deprecated in v1.11"),
      ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
      ("flocker", "deprecated in v1.22, non-functional in v1.25+"),
      ("storageos", "deprecated in v1.22, non-functional in v1.25+"),
      ("quobyte", "deprecated in v1.22, non-functional in v1.25+"),
      ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
      ("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
      ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ].compactMap { source, text in
      guard volume?[source] != nil else { return nil }
      // Kubernetes spells this one as its struct does.
      return "\(path[source == "storageos" ? "storageOS" : source]): \(text)"
    }
  }

  /// Amounts of bytes of which a part is asked for.
  static func fraction(_ amounts: JSONValue?, _ resource: String, _ path: FieldPath) -> [String] {
    guard let amount = amounts?[resource], let thousandths = Quantity(json: amount)?.milliValue,
      thousandths % 1_000 != 0
    else { return [] }
    return [
      "\(path.key(resource)): fractional byte value \"\(amount.stringValue ?? "")\" is invalid, must be an integer"
    ]
  }

  private static func annotation(_ name: String, _ text: String, of object: JSONValue) -> [String] {
    object[path: "metadata", "annotations", name] == nil
      ? [] : ["\(FieldPath("metadata")["annotations"].key(name)): \(text)"]
  }
}
