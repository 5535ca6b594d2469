import KubeModel

/// What a Job's `podFailurePolicy` says about a failed pod (Kubernetes task "Handling retriable and non-retriable pod
/// failures with Pod failure policy").
struct PodFailurePolicy: Sendable {
  /// What the first rule that matches asks for.
  enum Verdict: Sendable, Hashable {
    /// The failure counts towards the limit, as it does without a policy.
    case count
    case ignore
    /// The failure counts, and its index is not tried again.
    case failIndex
    /// The whole Job fails, for the reason in the message.
    case failJob(String)
  }

  private let rules: [JSONValue]

  /// No policy counts every failure.
  init(_ json: JSONValue?) { rules = json?["rules"]?.arrayValue ?? [] }

  func verdict(on pod: Pod) -> Verdict {
    for (index, rule) in rules.enumerated() {
      let action = rule["action"]?.stringValue ?? ""
      guard let cause = exitCause(pod, rule["onExitCodes"]) ?? conditionCause(pod, rule["onPodConditions"]) else {
        continue
      }
      switch action {
      case "FailJob": return .failJob("\(cause) matching \(action) rule at index \(index)")
      case "Ignore": return .ignore
      case "FailIndex": return .failIndex
      case "Count": return .count
      default: continue
      }
    }
    return .count
  }

  private func exitCause(_ pod: Pod, _ requirement: JSONValue?) -> String? {
    guard let requirement else { return nil }
    let values = Set((requirement["values"]?.arrayValue ?? []).compactMap(\.integerValue))
    for status in pod.status.containerStatuses + pod.status.initContainerStatuses {
      if let name = requirement["containerName"]?.stringValue, name != status.name { continue }
      guard let code = status.state?.terminated?.exitCode, code != 0 else { continue }
      let isListed = values.contains(Int64(code))
      let isMatch = requirement["operator"] == "NotIn" ? !isListed : isListed
      if isMatch {
        return "Container \(status.name ?? "") for pod \(pod.namespacedName) failed with exit code \(code)"
      }
    }
    return nil
  }

  private func conditionCause(_ pod: Pod, _ patterns: JSONValue?) -> String? {
    for pattern in patterns?.arrayValue ?? [] {
      let type = pattern["type"]?.stringValue
      let isMatch = pod.status.conditions.contains {
        $0.type == type && $0.status == pattern["status"]?.stringValue ?? "True"
      }
      if isMatch { return "Pod \(pod.namespacedName) has condition \(type ?? "")" }
    }
    return nil
  }
}
