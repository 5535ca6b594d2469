/// `PodDisruptionBudget` of `policy/v1`.
package struct PodDisruptionBudget: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<PodDisruptionBudgetSpec>("spec")
    package let status = ViewField<PodDisruptionBudgetStatus>("status")
  }

  package static let resource = GroupVersionResource(group: "policy", version: "v1", resource: "poddisruptionbudgets")
  package static let kind = "PodDisruptionBudget"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PodDisruptionBudgetSpec` of `policy/v1`.
package struct PodDisruptionBudgetSpec: JSONView {
  package struct Fields: Sendable {
    package let minAvailable = Field<IntOrString>("minAvailable")
    package let selector = Field<LabelSelector>("selector")
    package let maxUnavailable = Field<IntOrString>("maxUnavailable")
    package let unhealthyPodEvictionPolicy = Field<String>("unhealthyPodEvictionPolicy")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PodDisruptionBudgetStatus` of `policy/v1`.
package struct PodDisruptionBudgetStatus: JSONView {
  package struct Fields: Sendable {
    package let observedGeneration = Field<Int>("observedGeneration")
    package let disruptedPods = MapField<Timestamp>("disruptedPods")
    package let disruptionsAllowed = Field<Int>("disruptionsAllowed")
    package let currentHealthy = Field<Int>("currentHealthy")
    package let desiredHealthy = Field<Int>("desiredHealthy")
    package let expectedPods = Field<Int>("expectedPods")
    package let conditions = ListField<Condition>("conditions")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `Eviction` of `policy/v1`.
package struct Eviction: JSONView {
  package struct Fields: Sendable {
    package let metadata = ViewField<ObjectMeta>("metadata")
    package let deleteOptions = Field<JSONValue>("deleteOptions")
    package let apiVersion = Field<String>("apiVersion")
    package let kind = Field<String>("kind")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
