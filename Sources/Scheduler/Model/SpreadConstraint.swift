package import KubeModel

/// One of a pod's topology spread constraints, with its defaults filled in.
package struct SpreadConstraint: Sendable, Hashable {
  package let maxSkew: Int
  package let topologyKey: String
  /// `DoNotSchedule`; otherwise the constraint only weighs (`ScheduleAnyway`).
  package let isRequired: Bool
  package let selector: LabelMatcher
  package let minDomains: Int
  /// Whether nodes that the pod's node selector leaves out are left out of the count (`Honor`, the default).
  package let honorsNodeAffinity: Bool
  /// Whether nodes with taints that the pod does not tolerate are left out of the count (not by default).
  package let honorsTaints: Bool

  package init(_ constraint: TopologySpreadConstraint, labels: [String: String]) {
    maxSkew = constraint.maxSkew ?? 1
    topologyKey = constraint.topologyKey ?? ""
    isRequired = constraint.whenUnsatisfiable != "ScheduleAnyway"
    minDomains = constraint.minDomains ?? 1
    honorsNodeAffinity = constraint.nodeAffinityPolicy != "Ignore"
    honorsTaints = constraint.nodeTaintsPolicy == "Honor"
    var selector = LabelMatcher(constraint.labelSelector)
    for key in constraint.matchLabelKeys {
      if let value = labels[key] { selector.narrow(key: key, value: value, matching: true) }
    }
    self.selector = selector
  }
}
