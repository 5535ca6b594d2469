/// `ResourceQuota` of `v1`.
package struct ResourceQuota: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<ResourceQuotaSpec>("spec")
    package let status = ViewField<ResourceQuotaStatus>("status")
  }

  package static let resource = GroupVersionResource(resource: "resourcequotas")
  package static let kind = "ResourceQuota"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ResourceQuotaSpec` of `v1`.
package struct ResourceQuotaSpec: JSONView {
  package struct Fields: Sendable {
    package let hard = MapField<Quantity>("hard")
    package let scopes = ListField<String>("scopes")
    package let scopeSelector = Field<ScopeSelector>("scopeSelector")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ScopeSelector` of `v1`.
package struct ScopeSelector: JSONView {
  package struct Fields: Sendable {
    package let matchExpressions = ListField<ScopedResourceSelectorRequirement>("matchExpressions")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ScopedResourceSelectorRequirement` of `v1`.
package struct ScopedResourceSelectorRequirement: JSONView {
  package struct Fields: Sendable {
    package let scopeName = Field<String>("scopeName")
    package let `operator` = Field<String>("operator")
    package let values = ListField<String>("values")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ResourceQuotaStatus` of `v1`.
package struct ResourceQuotaStatus: JSONView {
  package struct Fields: Sendable {
    package let hard = MapField<Quantity>("hard")
    package let used = MapField<Quantity>("used")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
