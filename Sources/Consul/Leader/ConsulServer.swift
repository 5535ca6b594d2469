package import KubeModel

/// A group of Consul servers that elect one leader among them: those of one release in one namespace.
package struct ServerGroup: Sendable, Hashable {
  package let namespace: String
  package let release: String

  package init(namespace: String, release: String) {
    self.namespace = namespace
    self.release = release
  }
}

/// A pod that runs a Consul server, whoever installed it.
package struct ConsulServer: Sendable, Hashable {
  package let group: ServerGroup
  package let name: String
  package let uid: String
  /// The pod's address; nil before it has one.
  package let address: String?
  /// Whether its container runs.
  package let isRunning: Bool
  /// The container's identity, another one after each restart; nil while it does not run.
  package let containerID: String?
  /// When its container ended last, if it did.
  package let endedAt: Timestamp?
  /// Whether it carries the label of the leader.
  package let isLabelled: Bool
  /// What its annotations say of the leadership that the label stands for; nil without the label.
  package let mark: LeaderMark?

  /// Reads a pod; nil when its labels are not those that the charts of HashiCorp give a server.
  package init?(pod: Pod) {
    let labels = pod.metadata.labels
    let isConsul = labels["app"] == "consul" || labels["app.kubernetes.io/name"] == "consul"
    guard isConsul || labels["chart"]?.hasPrefix("consul") == true, labels["component"] == "server",
      let namespace = pod.namespace
    else { return nil }
    let release = labels["release"] ?? labels["app.kubernetes.io/instance"] ?? ""
    group = ServerGroup(namespace: namespace, release: release)
    name = pod.name
    uid = pod.uid
    address = pod.status.podIP
    let container = pod.status.containerStatuses.first { $0.name == "consul" } ?? pod.status.containerStatuses.first
    let running = container?.state?.running
    isRunning = running != nil && pod.metadata.deletionTimestamp == nil
    containerID = running == nil ? nil : container?.containerID
    endedAt = container?.state?.terminated?.finishedAt ?? container?.lastState?.terminated?.finishedAt
    isLabelled = labels[LeaderLabel.key] == LeaderLabel.value
    mark = isLabelled ? LeaderMark(annotations: pod.metadata.annotations) : nil
  }
}

/// How the leader's pod is marked.
package enum LeaderLabel {
  /// The label; it is on one pod of a group at most.
  package static let key = "consul.localkube.dev/role"
  package static let value = "leader"
  /// Annotations of the leader's pod: since when it leads (RFC 3339), in which run of its container, the number of
  /// voters, and how many servers may fail before the quorum is lost.
  package static let since = "consul.localkube.dev/leader-since"
  package static let run = "consul.localkube.dev/leader-run"
  package static let voters = "consul.localkube.dev/voters"
  package static let failureTolerance = "consul.localkube.dev/failure-tolerance"
}
