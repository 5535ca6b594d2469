/// A node selector (`nodeSelectorTerms`, which are or-ed), read once.
package struct NodeMatcher: Sendable, Hashable {
  private struct Term: Sendable, Hashable {
    let labels: [LabelRequirement]
    let fields: [LabelRequirement]

    /// Nil for a term that matches no node.
    init?(_ term: NodeSelectorTerm) {
      labels = term.matchExpressions.compactMap(\.requirement)
      fields = term.matchFields.compactMap(\.requirement)
      // "A null or empty node selector term matches no objects" (NodeSelectorTerm in core/v1).
      guard !labels.isEmpty || !fields.isEmpty, labels.count == term.matchExpressions.count,
        fields.count == term.matchFields.count, fields.allSatisfy({ $0.key == "metadata.name" })
      else { return nil }
    }

    func matches(name: String, labels nodeLabels: [String: String]) -> Bool {
      labels.allSatisfy { $0.holds(for: nodeLabels) }
        && fields.allSatisfy { $0.holds(for: ["metadata.name": name]) }
    }
  }

  private let terms: [Term]

  package init(terms: [NodeSelectorTerm]) { self.terms = terms.compactMap(Term.init) }

  /// Whether one of the terms matches a node.
  package func matches(name: String, labels: [String: String]) -> Bool {
    terms.contains { $0.matches(name: name, labels: labels) }
  }
}
