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
  /// The container that the server runs in.
  package let container: String
  /// The pod's address; nil before it has one.
  package let address: String?
  /// Whether its container runs.
  package let isRunning: Bool
  /// The container's identity, another one after each restart; nil while it does not run.
  package let containerID: String?
  /// When its container ended last, if it did and somebody saw it.
  package let endedAt: Timestamp?
  /// Whether it carries the label of the leader.
  package let isLabelled: Bool
  /// What its annotations say of the leadership that the label stands for; nil without the label.
  package let mark: LeaderMark?
  /// Where and how it may be asked.
  package let access: ServerAccess

  /// Reads a pod; nil when its labels are not those that the charts of HashiCorp, or the chart before them, give a
  /// server.
  package init?(pod: Pod) {
    let labels = pod.metadata.labels
    guard let namespace = pod.namespace, let container = Self.container(of: pod) else { return nil }
    let release = labels["release"] ?? labels["app.kubernetes.io/instance"] ?? ""
    group = ServerGroup(namespace: namespace, release: release)
    name = pod.name
    uid = pod.uid
    address = pod.status.podIP
    self.container = container.name ?? ""
    let status = pod.status.containerStatuses.first { $0.name == container.name }
    let running = status?.state?.running
    isRunning = running != nil
    containerID = running == nil ? nil : status?.containerID
    let end = status?.state?.terminated ?? status?.lastState?.terminated
    // Of a container that went with its node nobody knows when it ended; the status has the time of finding out.
    endedAt = end?.reason == "Unknown" ? nil : end?.finishedAt
    isLabelled = labels[LeaderLabel.key] == LeaderLabel.value
    mark = isLabelled ? LeaderMark(annotations: pod.metadata.annotations) : nil
    access = ServerAccess(container: container, pod: pod)
  }

  /// The container that a pod with a server's labels runs the server in; nil for other pods.
  private static func container(of pod: Pod) -> Container? {
    let labels = pod.metadata.labels
    let isConsul = labels["app"] == "consul" || labels["app.kubernetes.io/name"] == "consul"
    guard isConsul || labels["chart"]?.hasPrefix("consul") == true else { return nil }
    let component = labels["component"] ?? labels["app.kubernetes.io/component"]
    let containers = pod.spec.containers
    // The chart before HashiCorp's names the component after the release; its command line tells a server.
    if component == "server" { return containers.first { $0.name == "consul" } ?? containers.first }
    guard component != "client" else { return nil }
    return containers.first { container in
      (container.command + container.args).contains {
        $0.split(whereSeparator: \.isWhitespace).contains { $0 == "-server" || $0 == "-server=true" }
      }
    }
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
  /// An annotation of the leader's pod while it does not answer and no other server says anything else: since when.
  package static let silentSince = "consul.localkube.dev/silent-since"
  /// An annotation of the reporter's Events: when that happened which they tell (RFC 3339 with milliseconds).
  package static let moment = "consul.localkube.dev/moment"
}
