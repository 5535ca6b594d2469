/// `LimitRange` of `v1`.
package struct LimitRange: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<LimitRangeSpec>("spec")
  }

  package static let resource = GroupVersionResource(resource: "limitranges")
  package static let kind = "LimitRange"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `LimitRangeSpec` of `v1`.
package struct LimitRangeSpec: JSONView {
  package struct Fields: Sendable {
    package let limits = ListField<LimitRangeItem>("limits")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `LimitRangeItem` of `v1`.
package struct LimitRangeItem: JSONView {
  package struct Fields: Sendable {
    package let type = Field<String>("type")
    package let max = MapField<Quantity>("max")
    package let min = MapField<Quantity>("min")
    package let `default` = MapField<Quantity>("default")
    package let defaultRequest = MapField<Quantity>("defaultRequest")
    package let maxLimitRequestRatio = MapField<Quantity>("maxLimitRequestRatio")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
