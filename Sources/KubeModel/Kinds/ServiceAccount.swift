/// `ServiceAccount` of `v1`.
package struct ServiceAccount: KubeObject {
  package struct Fields: Sendable {
    package let secrets = ListField<ObjectReference>("secrets")
    package let imagePullSecrets = ListField<LocalObjectReference>("imagePullSecrets")
    package let automountServiceAccountToken = Field<Bool>("automountServiceAccountToken")
  }

  package static let resource = GroupVersionResource(resource: "serviceaccounts")
  package static let kind = "ServiceAccount"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
