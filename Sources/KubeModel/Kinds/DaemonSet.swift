/// `DaemonSet` of `apps/v1`.
package struct DaemonSet: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<DaemonSetSpec>("spec")
    package let status = ViewField<DaemonSetStatus>("status")
  }

  package static let resource = GroupVersionResource(group: "apps", version: "v1", resource: "daemonsets")
  package static let kind = "DaemonSet"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `DaemonSetSpec` of `apps/v1`.
package struct DaemonSetSpec: JSONView {
  package struct Fields: Sendable {
    package let selector = Field<LabelSelector>("selector")
    package let template = ViewField<PodTemplateSpec>("template")
    package let updateStrategy = Field<DaemonSetUpdateStrategy>("updateStrategy")
    package let minReadySeconds = Field<Int>("minReadySeconds")
    package let revisionHistoryLimit = Field<Int>("revisionHistoryLimit")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `DaemonSetStatus` of `apps/v1`.
package struct DaemonSetStatus: JSONView {
  package struct Fields: Sendable {
    package let currentNumberScheduled = Field<Int>("currentNumberScheduled")
    package let numberMisscheduled = Field<Int>("numberMisscheduled")
    package let desiredNumberScheduled = Field<Int>("desiredNumberScheduled")
    package let numberReady = Field<Int>("numberReady")
    package let observedGeneration = Field<Int>("observedGeneration")
    package let updatedNumberScheduled = Field<Int>("updatedNumberScheduled")
    package let numberAvailable = Field<Int>("numberAvailable")
    package let numberUnavailable = Field<Int>("numberUnavailable")
    package let collisionCount = Field<Int>("collisionCount")
    package let conditions = ListField<DaemonSetCondition>("conditions")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `DaemonSetCondition` of `apps/v1`.
package struct DaemonSetCondition: JSONView {
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

/// `DaemonSetUpdateStrategy` of `apps/v1`.
package struct DaemonSetUpdateStrategy: JSONView {
  package struct Fields: Sendable {
    package let type = Field<String>("type")
    package let rollingUpdate = Field<RollingUpdateDaemonSet>("rollingUpdate")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `RollingUpdateDaemonSet` of `apps/v1`.
package struct RollingUpdateDaemonSet: JSONView {
  package struct Fields: Sendable {
    package let maxUnavailable = Field<IntOrString>("maxUnavailable")
    package let maxSurge = Field<IntOrString>("maxSurge")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
