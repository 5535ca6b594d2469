/// One condition of a selector of labels or of nodes, read from its text form or from the fields of an object
/// (Kubernetes: "Labels and Selectors", "Assigning Pods to Nodes").
package enum LabelRequirement: Sendable, Hashable {
  case exists(String)
  case missing(String)
  case isIn(String, Set<String>)
  /// Holds also for objects without the label.
  case isNotIn(String, Set<String>)
  case isAbove(String, Int64)
  case isBelow(String, Int64)

  /// Reads a selector such as `app=web,tier in (a, b),!canary`; an empty one has no requirements.
  ///
  /// Throws BadRequest, in kube-apiserver's words.
  package static func parse(_ text: String) throws(StatusError) -> [LabelRequirement] {
    do {
      var parser = LabelSelectorParser(text)
      return try parser.requirements()
    } catch {
      throw .badRequest(error.message)
    }
  }

  /// Reads the fields of a requirement in an object; nil for an operator that does not exist, and for a limit that is
  /// no number: such a requirement nothing fulfils.
  package init?(key: String?, operator name: String?, values: [String]) {
    let key = key ?? ""
    switch name {
    case "In": self = .isIn(key, Set(values))
    case "NotIn": self = .isNotIn(key, Set(values))
    case "Exists": self = .exists(key)
    case "DoesNotExist": self = .missing(key)
    case "Gt", "Lt":
      guard values.count == 1, let limit = Int64(values[0]) else { return nil }
      self = name == "Gt" ? .isAbove(key, limit) : .isBelow(key, limit)
    default: return nil
    }
  }

  /// Whether an object with these labels fulfils it.
  package func holds(for labels: JSONValue?) -> Bool { holds(labels?[key]?.stringValue) }

  /// Whether an object with these labels fulfils it.
  package func holds(for labels: [String: String]) -> Bool { holds(labels[key]) }

  /// The label that it is about.
  package var key: String {
    switch self {
    case .exists(let key), .missing(let key), .isIn(let key, _), .isNotIn(let key, _), .isAbove(let key, _),
      .isBelow(let key, _):
      key
    }
  }

  /// Whether the value of the label, nil without one, fulfils it.
  private func holds(_ value: String?) -> Bool {
    switch self {
    case .exists: value != nil
    case .missing: value == nil
    case .isIn(_, let values): value.map(values.contains) ?? false
    case .isNotIn(_, let values): !(value.map(values.contains) ?? false)
    case .isAbove(_, let limit): value.flatMap { Int64($0) }.map { $0 > limit } ?? false
    case .isBelow(_, let limit): value.flatMap { Int64($0) }.map { $0 < limit } ?? false
    }
  }
}

extension LabelSelectorRequirement {
  /// The condition; nil when nothing fulfils it.
  package var requirement: LabelRequirement? {
    LabelRequirement(key: self.key, operator: self.operator, values: self.values)
  }
}

extension NodeSelectorRequirement {
  /// The condition; nil when nothing fulfils it.
  package var requirement: LabelRequirement? {
    LabelRequirement(key: self.key, operator: self.operator, values: self.values)
  }
}
