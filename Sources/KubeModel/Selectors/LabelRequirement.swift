/// One condition of a label selector in its text form (Kubernetes: "Labels and Selectors").
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

  /// Whether an object with these labels fulfils it.
  package func holds(for labels: JSONValue?) -> Bool {
    switch self {
    case .exists(let key): return labels?[key] != nil
    case .missing(let key): return labels?[key] == nil
    case .isIn(let key, let values): return labels?[key]?.stringValue.map(values.contains) ?? false
    case .isNotIn(let key, let values): return !(labels?[key]?.stringValue.map(values.contains) ?? false)
    case .isAbove(let key, let limit): return Self.number(labels, key).map { $0 > limit } ?? false
    case .isBelow(let key, let limit): return Self.number(labels, key).map { $0 < limit } ?? false
    }
  }

  private static func number(_ labels: JSONValue?, _ key: String) -> Int64? {
    labels?[key]?.stringValue.flatMap { Int64($0) }
  }
}
