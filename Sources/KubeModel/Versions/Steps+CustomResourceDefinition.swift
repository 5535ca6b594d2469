extension VersionConversion.Steps {
  /// What `v1beta1` could say once for all versions of a custom resource, and `v1` says for each: the member in
  /// `v1beta1`, and the one in a version.
  private static let shared = [
    ("validation", "schema"), ("subresources", "subresources"),
    ("additionalPrinterColumns", "additionalPrinterColumns"),
  ]

  /// `v1` wants a schema; a definition of `v1beta1` without one takes everything.
  private static let anything: JSONValue = [
    "openAPIV3Schema": ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
  ]

  static let customResourceDefinition = Self(
    toStored: { definition in definition.update("spec", toStored(definition:)) },
    fromStored: { definition in definition.update("spec", fromStored(definition:)) })

  private static func toStored(definition spec: inout JSONValue) {
    if spec["versions"]?.arrayValue?.isEmpty ?? true, let name = spec["version"] {
      spec["versions"] = [["name": name, "served": true, "storage": true]]
    }
    spec["version"] = nil
    spec.setDefault("scope", "Namespaced")
    spec.setDefault("preserveUnknownFields", true)
    for (all, each) in shared {
      let common = spec[all]
      spec[all] = nil
      spec.updateEach("versions") { version in
        if let common, !version.has(each) { version[each] = common }
      }
    }
    spec.updateEach("versions") { version in
      version.setDefault("schema", anything)
      version.updateEach("additionalPrinterColumns") { $0.rename("JSONPath", to: "jsonPath") }
    }
    spec.update("conversion") { conversion in
      var webhook = JSONValue.emptyObject
      webhook["clientConfig"] = conversion["webhookClientConfig"]
      webhook["conversionReviewVersions"] = conversion["conversionReviewVersions"]
      conversion["webhookClientConfig"] = nil
      conversion["conversionReviewVersions"] = nil
      if conversion["strategy"] == "Webhook", webhook != .emptyObject { conversion["webhook"] = webhook }
    }
  }

  private static func fromStored(definition spec: inout JSONValue) {
    spec.updateEach("versions") { version in
      if version["schema"].map({ $0.isSame(as: anything) }) ?? false { version["schema"] = nil }
      version.updateEach("additionalPrinterColumns") { $0.rename("jsonPath", to: "JSONPath") }
    }
    let versions = spec["versions"]?.arrayValue ?? []
    spec["version"] = versions.first?["name"]
    for (all, each) in shared {
      guard let first = versions.first?[each],
        versions.allSatisfy({ JSONValue.areSame($0[each], first) })
      else { continue }
      spec[all] = first
      spec.updateEach("versions") { $0[each] = nil }
    }
    spec.update("conversion") { conversion in
      guard let webhook = conversion["webhook"] else { return }
      conversion["webhook"] = nil
      conversion["webhookClientConfig"] = webhook["clientConfig"]
      conversion["conversionReviewVersions"] = webhook["conversionReviewVersions"]
    }
  }
}
