/// `ReplicationController` of `v1`.
package struct ReplicationController: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<ReplicationControllerSpec>("spec")
    /// With the same members as a ReplicaSet's, but for `terminatingReplicas`.
    package let status = ViewField<ReplicaSetStatus>("status")
  }

  package static let resource = GroupVersionResource(group: "", version: "v1", resource: "replicationcontrollers")
  package static let kind = "ReplicationController"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ReplicationControllerSpec` of `v1`.
package struct ReplicationControllerSpec: JSONView {
  package struct Fields: Sendable {
    package let replicas = Field<Int>("replicas")
    package let selector = MapField<String>("selector")
    package let template = ViewField<PodTemplateSpec>("template")
    package let minReadySeconds = Field<Int>("minReadySeconds")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
