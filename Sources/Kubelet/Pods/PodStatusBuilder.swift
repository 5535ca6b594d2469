package import KubeModel
import OrderedCollections

/// Writes what a pod's state machine knows as the `status` that the API shows.
package struct PodStatusBuilder: Sendable {
  package var hostIP: String
  /// The pod's address; nil before it has one.
  package var podIP: String?
  package var now: Timestamp

  package init(hostIP: String, podIP: String?, now: Timestamp) {
    self.hostIP = hostIP
    self.podIP = podIP
    self.now = now
  }

  /// The status of the pod, on top of `base`, the one that the API has: what others wrote there stays, and times of
  /// conditions that did not change too.
  package func status(of machine: PodStateMachine, base: PodStatus) -> PodStatus {
    var status = base
    if machine.isTurnedAway {
      if let failure = machine.failure {
        status.phase = "Failed"
        status.reason = failure.reason
        status.message = failure.message
        status.startTime = base.startTime ?? now
      }
      return status
    }
    let initial = machine.records.filter { $0.role == .initialize || $0.role == .sidecar }
    let apps = machine.records.filter { $0.role == .app }
    status.phase = phase(of: machine, base: base)
    status.reason = machine.failure?.reason
    status.message = machine.failure?.message
    status.hostIP = hostIP
    status.hostIPs = [.with { $0.ip = hostIP }]
    if let podIP {
      status.podIP = podIP
      status.podIPs = [.with { $0.ip = podIP }]
    }
    status.startTime = base.startTime ?? now
    status.initContainerStatuses = initial.map { containerStatus($0, machine) }
    // Init containers are in their order, the others in that of their names, as the kubelet has them.
    func sorted(_ records: [ContainerRecord]) -> [ContainerStatus] {
      records.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map { containerStatus($0, machine) }
    }
    status.containerStatuses = sorted(apps)
    status.ephemeralContainerStatuses = sorted(machine.records.filter { $0.role == .ephemeral })
    status.conditions = conditions(of: machine, phase: status.phase ?? "Pending", base: base)
    return status
  }

  /// The phase, as the kubelet finds it from the containers.
  func phase(of machine: PodStateMachine, base: PodStatus) -> String {
    if let phase = base.phase, phase == "Succeeded" || phase == "Failed" { return phase }
    if machine.failure != nil { return "Failed" }
    let policy = machine.restartPolicy
    let hasStopped = machine.stage == .finished || machine.stage == .tearingDown || machine.stage == .gone
    let failedInit = machine.records.contains { $0.role == .initialize && ($0.termination?.exitCode ?? 0) != 0 }
    if !machine.isInitialized, machine.records.contains(where: { $0.role == .initialize || $0.role == .sidecar }) {
      return failedInit && (policy == "Never" || hasStopped) ? "Failed" : "Pending"
    }
    let apps = machine.records.filter { $0.role == .app }
    let ended = apps.compactMap(\.termination)
    if hasStopped, ended.count == apps.count {
      return ended.allSatisfy { $0.exitCode == 0 } ? "Succeeded" : "Failed"
    }
    let isWaiting = apps.contains { record in
      switch record.state {
      case .waiting, .starting: record.last == nil
      case .running: record.isPostStartPending && record.attempt == 0
      case .exited: false
      }
    }
    return isWaiting ? "Pending" : "Running"
  }

  private func containerStatus(_ record: ContainerRecord, _ machine: PodStateMachine) -> ContainerStatus {
    let (state, last, attempt) = states(of: record, machine)
    return .with { status in
      status.name = record.name
      status.state = state
      status.lastState = last ?? ContainerState()
      status.ready = record.isReady
      status.restartCount = record.attempt
      status.image = record.container.image ?? ""
      status.imageID = record.imageID
      if let attempt {
        status.containerID =
          ContainerIdentifier(podUID: machine.pod.uid, container: record.name, attempt: attempt).statusText
      }
      if record.role != .ephemeral {
        status.started = record.role == .initialize ? record.isRunning : record.isStarted
      }
      if record.isRunning, let resources = record.allocated.objectValue, !resources.isEmpty {
        status.resources = ResourceRequirements(json: record.allocated)
        status.json["allocatedResources"] = record.allocated["requests"]
      }
    }
  }

  /// State, last state, and the attempt whose id is shown.
  private func states(
    of record: ContainerRecord, _ machine: PodStateMachine
  ) -> (ContainerState, ContainerState?, Int?) {
    let last = record.last.map { terminated($0, machine) }
    switch record.state {
    case .running where record.isPostStartPending:
      return (waiting(startingReason(record, machine)), last, record.attempt)
    case .running(let since):
      return (.with { $0.running = .with { $0.startedAt = since } }, last, record.attempt)
    case .waiting(let reason?, let message):
      return (waiting(reason, message), last, record.last?.attempt)
    case .waiting(nil, _), .starting:
      return (waiting(startingReason(record, machine)), last, record.last?.attempt)
    case .exited(let termination):
      guard machine.stage == .running, record.shouldRestart(policy: machine.restartPolicy),
        let retryAt = record.retryAt, retryAt > now
      else { return (terminated(termination, machine), last, termination.attempt) }
      let wait = RestartBackoff.text(.seconds((retryAt - termination.finishedAt).components.seconds))
      let pod = machine.pod
      let message =
        "back-off \(wait) restarting failed container=\(record.name) "
        + "pod=\(pod.name)_\(pod.namespace ?? "default")(\(pod.uid))"
      return (waiting("CrashLoopBackOff", message), terminated(termination, machine), termination.attempt)
    }
  }

  private func startingReason(_ record: ContainerRecord, _ machine: PodStateMachine) -> String {
    let hasInit = machine.records.contains { $0.role == .initialize || $0.role == .sidecar }
    return hasInit ? "PodInitializing" : "ContainerCreating"
  }

  private func waiting(_ reason: String, _ message: String? = nil) -> ContainerState {
    .with {
      $0.waiting = .with {
        $0.reason = reason
        $0.message = message
      }
    }
  }

  private func terminated(_ termination: ContainerTermination, _ machine: PodStateMachine) -> ContainerState {
    let record = machine.records.first { $0.attempt >= termination.attempt && $0.owns(termination) }
    return .with {
      $0.terminated = .with {
        $0.exitCode = termination.exitCode
        $0.reason = termination.reason
        $0.message = termination.message.map { TerminationMessage.share($0, of: machine.records.count) }
        $0.startedAt = termination.startedAt
        $0.finishedAt = termination.finishedAt
        $0.containerID = record.map {
          ContainerIdentifier(podUID: machine.pod.uid, container: $0.name, attempt: termination.attempt).statusText
        }
      }
    }
  }
}

extension ContainerRecord {
  fileprivate func owns(_ termination: ContainerTermination) -> Bool {
    self.termination == termination || last == termination
  }
}
