/// `Secret` of `v1`.
package struct Secret: KubeObject {
  package struct Fields: Sendable {
    package let data = MapField<String>("data")
    package let type = Field<String>("type")
    package let stringData = MapField<String>("stringData")
    package let immutable = Field<Bool>("immutable")
  }

  package static let resource = GroupVersionResource(resource: "secrets")
  package static let kind = "Secret"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
