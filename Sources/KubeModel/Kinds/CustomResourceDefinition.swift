/// `CustomResourceDefinition` of `apiextensions.k8s.io/v1`.
package struct CustomResourceDefinition: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<CustomResourceDefinitionSpec>("spec")
    package let status = ViewField<CustomResourceDefinitionStatus>("status")
  }

  /// Keeps a definition until its objects are gone.
  package static let cleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io"

  package static let resource = GroupVersionResource(
    group: "apiextensions.k8s.io", version: "v1", resource: "customresourcedefinitions")
  package static let kind = "CustomResourceDefinition"
  package static let isNamespaced = false
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }

  /// The resource that it defines, whatever the version.
  package var groupResource: GroupResource {
    GroupResource(group: self.spec.group ?? "", resource: self.spec.names.plural ?? "")
  }

  /// Whether its objects are served; once they are, they stay so.
  package var isEstablished: Bool { self.status.condition("Established")?.status == "True" }

  package var isNamespaceScoped: Bool { self.spec.scope == "Namespaced" }
}

/// `CustomResourceDefinitionSpec` of `apiextensions.k8s.io/v1`.
package struct CustomResourceDefinitionSpec: JSONView {
  package struct Fields: Sendable {
    package let group = Field<String>("group")
    package let names = ViewField<CustomResourceNames>("names")
    package let scope = Field<String>("scope")
    package let versions = ListField<CustomResourceVersion>("versions")
    package let conversion = Field<JSONValue>("conversion")
    package let preserveUnknownFields = Field<Bool>("preserveUnknownFields")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }

  /// The version in which objects are stored.
  package var storageVersion: String? { self.versions.first { $0.storage == true }?.name }
}

/// `CustomResourceDefinitionNames` of `apiextensions.k8s.io/v1`.
package struct CustomResourceNames: JSONView {
  package struct Fields: Sendable {
    package let plural = Field<String>("plural")
    package let singular = Field<String>("singular")
    package let shortNames = ListField<String>("shortNames")
    package let kind = Field<String>("kind")
    package let listKind = Field<String>("listKind")
    package let categories = ListField<String>("categories")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `CustomResourceDefinitionVersion` of `apiextensions.k8s.io/v1`.
package struct CustomResourceVersion: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let served = Field<Bool>("served")
    package let storage = Field<Bool>("storage")
    package let deprecated = Field<Bool>("deprecated")
    package let deprecationWarning = Field<String>("deprecationWarning")
    package let schema = Field<JSONValue>("schema")
    package let subresources = Field<JSONValue>("subresources")
    package let additionalPrinterColumns = ListField<CustomResourceColumn>("additionalPrinterColumns")
    package let selectableFields = ListField<JSONValue>("selectableFields")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }

  /// The schema of the objects.
  package var openAPISchema: JSONValue? { self.schema?["openAPIV3Schema"] }

  package var hasStatus: Bool { self.subresources?["status"] != nil }

  /// Where the scale of an object stands; nil when there is none.
  package var scale: JSONValue? { self.subresources?["scale"] }
}

/// `CustomResourceColumnDefinition` of `apiextensions.k8s.io/v1`.
package struct CustomResourceColumn: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let type = Field<String>("type")
    package let format = Field<String>("format")
    package let description = Field<String>("description")
    package let priority = Field<Int>("priority")
    package let jsonPath = Field<String>("jsonPath")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `CustomResourceDefinitionStatus` of `apiextensions.k8s.io/v1`.
package struct CustomResourceDefinitionStatus: JSONView {
  package struct Fields: Sendable {
    package let conditions = ListField<Condition>("conditions")
    package let acceptedNames = ViewField<CustomResourceNames>("acceptedNames")
    package let storedVersions = ListField<String>("storedVersions")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }

  package func condition(_ type: String) -> Condition? { self.conditions.first { $0.type == type } }

  /// Sets a condition; its time stays while its status does.
  package mutating func setCondition(
    _ type: String, _ status: String, reason: String, message: String, at now: Timestamp
  ) {
    var conditions = self.conditions
    let condition = Condition.with {
      $0.type = type
      $0.status = status
      let before = conditions.first { $0.type == type }
      $0.lastTransitionTime = before?.status == status ? before?.lastTransitionTime : now
      $0.reason = reason
      $0.message = message
    }
    if let index = conditions.firstIndex(where: { $0.type == type }) {
      conditions[index] = condition
    } else {
      conditions.append(condition)
    }
    self.conditions = conditions
  }
}
