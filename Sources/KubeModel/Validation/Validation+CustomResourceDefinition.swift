import OrderedCollections

extension Validation {
  /// The name that a definition must have, from what it defines.
  static func customResourceDefinition(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let definition = CustomResourceDefinition(json: object)
    let spec = definition.spec
    let path = FieldPath("spec")
    if old == nil, definition.name != "\(spec.names.plural ?? "").\(spec.group ?? "")" {
      findings.invalid(
        FieldPath("metadata")["name"], .string(definition.name), "must be spec.names.plural+\".\"+spec.group")
    }
    group(spec.group ?? "", path["group"], &findings)
    if let scope = spec.scope, !scope.isEmpty {
      if !["Cluster", "Namespaced"].contains(scope) {
        findings.notSupported(path["scope"], .string(scope), ["Cluster", "Namespaced"])
      }
    } else {
      findings.required(path["scope"])
    }
    // What was accepted once and has not changed is not looked at again.
    if !JSONValue.areSame(spec.json["versions"], old?["spec"]?["versions"]) { versions(spec, path, &findings) }
    names(spec.names, path["names"], &findings)
    conversion(spec, path["conversion"], &findings)
    approval(definition, &findings)
    guard let old = old.map(CustomResourceDefinition.init(json:)) else { return }
    if old.isEstablished {
      findings.immutable(path["scope"], spec.json["scope"], old.spec.json["scope"])
      findings.immutable(path["names"]["kind"], spec.names.json["kind"], old.spec.names.json["kind"])
    }
    findings.immutable(path["group"], spec.json["group"], old.spec.json["group"])
    findings.immutable(path["names"]["plural"], spec.names.json["plural"], old.spec.names.json["plural"])
  }

  private static func group(_ group: String, _ path: FieldPath, _ findings: inout Findings) {
    guard !group.isEmpty else { return findings.required(path) }
    let problems = NameForms.subdomain(group)
    if !problems.isEmpty {
      findings.invalid(path, .string(group), problems.joined(separator: ","))
    } else if !group.contains(".") {
      findings.invalid(path, .string(group), "should be a domain with at least one dot")
    }
  }

  private static func names(_ names: CustomResourceNames, _ path: FieldPath, _ findings: inout Findings) {
    for member in ["plural", "singular", "kind", "listKind"] {
      guard let name = names.json[member]?.stringValue, !name.isEmpty else {
        findings.required(path[member])
        continue
      }
      let isKind = member.lowercased().hasSuffix("kind")
      let problems = NameForms.serviceName(isKind ? name.lowercased() : name)
      guard !problems.isEmpty else { continue }
      let prefix = isKind ? "may have mixed case, but should otherwise match: " : ""
      findings.invalid(path[member], .string(name), prefix + problems.joined(separator: ","))
    }
    if let kind = names.kind, !kind.isEmpty, kind == names.listKind {
      findings.invalid(path["listKind"], .string(kind), "kind and listKind may not be the same")
    }
    for (member, list) in [("shortNames", names.shortNames), ("categories", names.categories)] {
      for (index, name) in list.enumerated() {
        let problems = NameForms.serviceName(name)
        if !problems.isEmpty {
          findings.invalid(path[member][index], .string(name), problems.joined(separator: ","))
        }
      }
    }
  }

  // MARK: Versions

  private static func versions(
    _ spec: CustomResourceDefinitionSpec, _ path: FieldPath, _ findings: inout Findings
  ) {
    let versions = spec.versions
    let path = path["versions"]
    for (index, version) in versions.enumerated() {
      // Where nothing is pruned, schemas need not be structural; only `v1beta1` allows for that.
      self.version(version, isStructural: spec.preserveUnknownFields != true, path[index], &findings)
    }
    if Set(versions.map(\.name)).count != versions.count {
      findings.invalid(path, spec.json["versions"], "must contain unique version names")
    }
    if versions.count(where: { $0.storage == true }) != 1 {
      findings.invalid(path, spec.json["versions"], "must have exactly one version marked as storage version")
    }
  }

  private static func version(
    _ version: CustomResourceVersion, isStructural: Bool, _ path: FieldPath, _ findings: inout Findings
  ) {
    let problems = NameForms.serviceName(version.name ?? "")
    if !problems.isEmpty {
      findings.invalid(path["name"], .string(version.name ?? ""), problems.joined(separator: ","))
    }
    if let warning = version.deprecationWarning {
      let place = path["deprecationWarning"]
      if version.deprecated != true {
        findings.invalid(place, .string(warning), "can only be set for deprecated versions")
      }
      if warning.utf8.count > 256 { findings.invalid(place, .string(warning), "must be <= 256 characters long") }
      if warning.isEmpty { findings.invalid(place, "", "must not be an empty string") }
    }
    let schemaPath = path["schema"]["openAPIV3Schema"]
    if let schema = version.openAPISchema {
      if isStructural {
        findings.merge(SchemaCheck.findings(schema, at: schemaPath, hasStatus: version.hasStatus))
      }
      if findings.causes.isEmpty { RuleCheck.check(StructuralSchema(json: schema).withIdentity, schemaPath, &findings) }
      selectableFields(version, StructuralSchema(json: schema), path["selectableFields"], &findings)
    } else {
      findings.required(schemaPath)
    }
    if let scale = version.scale { self.scale(scale, path["subresources"]["scale"], &findings) }
    for (index, column) in version.additionalPrinterColumns.enumerated() {
      self.column(column, path["additionalPrinterColumns"][index], &findings)
    }
  }

  private static func scale(_ scale: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    for (member, roots, place) in [
      ("specReplicasPath", [".spec."], ".spec"), ("statusReplicasPath", [".status."], ".status"),
      ("labelSelectorPath", [".spec.", ".status."], "either .spec or .status"),
    ] {
      guard let text = scale[member]?.stringValue, !text.isEmpty else {
        if member != "labelSelectorPath" { findings.required(path[member]) }
        continue
      }
      if !text.hasPrefix(".") {
        findings.invalid(path[member], .string(text), "must be a simple json path starting with .")
      } else if !roots.contains(where: text.hasPrefix) {
        findings.invalid(path[member], .string(text), "should be a json path under \(place)")
      }
    }
  }

  private static func column(_ column: CustomResourceColumn, _ path: FieldPath, _ findings: inout Findings) {
    if (column.name ?? "").isEmpty { findings.required(path["name"]) }
    let types = ["boolean", "date", "integer", "number", "string"]
    let type = column.type ?? ""
    if type.isEmpty {
      findings.required(path["type"], "must be one of \(types.joined(separator: ","))")
    } else if !types.contains(type) {
      findings.invalid(path["type"], .string(type), "must be one of \(types.joined(separator: ","))")
    }
    let formats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"]
    if let format = column.format, !format.isEmpty, !formats.contains(format) {
      findings.invalid(path["format"], .string(format), "must be one of \(formats.joined(separator: ","))")
    }
    guard let text = column.jsonPath, !text.isEmpty else { return findings.required(path["JSONPath"]) }
    guard text.hasPrefix(".") else {
      return findings.invalid(path["JSONPath"], .string(text), "must be a simple json path starting with .")
    }
    do {
      _ = try JSONPathExpression(text)
    } catch {
      findings.invalid(path["JSONPath"], .string(text), "\(error)")
    }
  }

  private static func selectableFields(
    _ version: CustomResourceVersion, _ schema: StructuralSchema, _ path: FieldPath, _ findings: inout Findings
  ) {
    var seen: Set<String> = []
    for (index, field) in version.selectableFields.enumerated() {
      let place = path[index]["jsonPath"]
      guard let text = field["jsonPath"]?.stringValue, !text.isEmpty else {
        findings.required(place)
        continue
      }
      let steps = text.split(separator: ".").map(String.init)
      guard text.hasPrefix("."), !steps.isEmpty else {
        findings.invalid(place, .string(text), "is an invalid path: must be a simple json path starting with .")
        continue
      }
      let known = steps.reduce(schema as StructuralSchema?) { $0?.properties[$1] }
      if steps[0] == "metadata" {
        findings.invalid(place, .string(text), "must not point to fields in metadata")
      } else if known == nil {
        findings.invalid(place, .string(text), "is an invalid path: does not refer to a valid field")
      } else if !["string", "boolean", "integer"].contains(known?.type) {
        findings.invalid(
          place, .string(text),
          "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are "
            + "allowed.")
      }
      if !seen.insert(text).inserted { findings.duplicate(place, .string(text)) }
    }
    if seen.count > 8 { findings.tooMany(path, seen.count, limit: 8) }
  }

  // MARK: Conversion and approval

  private static func conversion(
    _ spec: CustomResourceDefinitionSpec, _ path: FieldPath, _ findings: inout Findings
  ) {
    guard let conversion = spec.conversion else { return }
    switch conversion["strategy"]?.stringValue ?? "" {
    case "": findings.required(path["strategy"])
    case "None":
      if conversion["webhook"] != nil {
        findings.forbidden(path["webhookClientConfig"], "should not be set when strategy is not set to Webhook")
      }
    case "Webhook":
      if spec.preserveUnknownFields == true {
        findings.invalid(path["strategy"], "Webhook", "must be None if spec.preserveUnknownFields is true")
      }
      if let client = conversion["webhook"]?["clientConfig"] {
        webhookClient(client, path["webhookClientConfig"], &findings)
      } else {
        findings.required(path["webhookClientConfig"], "required when strategy is set to Webhook")
      }
      conversionReviewVersions(
        conversion["webhook"]?["conversionReviewVersions"], path["conversionReviewVersions"], &findings)
    case let strategy: findings.notSupported(path["strategy"], .string(strategy), ["None", "Webhook"])
    }
  }

  private static func conversionReviewVersions(_ list: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    let versions = list?.arrayValue ?? []
    guard !versions.isEmpty else { return findings.required(path) }
    for (index, version) in versions.enumerated() where versions[..<index].contains(version) {
      findings.invalid(path[index], version, "duplicate version")
    }
    if !versions.contains("v1"), !versions.contains("v1beta1") {
      findings.invalid(path, list, "must include at least one of v1, v1beta1")
    }
  }

  /// Groups of the Kubernetes project take definitions only with a word on their review.
  private static func approval(_ definition: CustomResourceDefinition, _ findings: inout Findings) {
    let group = definition.spec.group ?? ""
    let protected = ["k8s.io", "kubernetes.io"]
    guard protected.contains(where: { group == $0 || group.hasSuffix(".\($0)") }) else { return }
    let annotation = "api-approved.kubernetes.io"
    let path = FieldPath("metadata")["annotations"].key(annotation)
    let value = definition.metadata.annotations[annotation] ?? ""
    if value.isEmpty {
      findings.required(
        path,
        "protected groups must have approval annotation \"\(annotation)\", see "
          + "https://github.com/kubernetes/enhancements/pull/1111")
    } else if !value.hasPrefix("unapproved"), !StringFormat.accepts(value, format: "uri") || !value.contains("://") {
      findings.invalid(
        path, .string(value),
        "protected groups must have approval annotation \"\(annotation)\" with either a URL or a reason starting with "
          + "\"unapproved\", see https://github.com/kubernetes/enhancements/pull/1111")
    }
  }

  /// The versions in which objects were stored once must stay, until the record says otherwise.
  package static func storedVersions(_ definition: CustomResourceDefinition) -> [StatusError.Cause] {
    var findings = Findings()
    let path = FieldPath("status")["storedVersions"]
    let stored = definition.status.storedVersions
    let all = JSONValue.array(stored.map(JSONValue.string))
    if stored.isEmpty { findings.invalid(path, all, "must have at least one stored version") }
    if !stored.isEmpty, let current = definition.spec.storageVersion, !stored.contains(current) {
      findings.invalid(path, all, "must have the storage version \(current)")
    }
    let names = definition.spec.versions.map(\.name)
    for (index, version) in stored.enumerated() where !names.contains(version) {
      findings.invalid(
        path[index], .string(version),
        "missing from spec.versions; \(version) was previously a storage version, and must remain in spec.versions "
          + "until a storage migration ensures no data remains persisted in \(version) and removes \(version) from "
          + "status.storedVersions")
    }
    return findings.causes
  }
}
