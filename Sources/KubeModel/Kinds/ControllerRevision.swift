/// `ControllerRevision` of `apps/v1`.
package struct ControllerRevision: KubeObject {
  package struct Fields: Sendable {
    package let data = Field<JSONValue>("data")
    package let revision = Field<Int>("revision")
  }

  package static let resource = GroupVersionResource(group: "apps", version: "v1", resource: "controllerrevisions")
  package static let kind = "ControllerRevision"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
