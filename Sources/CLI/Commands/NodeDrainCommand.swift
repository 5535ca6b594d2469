import ArgumentParser
import KubeClient
import KubeModel

/// `localkube node drain`: cordons a node and evicts its pods.
struct NodeDrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drain", abstract: "Empty a node: no new pods, and those on it are evicted.")

  @OptionGroup var cluster: ClusterOptions

  @Flag(name: .customLong("ignore-daemonsets"), help: "Leave pods of DaemonSets where they are")
  var ignoreDaemonSets = false

  @Flag(name: .customLong("delete-emptydir-data"), help: "Evict pods whose emptyDir volumes are lost with them")
  var deleteEmptyDirData = false

  @Flag(help: "Evict pods that no controller would bring back")
  var force = false

  @Option(help: "Seconds that a pod has to end; negative values mean its own setting")
  var gracePeriod: Int = -1

  @Option(help: "Give up after this time, such as 2m (default: never)")
  var timeout: String?

  @Argument(help: "The node")
  var name: String

  func validate() throws {
    if let timeout, Age.duration(timeout) == nil {
      throw ValidationError("\"\(timeout)\" is no duration; write it as in 30s or 5m")
    }
  }

  func run() async throws {
    try await cluster.withSession { session in
      try await NodeSchedule.set(name, isCordoned: true, session)
      let pods = try await session.client.list(
        Pod.self, options: ListOptions(fieldSelector: "spec.nodeName=\(name)"))
      let plan = DrainPlan(
        pods, ignoresDaemonSets: ignoreDaemonSets, deletesEmptyDirData: deleteEmptyDirData, isForced: force)
      guard plan.obstacles.isEmpty else {
        throw CommandFailure("node \"\(name)\" is cordoned but not drained: \(plan.obstacles.joined(separator: "; "))")
      }
      for warning in plan.warnings { Console.complain("Warning: \(warning)") }
      let deadline = timeout.flatMap(Age.duration).map { ContinuousClock.now + $0 }
      for pod in plan.evicted { try await evict(pod, deadline, session) }
      for pod in plan.evicted {
        let type = ResourceType.builtin[0]
        let reference = ObjectReference(type: type, namespace: pod.namespace, name: pod.name)
        try await DeletionWait(session, reference, uid: pod.uid, deadline: deadline).run()
      }
      try Console.line("node/\(name) drained")
    }
  }

  /// Asks for the eviction until the disruption budget allows it.
  private func evict(_ pod: Pod, _ deadline: ContinuousClock.Instant?, _ session: Session) async throws {
    try Console.line("evicting pod \(pod.namespace ?? "default")/\(pod.name)")
    var eviction: JSONValue = [
      "apiVersion": "policy/v1", "kind": "Eviction",
      "metadata": ["name": .string(pod.name), "namespace": .string(pod.namespace ?? "default")],
    ]
    if gracePeriod >= 0 { eviction["deleteOptions"] = ["gracePeriodSeconds": .integer(Int64(gracePeriod))] }
    while true {
      do {
        _ = try await session.client.create(
          Pod.resource, namespace: pod.namespace, name: pod.name, subresource: "eviction", object: eviction,
          options: WriteOptions())
        return
      } catch let error as StatusError where error.reason == .notFound {
        return
      } catch let error as StatusError where error.reason == .tooManyRequests {
        guard deadline.map({ ContinuousClock.now < $0 }) ?? true else { throw error }
        Console.complain("pod \(pod.name) cannot be evicted yet (\(error.message)); trying again in 5 s")
        try await Task.sleep(for: .seconds(5))
      }
    }
  }
}

/// Which pods of a node are evicted, and what speaks against it.
struct DrainPlan {
  private(set) var evicted: [Pod] = []
  private(set) var obstacles: [String] = []
  private(set) var warnings: [String] = []

  init(_ pods: [Pod], ignoresDaemonSets: Bool, deletesEmptyDirData: Bool, isForced: Bool) {
    var daemons: [String] = []
    var unmanaged: [String] = []
    var withData: [String] = []
    for pod in pods {
      let phase = pod.json["status"]?["phase"]?.stringValue ?? ""
      let controller = pod.metadata.controller
      if controller?.kind == "DaemonSet" {
        daemons.append(pod.namespacedName.description)
        continue
      }
      let isFinished = phase == "Succeeded" || phase == "Failed"
      if !isFinished {
        if controller == nil { unmanaged.append(pod.namespacedName.description) }
        let volumes = pod.json["spec"]?["volumes"]?.arrayValue ?? []
        if volumes.contains(where: { $0["emptyDir"] != nil }) { withData.append(pod.namespacedName.description) }
      }
      evicted.append(pod)
    }
    if !daemons.isEmpty {
      let list = daemons.joined(separator: ", ")
      if ignoresDaemonSets {
        warnings.append("ignoring DaemonSet-managed Pods: \(list)")
      } else {
        obstacles.append("DaemonSet-managed pods stay (use --ignore-daemonsets to go on): \(list)")
      }
    }
    if !unmanaged.isEmpty, !isForced {
      obstacles.append("pods without a controller would be lost (use --force): \(unmanaged.joined(separator: ", "))")
    }
    if !withData.isEmpty, !deletesEmptyDirData {
      obstacles.append(
        "emptyDir data would be lost (use --delete-emptydir-data): \(withData.joined(separator: ", "))")
    }
  }
}
