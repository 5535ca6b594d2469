import KubeModel
import Synchronization

/// When each node was last heard of, by the controller's own clock: nodes' clocks may differ from it.
///
/// A node is heard of when its lease is renewed or its status has a new heartbeat (Kubernetes concept "Nodes", Node
/// heartbeats).
struct NodeHeartbeats: Sendable {
  /// What the silence of a node means.
  enum Verdict: Sendable, Hashable {
    /// It is to be looked at again after this time.
    case alive(Duration)
    case silent
  }

  /// A controller that looks later than this was away itself, stopped or asleep with the machine, and starts anew.
  private static let lateness = Duration.seconds(5)

  private struct Heartbeat: Sendable {
    /// What the node last said of the time, whatever its clock shows.
    var marks: [String: Timestamp] = [:]
    var heard: Timestamp
  }

  private let gracePeriod: Duration
  private var nodes: [String: Heartbeat] = [:]

  init(gracePeriod: Duration) { self.gracePeriod = gracePeriod }

  /// Takes note of a time that a node has written at `source`, its lease or its status.
  mutating func note(_ node: String, _ source: String, _ mark: Timestamp?, now: Timestamp) {
    guard let mark, nodes[node]?.marks[source] != mark else { return }
    nodes[node, default: Heartbeat(heard: now)].marks[source] = mark
    nodes[node]?.heard = now
  }

  /// Judges a node; one that was never heard of has its time from now on.
  mutating func verdict(on node: String, now: Timestamp) -> Verdict {
    let heard = nodes[node, default: Heartbeat(heard: now)].heard
    nodes[node, default: Heartbeat(heard: now)].heard = heard
    let silence = now - heard
    if silence < gracePeriod { return .alive(gracePeriod - silence) }
    guard silence < gracePeriod + Self.lateness else {
      nodes[node]?.heard = now
      return .alive(gracePeriod)
    }
    return .silent
  }

  mutating func forget(_ node: String) { nodes[node] = nil }
}

/// The heartbeats, shared between the informers' handlers and the reconciler.
final class NodeMonitor: Sendable {
  private let heartbeats: Mutex<NodeHeartbeats>

  init(gracePeriod: Duration) { heartbeats = Mutex(NodeHeartbeats(gracePeriod: gracePeriod)) }

  func change<Result: Sendable>(_ body: (inout NodeHeartbeats) -> Result) -> Result {
    heartbeats.withLock { body(&$0) }
  }
}

extension Node {
  /// The conditions of a node that has stopped to answer: what the kubelet said is not known to hold any more.
  mutating func markSilent(now: Timestamp) {
    for type in ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"] {
      let known = self.status.conditions.firstIndex { $0.type == type }
      if let known {
        guard self.status.conditions[known].status != "Unknown" else { continue }
        self.status.conditions[known].status = "Unknown"
        self.status.conditions[known].reason = "NodeStatusUnknown"
        self.status.conditions[known].message = "Kubelet stopped posting node status."
        self.status.conditions[known].lastTransitionTime = now
      } else {
        self.status.conditions.append(
          .with {
            $0.type = type
            $0.status = "Unknown"
            $0.reason = "NodeStatusNeverUpdated"
            $0.message = "Kubelet never posted node status."
            $0.lastHeartbeatTime = metadata.creationTimestamp
            $0.lastTransitionTime = now
          })
      }
    }
  }
}
