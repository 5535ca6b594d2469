import KubeModel

/// What kubectl shows of a pod in a line: READY, STATUS and RESTARTS, which one walk through its containers gives.
///
/// The init containers come first; the first of them that is not done says what the pod waits for. The others count
/// once all are done, or once the pod has been initialized: a sidecar that was stopped at the end says nothing then.
struct PodSummary {
  /// The phase, or the reason why it is not just that.
  private(set) var status: String
  private var readyCount = 0
  private var restartCount = 0
  private var lastEnd: Timestamp?
  private let total: Int

  init(_ pod: Pod) {
    let sidecars = Set(pod.spec.initContainers.filter { $0.restartPolicy == "Always" }.compactMap(\.name))
    total = pod.spec.containers.count + sidecars.count
    status = pod.status.reason.flatMap { $0.isEmpty ? nil : $0 } ?? pod.status.phase ?? ""
    if pod.status.conditions.contains(where: { $0.type == "PodScheduled" && $0.reason == "SchedulingGated" }) {
      status = "SchedulingGated"
    }
    let isInitializing = addInitContainers(of: pod, sidecars: sidecars)
    if !isInitializing || pod.isCondition("Initialized") {
      restartCount = 0
      lastEnd = nil
      for status in pod.status.initContainerStatuses where sidecars.contains(status.name ?? "") { addRestarts(status) }
      addContainers(of: pod)
    }
    guard pod.metadata.deletionTimestamp != nil else { return }
    if pod.status.reason == "NodeLost" {
      status = "Unknown"
    } else if !["Succeeded", "Failed"].contains(pod.status.phase) {
      status = "Terminating"
    }
  }

  /// `1/2`: how many containers are ready, and how many there are.
  var ready: String { "\(readyCount)/\(total)" }

  /// `2 (3m ago)`: how often containers were started again, and when the last of them had ended.
  func restarts(now: Timestamp) -> String {
    guard restartCount > 0, let lastEnd else { return String(restartCount) }
    return "\(restartCount) (\(HumanDuration.text(since: lastEnd, now: now)) ago)"
  }

  /// Goes through the init containers up to the first that is not done; whether there is one.
  private mutating func addInitContainers(of pod: Pod, sidecars: Set<String>) -> Bool {
    for (index, container) in pod.status.initContainerStatuses.enumerated() {
      addRestarts(container)
      if container.state?.terminated.map({ $0.exitCode ?? 0 }) == 0 { continue }
      if sidecars.contains(container.name ?? ""), container.started == true {
        if container.ready == true { readyCount += 1 }
        continue
      }
      if let terminated = container.state?.terminated {
        status = "Init:" + Self.reason(of: terminated)
      } else if let reason = container.state?.waiting?.reason, !reason.isEmpty, reason != "PodInitializing" {
        status = "Init:\(reason)"
      } else {
        status = "Init:\(index)/\(pod.spec.initContainers.count)"
      }
      return true
    }
    return false
  }

  private mutating func addContainers(of pod: Pod) {
    var hasRunning = false
    for container in pod.status.containerStatuses.reversed() {
      addRestarts(container)
      if let reason = container.state?.waiting?.reason, !reason.isEmpty {
        status = reason
      } else if let terminated = container.state?.terminated {
        status = Self.reason(of: terminated)
      } else if container.ready == true, container.state?.running != nil {
        hasRunning = true
        readyCount += 1
      }
    }
    if status == "Completed", hasRunning { status = pod.isCondition("Ready") ? "Running" : "NotReady" }
  }

  private mutating func addRestarts(_ container: ContainerStatus) {
    restartCount += container.restartCount ?? 0
    guard let end = container.lastState?.terminated?.finishedAt else { return }
    lastEnd = max(lastEnd ?? end, end)
  }

  private static func reason(of terminated: ContainerStateTerminated) -> String {
    if let reason = terminated.reason, !reason.isEmpty { return reason }
    if let signal = terminated.signal, signal != 0 { return "Signal:\(signal)" }
    return "ExitCode:\(terminated.exitCode ?? 0)"
  }
}

extension Pod {
  /// Whether the pod has this condition, and it holds.
  fileprivate func isCondition(_ type: String) -> Bool {
    self.status.conditions.contains { $0.type == type && $0.status == "True" }
  }
}
