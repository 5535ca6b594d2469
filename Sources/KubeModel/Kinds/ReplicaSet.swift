/// `ReplicaSet` of `apps/v1`.
package struct ReplicaSet: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<ReplicaSetSpec>("spec")
    package let status = ViewField<ReplicaSetStatus>("status")
  }

  package static let resource = GroupVersionResource(group: "apps", version: "v1", resource: "replicasets")
  package static let kind = "ReplicaSet"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ReplicaSetSpec` of `apps/v1`.
package struct ReplicaSetSpec: JSONView {
  package struct Fields: Sendable {
    package let replicas = Field<Int>("replicas")
    package let selector = Field<LabelSelector>("selector")
    package let template = ViewField<PodTemplateSpec>("template")
    package let minReadySeconds = Field<Int>("minReadySeconds")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ReplicaSetStatus` of `apps/v1`.
package struct ReplicaSetStatus: JSONView {
  package struct Fields: Sendable {
    package let replicas = Field<Int>("replicas")
    package let fullyLabeledReplicas = Field<Int>("fullyLabeledReplicas")
    package let observedGeneration = Field<Int>("observedGeneration")
    package let readyReplicas = Field<Int>("readyReplicas")
    package let availableReplicas = Field<Int>("availableReplicas")
    package let conditions = ListField<ReplicaSetCondition>("conditions")
    package let terminatingReplicas = Field<Int>("terminatingReplicas")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ReplicaSetCondition` of `apps/v1`.
package struct ReplicaSetCondition: JSONView {
  package struct Fields: Sendable {
    package let type = Field<String>("type")
    package let status = Field<String>("status")
    package let lastTransitionTime = Field<Timestamp>("lastTransitionTime")
    package let reason = Field<String>("reason")
    package let message = Field<String>("message")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
