import OrderedCollections

extension Validation {
  static func pod(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let scope = PodScope(metadata: object["metadata"] ?? .emptyObject).replacing(old?["spec"])
    podAndSpec(object, scope, &findings)
    if let old {
      podUpdate(object, old, &findings)
    } else {
      newPod(object, FieldPath("spec"), &findings)
    }
  }

  /// What holds for a pod whenever it is written.
  static func podAndSpec(_ object: JSONValue, _ scope: PodScope, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"]
    podAnnotations(object["metadata"], spec, FieldPath("metadata")["annotations"], &findings)
    podSpec(spec, path, scope, &findings)
    if (spec?.text("serviceAccountName") ?? "").isEmpty {
      for (index, volume) in (spec?.list("volumes") ?? []).enumerated() {
        for (number, source) in (volume["projected"]?.list("sources") ?? []).enumerated()
        where source.has("serviceAccountToken") {
          findings.forbidden(
            path["volumes"][index]["projected"]["sources"][number]["serviceAccountToken"],
            "must not be specified when serviceAccountName is not set")
        }
      }
    }
    for list in ["containers", "initContainers"] {
      for (index, container) in (spec?.list(list) ?? []).enumerated() {
        imageOfPod(container, path[list][index], &findings)
      }
    }
  }

  private static func newPod(_ object: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let spec = object["spec"]
    if !(spec?.list("ephemeralContainers") ?? []).isEmpty {
      findings.forbidden(path["ephemeralContainers"], "cannot be set on create")
    }
    if !(spec?.text("nodeName") ?? "").isEmpty, !(spec?.list("schedulingGates") ?? []).isEmpty {
      findings.forbidden(path["nodeName"], "cannot be set until all schedulingGates have been cleared")
    }
    seccompAgreement(object["metadata"], spec, path, &findings)
    appArmorAgreement(object["metadata"], spec, path, &findings)
  }

  static func podTemplateObject(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let scope = PodScope().replacing(old?[path: "template", "spec"])
    podTemplate(object["template"], FieldPath("template"), scope, &findings)
  }

  /// A template of pods: labels, annotations and the specification of the pods to come.
  static func podTemplate(
    _ template: JSONValue?, _ path: FieldPath, _ scope: PodScope = PodScope(), _ findings: inout Findings
  ) {
    let (metadata, spec) = (template?["metadata"], template?["spec"])
    labels(metadata?["labels"], path["labels"], &findings)
    annotations(metadata?["annotations"], path["annotations"], &findings)
    podAnnotations(metadata, spec, path["annotations"], &findings)
    podSpec(spec, path["spec"], scope, &findings)
    seccompAgreement(metadata, spec, path["spec"], &findings)
    if !(spec?.list("ephemeralContainers") ?? []).isEmpty {
      findings.forbidden(path["spec"]["ephemeralContainers"], "ephemeral containers not allowed in pod template")
    }
  }

  // MARK: What is tolerated

  /// What of one kind is wrong with a pod's specification that is there already.
  static func problems(_ tolerance: PodScope.Tolerance, in spec: JSONValue) -> [StatusError.Cause] {
    var findings = Findings()
    let (path, strict) = (FieldPath(), PodScope())
    let relaxed = { (others: PodScope.Tolerance...) in PodScope(tolerates: Set(others)) }
    switch tolerance {
    case .labelValuesInAffinity: affinity(spec["affinity"], path, relaxed(.labelValuesInNodeAffinity), &findings)
    case .labelValuesInNodeAffinity: affinity(spec["affinity"], path, relaxed(.labelValuesInAffinity), &findings)
    case .labelSelectorsInSpread:
      spreadConstraints(spec.list("topologySpreadConstraints"), path, strict, &findings)
    case .indivisibleHugePages:
      for (container, path) in allContainers(spec, path) {
        resources(container["resources"], path, strict, &findings)
      }
    case .tokenPathsOutside:
      for volume in spec.list("volumes") {
        for source in volume["projected"]?.list("sources") ?? [] {
          filePath(source["serviceAccountToken"]?.text("path") ?? "", path, &findings)
        }
      }
    case .sysctlsOfTheHost:
      for setting in spec["securityContext"]?.list("sysctls") ?? [] {
        hostSetting(setting.text("name"), spec, path, &findings)
      }
    }
    return findings.causes
  }
}
