/// `Deployment` of `apps/v1`.
package struct Deployment: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<DeploymentSpec>("spec")
    package let status = ViewField<DeploymentStatus>("status")
  }

  package static let resource = GroupVersionResource(group: "apps", version: "v1", resource: "deployments")
  package static let kind = "Deployment"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `DeploymentSpec` of `apps/v1`.
package struct DeploymentSpec: JSONView {
  package struct Fields: Sendable {
    package let replicas = Field<Int>("replicas")
    package let selector = Field<LabelSelector>("selector")
    package let template = ViewField<PodTemplateSpec>("template")
    package let strategy = Field<DeploymentStrategy>("strategy")
    package let minReadySeconds = Field<Int>("minReadySeconds")
    package let revisionHistoryLimit = Field<Int>("revisionHistoryLimit")
    package let paused = Field<Bool>("paused")
    package let progressDeadlineSeconds = Field<Int>("progressDeadlineSeconds")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `DeploymentStatus` of `apps/v1`.
package struct DeploymentStatus: JSONView {
  package struct Fields: Sendable {
    package let observedGeneration = Field<Int>("observedGeneration")
    package let replicas = Field<Int>("replicas")
    package let updatedReplicas = Field<Int>("updatedReplicas")
    package let availableReplicas = Field<Int>("availableReplicas")
    package let unavailableReplicas = Field<Int>("unavailableReplicas")
    package let conditions = ListField<DeploymentCondition>("conditions")
    package let readyReplicas = Field<Int>("readyReplicas")
    package let collisionCount = Field<Int>("collisionCount")
    package let terminatingReplicas = Field<Int>("terminatingReplicas")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `DeploymentCondition` of `apps/v1`.
package struct DeploymentCondition: JSONView {
  package struct Fields: Sendable {
    package let type = Field<String>("type")
    package let status = Field<String>("status")
    package let reason = Field<String>("reason")
    package let message = Field<String>("message")
    package let lastUpdateTime = Field<Timestamp>("lastUpdateTime")
    package let lastTransitionTime = Field<Timestamp>("lastTransitionTime")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `DeploymentStrategy` of `apps/v1`.
package struct DeploymentStrategy: JSONView {
  package struct Fields: Sendable {
    package let type = Field<String>("type")
    package let rollingUpdate = Field<RollingUpdateDeployment>("rollingUpdate")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `RollingUpdateDeployment` of `apps/v1`.
package struct RollingUpdateDeployment: JSONView {
  package struct Fields: Sendable {
    package let maxUnavailable = Field<IntOrString>("maxUnavailable")
    package let maxSurge = Field<IntOrString>("maxSurge")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
