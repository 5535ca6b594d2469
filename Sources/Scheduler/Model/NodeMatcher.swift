package import KubeModel

/// A node selector (`nodeSelectorTerms`, which are or-ed), read once.
package struct NodeMatcher: Sendable, Hashable {
  private enum Operator: String {
    case isIn = "In"
    case isNotIn = "NotIn"
    case exists = "Exists"
    case doesNotExist = "DoesNotExist"
    case isGreater = "Gt"
    case isLess = "Lt"
  }

  private struct Requirement: Sendable, Hashable {
    let key: String
    let comparison: Operator?
    let values: [String]

    init(_ requirement: NodeSelectorRequirement) {
      key = requirement.key ?? ""
      comparison = requirement.operator.flatMap(Operator.init(rawValue:))
      values = requirement.values
    }

    func accepts(_ value: String?) -> Bool {
      switch comparison {
      case .isIn: value.map(values.contains) ?? false
      case .isNotIn: !(value.map(values.contains) ?? false)
      case .exists: value != nil
      case .doesNotExist: value == nil
      case .isGreater: compares(value) { $0 > $1 }
      case .isLess: compares(value) { $0 < $1 }
      case nil: false
      }
    }

    private func compares(_ value: String?, _ holds: (Int64, Int64) -> Bool) -> Bool {
      guard let value = value.flatMap({ Int64($0) }), values.count == 1, let limit = Int64(values[0]) else {
        return false
      }
      return holds(value, limit)
    }
  }

  private struct Term: Sendable, Hashable {
    let labels: [Requirement]
    let fields: [Requirement]

    func matches(name: String, labels nodeLabels: [String: String]) -> Bool {
      // "A null or empty node selector term matches no objects" (NodeSelectorTerm in core/v1).
      guard !labels.isEmpty || !fields.isEmpty else { return false }
      return labels.allSatisfy { $0.accepts(nodeLabels[$0.key]) }
        && fields.allSatisfy { $0.key == "metadata.name" && $0.accepts(name) }
    }
  }

  private let terms: [Term]

  package init(terms: [NodeSelectorTerm]) {
    self.terms = terms.map { term in
      Term(labels: term.matchExpressions.map(Requirement.init), fields: term.matchFields.map(Requirement.init))
    }
  }

  /// Whether one of the terms matches a node.
  package func matches(name: String, labels: [String: String]) -> Bool {
    terms.contains { $0.matches(name: name, labels: labels) }
  }
}
