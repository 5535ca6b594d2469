package import KubeModel

/// A label selector, read once and asked often.
package struct LabelMatcher: Sendable, Hashable {
  /// Nil when nothing matches: a missing selector (Kubernetes' `metav1.LabelSelector`), or a requirement that nothing
  /// fulfils.
  private var requirements: [LabelRequirement]?

  /// A missing selector matches nothing, an empty one everything.
  package init(_ selector: LabelSelector?) {
    guard let selector else { return }
    let labels = selector.matchLabels.sorted { $0.key < $1.key }.map { LabelRequirement.isIn($0.key, [$0.value]) }
    let expressions = selector.matchExpressions.compactMap(\.requirement)
    if expressions.count == selector.matchExpressions.count { requirements = labels + expressions }
  }

  /// Narrows the selector: `key` must have `value`, or must not (`matchLabelKeys`, `mismatchLabelKeys`).
  package mutating func narrow(key: String, value: String, matching: Bool) {
    requirements?.append(matching ? .isIn(key, [value]) : .isNotIn(key, [value]))
  }

  /// Whether these labels are selected.
  package func matches(_ labels: [String: String]) -> Bool {
    requirements?.allSatisfy { $0.holds(for: labels) } ?? false
  }
}
