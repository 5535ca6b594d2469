extension LabelSelector {
  /// Whether an object with `labels` is selected; an empty selector selects everything (labels and selectors,
  /// Kubernetes concepts).
  package func selects(_ labels: [String: String]) -> Bool {
    for (key, value) in self.matchLabels where labels[key] != value { return false }
    return self.matchExpressions.allSatisfy { $0.holds(for: labels) }
  }

  /// Whether the selector names nothing at all.
  package var isEmpty: Bool { self.matchLabels.isEmpty && self.matchExpressions.isEmpty }
}

extension LabelSelectorRequirement {
  fileprivate func holds(for labels: [String: String]) -> Bool {
    let value = labels[self.key ?? ""]
    switch self.operator {
    case "In": return value.map(self.values.contains) ?? false
    case "NotIn": return value.map { !self.values.contains($0) } ?? true
    case "Exists": return value != nil
    case "DoesNotExist": return value == nil
    default: return false
    }
  }
}
