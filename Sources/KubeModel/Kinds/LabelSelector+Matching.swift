extension LabelSelector {
  /// Whether an object with `labels` is selected; an empty selector selects everything (labels and selectors,
  /// Kubernetes concepts).
  package func selects(_ labels: [String: String]) -> Bool {
    for (key, value) in self.matchLabels where labels[key] != value { return false }
    return self.matchExpressions.allSatisfy { $0.requirement?.holds(for: labels) ?? false }
  }

  /// Whether the selector names nothing at all.
  package var isEmpty: Bool { self.matchLabels.isEmpty && self.matchExpressions.isEmpty }
}
