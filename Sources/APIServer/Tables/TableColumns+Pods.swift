import KubeModel

extension TableColumns {
  static let pods: [String: [TableColumn]] = [
    "Pod": [
      .of(Pod.self, "Ready") { pod in
        let sidecars = Set(pod.spec.initContainers.filter { $0.restartPolicy == "Always" }.compactMap(\.name))
        let ready = pod.status.containerStatuses.count { $0.ready == true && $0.state?.running != nil }
        let started = pod.status.initContainerStatuses.count { status in
          sidecars.contains(status.name ?? "") && status.started == true && status.ready == true
        }
        return "\(ready + started)/\(pod.spec.containers.count + sidecars.count)"
      },
      .of(Pod.self, "Status", PodStatusText.text),
      TableColumn("Restarts") { object, now in .string(restarts(Pod(json: object), now: now)) },
      .age,
      .of(Pod.self, "IP", priority: 1) { $0.status.podIP ?? "<none>" },
      .of(Pod.self, "Node", priority: 1) { $0.spec.nodeName ?? "<none>" },
      .of(Pod.self, "Nominated Node", priority: 1) { $0.status.nominatedNodeName ?? "<none>" },
      .of(Pod.self, "Readiness Gates", priority: 1) { pod in
        guard !pod.spec.readinessGates.isEmpty else { return "<none>" }
        let met = pod.spec.readinessGates.count { gate in
          pod.status.conditions.contains { $0.type == gate.conditionType && $0.status == "True" }
        }
        return "\(met)/\(pod.spec.readinessGates.count)"
      },
    ]
  ]

  /// `2 (3m ago)`: how often containers were started again, and when the last of them had ended.
  ///
  /// While a pod is initialized, its init containers count; afterwards its sidecars and its containers.
  private static func restarts(_ pod: Pod, now: Timestamp) -> String {
    let sidecars = Set(pod.spec.initContainers.filter { $0.restartPolicy == "Always" }.compactMap(\.name))
    let isInitialized =
      pod.spec.initContainers.isEmpty
      || pod.status.conditions.contains { $0.type == "Initialized" && $0.status == "True" }
    let statuses =
      isInitialized
      ? pod.status.initContainerStatuses.filter { sidecars.contains($0.name ?? "") } + pod.status.containerStatuses
      : pod.status.initContainerStatuses + pod.status.containerStatuses
    let count = statuses.reduce(0) { $0 + ($1.restartCount ?? 0) }
    guard count > 0, let last = statuses.compactMap({ $0.lastState?.terminated?.finishedAt }).max() else {
      return String(count)
    }
    return "\(count) (\(HumanDuration.text(since: last, now: now)) ago)"
  }
}

/// The STATUS that kubectl shows for a pod: the phase, or the reason why it is not just that.
enum PodStatusText {
  static func text(_ pod: Pod) -> String {
    var text = pod.status.reason ?? pod.status.phase ?? ""
    if pod.status.conditions.contains(where: { $0.type == "PodScheduled" && $0.reason == "SchedulingGated" }) {
      text = "SchedulingGated"
    }
    var isInitializing = false
    for (index, status) in pod.status.initContainerStatuses.enumerated() {
      if let terminated = status.state?.terminated {
        if terminated.exitCode == 0 { continue }
        text = "Init:" + ended(terminated)
      } else if let reason = status.state?.waiting?.reason, !reason.isEmpty, reason != "PodInitializing" {
        text = "Init:\(reason)"
      } else if status.started == true, isSidecar(pod, status.name) {
        continue
      } else {
        text = "Init:\(index)/\(pod.spec.initContainers.count)"
      }
      isInitializing = true
      break
    }
    if !isInitializing { text = ofContainers(pod, otherwise: text) }
    guard pod.metadata.deletionTimestamp != nil else { return text }
    if pod.status.reason == "NodeLost" { return "Unknown" }
    return ["Succeeded", "Failed"].contains(pod.status.phase) ? text : "Terminating"
  }

  private static func isSidecar(_ pod: Pod, _ name: String?) -> Bool {
    pod.spec.initContainers.contains { $0.name == name && $0.restartPolicy == "Always" }
  }

  private static func ofContainers(_ pod: Pod, otherwise: String) -> String {
    var text = otherwise
    var hasRunning = false
    for status in pod.status.containerStatuses.reversed() {
      if let reason = status.state?.waiting?.reason, !reason.isEmpty {
        text = reason
      } else if let terminated = status.state?.terminated {
        text = ended(terminated)
      } else if status.ready == true, status.state?.running != nil {
        hasRunning = true
      }
    }
    if text == "Completed", hasRunning {
      let isReady = pod.status.conditions.contains { $0.type == "Ready" && $0.status == "True" }
      text = isReady ? "Running" : "NotReady"
    }
    return text
  }

  private static func ended(_ terminated: ContainerStateTerminated) -> String {
    if let reason = terminated.reason, !reason.isEmpty { return reason }
    if let signal = terminated.signal, signal != 0 { return "Signal:\(signal)" }
    return "ExitCode:\(terminated.exitCode ?? 0)"
  }
}
