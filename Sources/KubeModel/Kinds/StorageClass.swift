/// `StorageClass` of `storage.k8s.io/v1`.
package struct StorageClass: KubeObject {
  package struct Fields: Sendable {
    package let provisioner = Field<String>("provisioner")
    package let parameters = MapField<String>("parameters")
    package let reclaimPolicy = Field<String>("reclaimPolicy")
    package let mountOptions = ListField<String>("mountOptions")
    package let allowVolumeExpansion = Field<Bool>("allowVolumeExpansion")
    package let volumeBindingMode = Field<String>("volumeBindingMode")
    package let allowedTopologies = ListField<JSONValue>("allowedTopologies")
  }

  package static let resource = GroupVersionResource(group: "storage.k8s.io", version: "v1", resource: "storageclasses")
  package static let kind = "StorageClass"
  package static let isNamespaced = false
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
