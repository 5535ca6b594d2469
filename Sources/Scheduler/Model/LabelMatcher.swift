package import KubeModel

/// A label selector, read once and asked often.
package struct LabelMatcher: Sendable, Hashable {
  private enum Requirement: Sendable, Hashable {
    case isIn(key: String, values: [String])
    case isNotIn(key: String, values: [String])
    case exists(key: String)
    case isMissing(key: String)
    /// An operator that does not exist: nothing matches.
    case never
  }

  private var requirements: [Requirement]
  /// Whether there is a selector at all; a missing one matches nothing (Kubernetes' `metav1.LabelSelector`).
  private let isPresent: Bool

  /// A missing selector matches nothing, an empty one everything.
  package init(_ selector: LabelSelector?) {
    isPresent = selector != nil
    requirements = []
    guard let selector else { return }
    for (key, value) in selector.matchLabels.sorted(by: { $0.key < $1.key }) {
      requirements.append(.isIn(key: key, values: [value]))
    }
    for expression in selector.matchExpressions {
      let key = expression.key ?? ""
      switch expression.operator {
      case "In": requirements.append(.isIn(key: key, values: expression.values))
      case "NotIn": requirements.append(.isNotIn(key: key, values: expression.values))
      case "Exists": requirements.append(.exists(key: key))
      case "DoesNotExist": requirements.append(.isMissing(key: key))
      default: requirements.append(.never)
      }
    }
  }

  /// Narrows the selector: `key` must have `value`, or must not (`matchLabelKeys`, `mismatchLabelKeys`).
  package mutating func narrow(key: String, value: String, matching: Bool) {
    requirements.append(matching ? .isIn(key: key, values: [value]) : .isNotIn(key: key, values: [value]))
  }

  /// Whether these labels are selected.
  package func matches(_ labels: [String: String]) -> Bool {
    guard isPresent else { return false }
    for requirement in requirements {
      switch requirement {
      case .isIn(let key, let values):
        guard let value = labels[key], values.contains(value) else { return false }
      case .isNotIn(let key, let values):
        if let value = labels[key], values.contains(value) { return false }
      case .exists(let key):
        guard labels[key] != nil else { return false }
      case .isMissing(let key):
        guard labels[key] == nil else { return false }
      case .never:
        return false
      }
    }
    return true
  }
}
