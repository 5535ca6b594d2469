/// `ConfigMap` of `v1`.
package struct ConfigMap: KubeObject {
  package struct Fields: Sendable {
    package let data = MapField<String>("data")
    package let binaryData = MapField<String>("binaryData")
    package let immutable = Field<Bool>("immutable")
  }

  package static let resource = GroupVersionResource(resource: "configmaps")
  package static let kind = "ConfigMap"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
