package import KubeModel

/// One term of a pod's affinity or anti-affinity, with its defaults filled in.
package struct AffinityTerm: Sendable, Hashable {
  package let topologyKey: String
  /// Namespaces by name; those that `namespaceSelector` selects come on top.
  package let namespaces: Set<String>
  package let namespaceSelector: LabelMatcher?
  package let selector: LabelMatcher
  /// 1 to 100 for a preferred term, 0 for a required one.
  package let weight: Int

  /// - Parameters:
  ///   - namespace: The namespace of the pod that has the term; it counts when the term names none.
  ///   - labels: That pod's labels, for `matchLabelKeys` and `mismatchLabelKeys`.
  package init(_ term: PodAffinityTerm, weight: Int = 0, namespace: String, labels: [String: String]) {
    topologyKey = term.topologyKey ?? ""
    self.weight = weight
    let named = term.namespaces
    namespaceSelector = term.namespaceSelector.map(LabelMatcher.init)
    namespaces = named.isEmpty && term.namespaceSelector == nil ? [namespace] : Set(named)
    var selector = LabelMatcher(term.labelSelector)
    for key in term.matchLabelKeys {
      if let value = labels[key] { selector.narrow(key: key, value: value, matching: true) }
    }
    for key in term.mismatchLabelKeys {
      if let value = labels[key] { selector.narrow(key: key, value: value, matching: false) }
    }
    self.selector = selector
  }

  /// Whether the term is about `pod`; `namespaceLabels` are the labels of that pod's namespace.
  package func matches(_ pod: PodInfo, namespaceLabels: [String: String]) -> Bool {
    guard namespaces.contains(pod.namespace) || namespaceSelector?.matches(namespaceLabels) == true else {
      return false
    }
    return selector.matches(pod.labels)
  }
}
