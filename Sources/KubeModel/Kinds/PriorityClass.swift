/// `PriorityClass` of `scheduling.k8s.io/v1`.
package struct PriorityClass: KubeObject {
  package struct Fields: Sendable {
    package let value = Field<Int>("value")
    package let globalDefault = Field<Bool>("globalDefault")
    package let description = Field<String>("description")
    package let preemptionPolicy = Field<String>("preemptionPolicy")
  }

  package static let resource = GroupVersionResource(
    group: "scheduling.k8s.io", version: "v1", resource: "priorityclasses")
  package static let kind = "PriorityClass"
  package static let isNamespaced = false
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
