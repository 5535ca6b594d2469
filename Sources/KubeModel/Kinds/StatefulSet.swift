/// `StatefulSet` of `apps/v1`.
package struct StatefulSet: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<StatefulSetSpec>("spec")
    package let status = ViewField<StatefulSetStatus>("status")
  }

  package static let resource = GroupVersionResource(group: "apps", version: "v1", resource: "statefulsets")
  package static let kind = "StatefulSet"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `StatefulSetSpec` of `apps/v1`.
package struct StatefulSetSpec: JSONView {
  package struct Fields: Sendable {
    package let replicas = Field<Int>("replicas")
    package let selector = Field<LabelSelector>("selector")
    package let template = ViewField<PodTemplateSpec>("template")
    package let volumeClaimTemplates = ListField<PersistentVolumeClaim>("volumeClaimTemplates")
    package let serviceName = Field<String>("serviceName")
    package let podManagementPolicy = Field<String>("podManagementPolicy")
    package let updateStrategy = Field<StatefulSetUpdateStrategy>("updateStrategy")
    package let revisionHistoryLimit = Field<Int>("revisionHistoryLimit")
    package let minReadySeconds = Field<Int>("minReadySeconds")
    package let persistentVolumeClaimRetentionPolicy = Field<StatefulSetPersistentVolumeClaimRetentionPolicy>(
      "persistentVolumeClaimRetentionPolicy")
    package let ordinals = Field<StatefulSetOrdinals>("ordinals")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `StatefulSetStatus` of `apps/v1`.
package struct StatefulSetStatus: JSONView {
  package struct Fields: Sendable {
    package let observedGeneration = Field<Int>("observedGeneration")
    package let replicas = Field<Int>("replicas")
    package let readyReplicas = Field<Int>("readyReplicas")
    package let currentReplicas = Field<Int>("currentReplicas")
    package let updatedReplicas = Field<Int>("updatedReplicas")
    package let currentRevision = Field<String>("currentRevision")
    package let updateRevision = Field<String>("updateRevision")
    package let collisionCount = Field<Int>("collisionCount")
    package let conditions = ListField<StatefulSetCondition>("conditions")
    package let availableReplicas = Field<Int>("availableReplicas")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `StatefulSetCondition` of `apps/v1`.
package struct StatefulSetCondition: JSONView {
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

/// `StatefulSetUpdateStrategy` of `apps/v1`.
package struct StatefulSetUpdateStrategy: JSONView {
  package struct Fields: Sendable {
    package let type = Field<String>("type")
    package let rollingUpdate = Field<RollingUpdateStatefulSetStrategy>("rollingUpdate")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `RollingUpdateStatefulSetStrategy` of `apps/v1`.
package struct RollingUpdateStatefulSetStrategy: JSONView {
  package struct Fields: Sendable {
    package let partition = Field<Int>("partition")
    package let maxUnavailable = Field<IntOrString>("maxUnavailable")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `StatefulSetOrdinals` of `apps/v1`.
package struct StatefulSetOrdinals: JSONView {
  package struct Fields: Sendable {
    package let start = Field<Int>("start")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `StatefulSetPersistentVolumeClaimRetentionPolicy` of `apps/v1`.
package struct StatefulSetPersistentVolumeClaimRetentionPolicy: JSONView {
  package struct Fields: Sendable {
    package let whenDeleted = Field<String>("whenDeleted")
    package let whenScaled = Field<String>("whenScaled")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
