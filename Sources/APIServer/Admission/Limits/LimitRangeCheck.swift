package import KubeModel

/// What a namespace's limit ranges do not allow (Kubernetes: "Limit ranges"; the sentences are LimitRanger's).
package struct LimitRangeCheck: Sendable {
  private let item: LimitRangeItem

  /// What is wrong with a pod; nil when every range allows it.
  package static func problem(with pod: Pod, under ranges: [LimitRange]) -> String? {
    for range in ranges {
      let problems = range.spec.limits.flatMap { item in
        switch item.type {
        case "Container":
          return (pod.spec.containers + pod.spec.initContainers).flatMap { container in
            Self(item: item).problems(
              requests: container.resources.requests, limits: container.resources.limits)
          }
        case "Pod":
          return Self(item: item).problems(
            requests: PodDemand.requests(of: pod.spec).amounts, limits: PodDemand.limits(of: pod.spec).amounts)
        default: return []
        }
      }
      if let text = text(problems) { return text }
    }
    return nil
  }

  /// What is wrong with a claim; nil when every range allows it.
  package static func problem(with claim: PersistentVolumeClaim, under ranges: [LimitRange]) -> String? {
    for range in ranges {
      let problems = range.spec.limits.filter { $0.type == "PersistentVolumeClaim" }.flatMap { item in
        Self(item: item).problems(requests: claim.spec.resources.requests)
      }
      if let text = text(problems) { return text }
    }
    return nil
  }

  /// One sentence, or several in brackets, each once.
  private static func text(_ problems: [String]) -> String? {
    var seen: Set<String> = []
    let each = problems.filter { seen.insert($0).inserted }
    return each.count > 1 ? "[\(each.joined(separator: ", "))]" : each.first
  }

  private func problems(requests: [String: Quantity], limits: [String: Quantity]) -> [String] {
    sorted(item.min).compactMap { minimum($0, $1, requests[$0], limits[$0]) }
      + sorted(item.max).compactMap { maximum($0, $1, requests[$0], limits[$0]) }
      + sorted(item.maxLimitRequestRatio).compactMap { ratio($0, $1, requests[$0], limits[$0]) }
  }

  /// Claims have requests only, and the maximum is one of what is asked for.
  private func problems(requests: [String: Quantity]) -> [String] {
    sorted(item.min).compactMap { minimum($0, $1, requests[$0], nil) }
      + sorted(item.max).compactMap { name, most in
        bound(isMaximum: true, name, most, [("request", requests[name])])
      }
  }

  private func sorted(_ amounts: [String: Quantity]) -> [(String, Quantity)] { amounts.sorted { $0.key < $1.key } }

  private var type: String { item.type ?? "" }

  private func isMore(_ left: Quantity, than right: Quantity) -> Bool { (left.compare(right) ?? 0) > 0 }

  private func minimum(_ name: String, _ least: Quantity, _ request: Quantity?, _ limit: Quantity?) -> String? {
    bound(isMaximum: false, name, least, [("request", request), ("limit", limit)])
  }

  private func maximum(_ name: String, _ most: Quantity, _ request: Quantity?, _ limit: Quantity?) -> String? {
    bound(isMaximum: true, name, most, [("limit", limit), ("request", request)])
  }

  /// What is wrong with amounts that a bound is about: the first must be there, and none may be beyond it.
  private func bound(
    isMaximum: Bool, _ name: String, _ bound: Quantity, _ amounts: [(what: String, amount: Quantity?)]
  ) -> String? {
    let rule = "\(isMaximum ? "maximum" : "minimum") \(name) usage per \(type) is \(bound)"
    if let first = amounts.first, first.amount == nil { return "\(rule).  No \(first.what) is specified" }
    for case (let what, let amount?) in amounts
    where isMaximum ? isMore(amount, than: bound) : isMore(bound, than: amount) {
      return "\(rule), but \(what) is \(amount)"
    }
    return nil
  }

  private func ratio(_ name: String, _ most: Quantity, _ request: Quantity?, _ limit: Quantity?) -> String? {
    let rule = "\(name) max limit to request ratio per \(type) is \(most)"
    guard let request, let asked = request.milliValue, asked != 0 else {
      return "\(rule), but no request is specified or request is 0"
    }
    guard let limit, let allowed = limit.milliValue, allowed != 0 else {
      return "\(rule), but no limit is specified or limit is 0"
    }
    let given = Double(allowed) / Double(asked)
    guard given * 1_000 > Double(most.milliValue ?? 0) else { return nil }
    // Go's %f: six digits after the point.
    let millionths = Int64((given * 1_000_000).rounded())
    let fraction = String(millionths % 1_000_000)
    let zeros = String(repeating: "0", count: 6 - fraction.count)
    return "\(rule), but provided ratio is \(millionths / 1_000_000).\(zeros)\(fraction)"
  }
}
