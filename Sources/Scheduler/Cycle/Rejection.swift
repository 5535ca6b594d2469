/// The concerns that can keep a pod from a node; a rejected pod is tried again when one of those that rejected it may
/// have changed its mind.
package enum Concern: Sendable, Hashable, CaseIterable {
  case nodes
  case unschedulable
  case taints
  case nodeAffinity
  case ports
  case resources
  case volumes
  case podAffinity
  case spread
}

/// Why a pod cannot be on a node, in kube-scheduler's words.
package struct Rejection: Sendable, Hashable {
  package let concern: Concern
  package let reasons: [String]
  /// Whether the pod could be there if other pods were not.
  package let isResolvable: Bool

  package init(_ concern: Concern, _ reasons: [String], isResolvable: Bool) {
    self.concern = concern
    self.reasons = reasons
    self.isResolvable = isResolvable
  }
}

/// Why a pod cannot be on any node.
package struct FitError: Sendable, Hashable {
  package let nodeCount: Int
  /// Why no node needed to be looked at; nil when each was.
  package let prefilter: Rejection?
  /// Why each node was refused.
  package let rejections: [String: Rejection]
  /// What preemption says; nil when it was not tried or found a way.
  package var preemption: String?

  package init(nodeCount: Int, prefilter: Rejection? = nil, rejections: [String: Rejection] = [:]) {
    self.nodeCount = nodeCount
    self.prefilter = prefilter
    self.rejections = rejections
  }

  /// The concerns that rejected the pod.
  package var concerns: Set<Concern> {
    if nodeCount == 0 { return [.nodes] }
    return Set((prefilter.map { [$0] } ?? []).map(\.concern) + rejections.values.map(\.concern))
  }

  /// The message of the `FailedScheduling` event and of the condition.
  package var message: String {
    guard nodeCount > 0 else { return "no nodes available to schedule pods" }
    var text: String
    if let prefilter {
      text = "0/\(nodeCount) nodes are available: \(prefilter.reasons.joined(separator: ", "))."
    } else {
      text = Self.summary(nodeCount: nodeCount, reasons: rejections.values.flatMap(\.reasons))
    }
    if let preemption { text += " preemption: \(preemption)" }
    return text
  }

  /// The reasons of all nodes in one line, as kube-scheduler words it.
  ///
  /// `0/3 nodes are available: 1 Insufficient cpu, 2 Too many pods.`
  package static func summary(nodeCount: Int, reasons: [String]) -> String {
    let counts = reasons.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    let texts = counts.map { "\($0.value) \($0.key)" }.sorted()
    // A reason that ends its own sentence does not get a second full stop.
    let list = texts.joined(separator: ", ")
    return "0/\(nodeCount) nodes are available: \(list)\(list.hasSuffix(".") ? "" : ".")"
  }
}
