import OrderedCollections

/// What is wrong with a custom resource, by its schema and its scale.
package struct CustomResourceRules: Sendable {
  let schema: StructuralSchema
  /// The schema as rules see it; nil when there are none.
  private let ruled: StructuralSchema?
  let scale: ScalePaths?

  /// - Parameters:
  ///   - schema: The schema of the version of the request.
  ///   - scale: Where the scale stands; nil when there is none.
  package init(schema: StructuralSchema, scale: ScalePaths?) {
    self.schema = schema
    ruled = schema.hasRules ? schema.withIdentity : nil
    self.scale = scale
  }

  /// Everything that is wrong with the object, defaults applied.
  ///
  /// - Parameters:
  ///   - old: The object that it replaces; nil for a new one.
  ///   - isStatus: Whether the write is about `status` only.
  package func causes(_ object: JSONValue, old: JSONValue?, isStatus: Bool) -> [StatusError.Cause] {
    var findings = Findings()
    Validation.metadata(
      object["metadata"] ?? .emptyObject, old: old?["metadata"], NameForms.subdomain, &findings)
    if isStatus {
      if let status = object["status"], let schema = schema.properties["status"] {
        findings.merge(SchemaValidator.findings(status, schema, old: old?["status"], at: FieldPath("status")))
      }
    } else {
      findings.merge(SchemaValidator.findings(bare(object), schema, old: old.map(bare)))
      check(scale?.specReplicas, of: object, &findings)
    }
    check(scale?.statusReplicas, of: object, &findings)
    if !isStatus {
      schema.embedded(in: bare(object), at: FieldPath(), &findings)
      var before = Findings()
      if let old { schema.repetitions(in: bare(old), at: FieldPath(), &before) }
      if before.causes.isEmpty { schema.repetitions(in: bare(object), at: FieldPath(), &findings) }
    }
    if let ruled { evaluate(ruled, object, old, &findings) }
    return findings.causes
  }

  /// Rules are not asked about objects whose types are wrong.
  private func evaluate(
    _ schema: StructuralSchema, _ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings
  ) {
    let blocking: Set = [
      "FieldValueNotSupported", "FieldValueRequired", "FieldValueTooLong", "FieldValueTooMany",
      "FieldValueTypeInvalid",
    ]
    if findings.causes.contains(where: { blocking.contains($0.reason) }) {
      findings.invalid(
        FieldPath("<nil>"), "null",
        "some validation rules were not checked because the object was invalid; correct the existing errors to "
          + "complete validation")
    } else {
      findings.merge(SchemaRules.findings(bare(object), schema, old: old.map(bare)))
    }
  }

  /// The object as its schema sees it: metadata is checked on its own, and restricted by name at most.
  private func bare(_ object: JSONValue) -> JSONValue {
    guard let metadata = object["metadata"] else { return object }
    var object = object
    var names = JSONValue.emptyObject
    for name in ["name", "generateName"] { names[name] = metadata[name] }
    object["metadata"] = names
    return object
  }

  private func check(_ path: ScalePaths.Path?, of object: JSONValue, _ findings: inout Findings) {
    guard let path, let value = path.value(in: object), let number = value.integerValue else { return }
    if number < 0 {
      findings.invalid(FieldPath(path.text), value, "should be a non-negative integer")
    } else if number > Int32.max {
      findings.invalid(FieldPath(path.text), value, "should be less than or equal to \(Int32.max)")
    }
  }
}

/// Where the parts of a `Scale` stand in a custom resource.
package struct ScalePaths: Sendable, Hashable {
  /// A path of members, such as `.spec.replicas`.
  package struct Path: Sendable, Hashable {
    package let text: String
    package let members: [String]

    package init(_ text: String) {
      self.text = text
      members = text.split(separator: ".").map(String.init)
    }

    /// The value at the path; nil when there is none.
    package func value(in object: JSONValue) -> JSONValue? { members.reduce(object as JSONValue?) { $0?[$1] } }

    /// Sets the value at the path, and makes the objects on the way.
    package func set(_ value: JSONValue, in object: inout JSONValue) {
      Self.set(value, at: members[...], in: &object)
    }

    private static func set(_ value: JSONValue, at members: ArraySlice<String>, in object: inout JSONValue) {
      guard let first = members.first else {
        object = value
        return
      }
      var inner = object[first] ?? .emptyObject
      set(value, at: members.dropFirst(), in: &inner)
      object[first] = inner
    }
  }

  package let specReplicas: Path
  package let statusReplicas: Path
  package let selector: Path?

  /// Reads `spec.versions[*].subresources.scale` of a definition.
  package init(_ scale: JSONValue) {
    specReplicas = Path(scale["specReplicasPath"]?.stringValue ?? "")
    statusReplicas = Path(scale["statusReplicasPath"]?.stringValue ?? "")
    selector = scale["labelSelectorPath"]?.stringValue.flatMap { $0.isEmpty ? nil : Path($0) }
  }
}
