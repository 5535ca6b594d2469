/// `Affinity` of `v1`.
package struct Affinity: JSONView {
  package struct Fields: Sendable {
    package let nodeAffinity = Field<NodeAffinity>("nodeAffinity")
    package let podAffinity = Field<PodAffinity>("podAffinity")
    package let podAntiAffinity = Field<PodAntiAffinity>("podAntiAffinity")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `NodeAffinity` of `v1`.
package struct NodeAffinity: JSONView {
  package struct Fields: Sendable {
    package let requiredDuringSchedulingIgnoredDuringExecution = Field<NodeSelector>(
      "requiredDuringSchedulingIgnoredDuringExecution")
    package let preferredDuringSchedulingIgnoredDuringExecution = ListField<PreferredSchedulingTerm>(
      "preferredDuringSchedulingIgnoredDuringExecution")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `NodeSelector` of `v1`.
package struct NodeSelector: JSONView {
  package struct Fields: Sendable {
    package let nodeSelectorTerms = ListField<NodeSelectorTerm>("nodeSelectorTerms")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `NodeSelectorTerm` of `v1`.
package struct NodeSelectorTerm: JSONView {
  package struct Fields: Sendable {
    package let matchExpressions = ListField<NodeSelectorRequirement>("matchExpressions")
    package let matchFields = ListField<NodeSelectorRequirement>("matchFields")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `NodeSelectorRequirement` of `v1`.
package struct NodeSelectorRequirement: JSONView {
  package struct Fields: Sendable {
    package let key = Field<String>("key")
    package let `operator` = Field<String>("operator")
    package let values = ListField<String>("values")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PreferredSchedulingTerm` of `v1`.
package struct PreferredSchedulingTerm: JSONView {
  package struct Fields: Sendable {
    package let weight = Field<Int>("weight")
    package let preference = Field<NodeSelectorTerm>("preference")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PodAffinity` of `v1`.
package struct PodAffinity: JSONView {
  package struct Fields: Sendable {
    package let requiredDuringSchedulingIgnoredDuringExecution = ListField<PodAffinityTerm>(
      "requiredDuringSchedulingIgnoredDuringExecution")
    package let preferredDuringSchedulingIgnoredDuringExecution = ListField<WeightedPodAffinityTerm>(
      "preferredDuringSchedulingIgnoredDuringExecution")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PodAntiAffinity` of `v1`.
package struct PodAntiAffinity: JSONView {
  package struct Fields: Sendable {
    package let requiredDuringSchedulingIgnoredDuringExecution = ListField<PodAffinityTerm>(
      "requiredDuringSchedulingIgnoredDuringExecution")
    package let preferredDuringSchedulingIgnoredDuringExecution = ListField<WeightedPodAffinityTerm>(
      "preferredDuringSchedulingIgnoredDuringExecution")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PodAffinityTerm` of `v1`.
package struct PodAffinityTerm: JSONView {
  package struct Fields: Sendable {
    package let labelSelector = Field<LabelSelector>("labelSelector")
    package let namespaces = ListField<String>("namespaces")
    package let topologyKey = Field<String>("topologyKey")
    package let namespaceSelector = Field<LabelSelector>("namespaceSelector")
    package let matchLabelKeys = ListField<String>("matchLabelKeys")
    package let mismatchLabelKeys = ListField<String>("mismatchLabelKeys")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `WeightedPodAffinityTerm` of `v1`.
package struct WeightedPodAffinityTerm: JSONView {
  package struct Fields: Sendable {
    package let weight = Field<Int>("weight")
    package let podAffinityTerm = Field<PodAffinityTerm>("podAffinityTerm")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `Toleration` of `v1`.
package struct Toleration: JSONView {
  package struct Fields: Sendable {
    package let key = Field<String>("key")
    package let `operator` = Field<String>("operator")
    package let value = Field<String>("value")
    package let effect = Field<String>("effect")
    package let tolerationSeconds = Field<Int>("tolerationSeconds")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `Taint` of `v1`.
package struct Taint: JSONView {
  package struct Fields: Sendable {
    package let key = Field<String>("key")
    package let value = Field<String>("value")
    package let effect = Field<String>("effect")
    package let timeAdded = Field<Timestamp>("timeAdded")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `TopologySpreadConstraint` of `v1`.
package struct TopologySpreadConstraint: JSONView {
  package struct Fields: Sendable {
    package let maxSkew = Field<Int>("maxSkew")
    package let topologyKey = Field<String>("topologyKey")
    package let whenUnsatisfiable = Field<String>("whenUnsatisfiable")
    package let labelSelector = Field<LabelSelector>("labelSelector")
    package let minDomains = Field<Int>("minDomains")
    package let nodeAffinityPolicy = Field<String>("nodeAffinityPolicy")
    package let nodeTaintsPolicy = Field<String>("nodeTaintsPolicy")
    package let matchLabelKeys = ListField<String>("matchLabelKeys")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
