import KubeClient
import KubeModel

/// What is wrong with the options in a request's query, as kube-apiserver finds it (`meta/v1` and `meta/internalversion`
/// validation).
enum OptionsValidation {
  /// Throws 422 when options of a list or watch do not go together.
  static func check(_ options: ListOptions, isWatch: Bool) throws(StatusError) {
    var findings = OptionFindings()
    let match = options.resourceVersionMatch ?? ""
    let path = "resourceVersionMatch"
    if isWatch {
      if options.sendInitialEvents != nil, match != "NotOlderThan" {
        findings.forbidden(path, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
      }
      if !match.isEmpty {
        if options.sendInitialEvents == nil {
          findings.forbidden(path, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")
        }
        findings.choice(path, match, ["NotOlderThan"])
      }
    } else {
      if !match.isEmpty {
        if (options.resourceVersion ?? "").isEmpty {
          findings.forbidden(path, "resourceVersionMatch is forbidden unless resourceVersion is provided")
        }
        if !(options.continueToken ?? "").isEmpty {
          findings.forbidden(path, "resourceVersionMatch is forbidden when continue is provided")
        }
        findings.choice(path, match, ["Exact", "NotOlderThan", ""])
        if match == "Exact", options.resourceVersion == "0" {
          findings.forbidden(path, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")
        }
      }
      if options.sendInitialEvents != nil {
        findings.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list")
      }
    }
    try findings.throwIfAny("ListOptions")
  }

  /// Throws 422 when the query of a write says what there is not.
  static func check(_ target: RequestTarget, verb: ResourceRequest.Verb, isApply: Bool) throws(StatusError) {
    let kinds: [ResourceRequest.Verb: String] = [
      .create: "CreateOptions", .update: "UpdateOptions", .patch: "PatchOptions", .delete: "DeleteOptions",
      .deletecollection: "DeleteOptions",
    ]
    guard let kind = kinds[verb], !target.query.isEmpty else { return }
    var findings = OptionFindings()
    if let manager = target.value("fieldManager") {
      if manager.utf8.count > 128 {
        findings.add("FieldValueTooLong", "fieldManager", "Too long: may not be more than 128 bytes")
      }
      if manager.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
        findings.add(
          "FieldValueInvalid", "fieldManager",
          "Invalid value: \(JSONValue.string(manager).jsonText): should only contain printable characters")
      }
    }
    let dryRun = target.values("dryRun").filter { !$0.isEmpty }
    for value in dryRun { findings.choice("dryRun", value, ["All"]) }
    if let validation = target.value("fieldValidation") {
      findings.choice("fieldValidation", validation, ["", "Ignore", "Strict", "Warn"])
    }
    if verb == .patch, !isApply, target.flag("force") {
      findings.forbidden("force", "may not be specified for non-apply patch")
    }
    if verb == .delete || verb == .deletecollection {
      let policy = target.value("propagationPolicy")
      if policy != nil, target.value("orphanDependents") != nil {
        findings.add(
          "FieldValueInvalid", "propagationPolicy",
          "Invalid value: \"\(policy ?? "")\": orphanDependents and deletionPropagation cannot be both set")
      }
    }
    try findings.throwIfAny(kind)
  }
}

/// Collects what is wrong with options.
private struct OptionFindings {
  private var causes: [StatusError.Cause] = []

  mutating func add(_ reason: String, _ field: String, _ message: String) {
    causes.append(StatusError.Cause(reason: reason, message: message, field: field))
  }

  mutating func forbidden(_ field: String, _ why: String) { add("FieldValueForbidden", field, "Forbidden: \(why)") }

  mutating func choice(_ field: String, _ value: String, _ supported: [String]) {
    guard !supported.contains(value) else { return }
    let list = supported.map { "\"\($0)\"" }.joined(separator: ", ")
    add("FieldValueNotSupported", field, "Unsupported value: \"\(value)\": supported values: \(list)")
  }

  func throwIfAny(_ kind: String) throws(StatusError) {
    guard !causes.isEmpty else { return }
    throw .invalid(GroupVersionKind(group: "meta.k8s.io", version: "v1", kind: kind), name: "", causes: causes)
  }
}
