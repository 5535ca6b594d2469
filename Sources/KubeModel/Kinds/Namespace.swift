/// `Namespace` of `v1`.
package struct Namespace: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<NamespaceSpec>("spec")
    package let status = ViewField<NamespaceStatus>("status")
  }

  package static let resource = GroupVersionResource(resource: "namespaces")
  package static let kind = "Namespace"
  package static let isNamespaced = false
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `NamespaceSpec` of `v1`.
package struct NamespaceSpec: JSONView {
  package struct Fields: Sendable {
    package let finalizers = ListField<String>("finalizers")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `NamespaceStatus` of `v1`.
package struct NamespaceStatus: JSONView {
  package struct Fields: Sendable {
    package let phase = Field<String>("phase")
    package let conditions = ListField<NamespaceCondition>("conditions")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `NamespaceCondition` of `v1`.
package struct NamespaceCondition: JSONView {
  package struct Fields: Sendable {
    package let type = Field<String>("type")
    package let status = Field<String>("status")
    package let lastTransitionTime = Field<Timestamp>("lastTransitionTime")
    package let reason = Field<String>("reason")
    package let message = Field<String>("message")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
