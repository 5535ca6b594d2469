/// `Lease` of `coordination.k8s.io/v1`.
package struct Lease: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<LeaseSpec>("spec")
  }

  package static let resource = GroupVersionResource(group: "coordination.k8s.io", version: "v1", resource: "leases")
  package static let kind = "Lease"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `LeaseSpec` of `coordination.k8s.io/v1`.
package struct LeaseSpec: JSONView {
  package struct Fields: Sendable {
    package let holderIdentity = Field<String>("holderIdentity")
    package let leaseDurationSeconds = Field<Int>("leaseDurationSeconds")
    package let acquireTime = Field<MicroTimestamp>("acquireTime")
    package let renewTime = Field<MicroTimestamp>("renewTime")
    package let leaseTransitions = Field<Int>("leaseTransitions")
    package let strategy = Field<String>("strategy")
    package let preferredHolder = Field<String>("preferredHolder")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
