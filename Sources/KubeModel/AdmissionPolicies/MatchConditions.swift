/// The conditions under which a webhook is called or a policy evaluated, besides its rules (`matchConditions`).
package struct MatchConditions: Sendable {
  /// What they say of a request.
  package enum Verdict: Sendable, Hashable {
    case matches
    /// One of them is false, whatever became of the others.
    case differs
    /// None is false, and at least one cannot be evaluated.
    case fails(String)
  }

  private let conditions: [AdmissionExpression]

  /// - Parameters:
  ///   - json: The list; nil is an empty one.
  ///   - hasParams: Whether they may use `params`.
  package init(_ json: JSONValue?, hasParams: Bool) {
    let environment = AdmissionEnvironment(hasParams: hasParams)
    conditions = (json?.arrayValue ?? []).map {
      AdmissionExpression(($0["expression"]?.stringValue ?? "").trimmed, in: environment, yielding: ["bool"])
    }
  }

  package var isEmpty: Bool { conditions.isEmpty }

  package func verdict(_ input: AdmissionInput, params: JSONValue? = nil) -> Verdict {
    guard !conditions.isEmpty else { return .matches }
    var evaluator = CELEvaluator(input.values(params: params))
    var failures: [String] = []
    for condition in conditions {
      do throws(CELError) {
        switch try condition.value(&evaluator) {
        case .bool(true): continue
        case .bool(false): return .differs
        default: throw CELError("expression '\(condition.text)' resulted in error: it is no condition")
        }
      } catch {
        if !failures.contains(error.description) { failures.append(error.description) }
      }
    }
    guard !failures.isEmpty else { return .matches }
    return .fails(failures.count == 1 ? failures[0] : "[\(failures.joined(separator: ", "))]")
  }
}
