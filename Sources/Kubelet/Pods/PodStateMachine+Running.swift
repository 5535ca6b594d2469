import KubeModel

/// The decisions of a pod that is to run.
extension PodStateMachine {
  /// Decides everything that the present state calls for.
  mutating func advance(at now: Timestamp) {
    wakeAt = nil
    switch stage {
    case .running: advanceRunning(at: now)
    case .terminating: advanceTermination(at: now)
    case .tearingDown, .gone, .finished: break
    }
  }

  private mutating func advanceRunning(at now: Timestamp) {
    if pod.metadata.isBeingDeleted || isRemoved {
      beginTermination(at: now)
      return advanceTermination(at: now)
    }
    if passedDeadline(at: now) {
      failure = Failure(
        reason: "DeadlineExceeded", message: "Pod was active on the node longer than the specified deadline")
      emit(reason: "DeadlineExceeded", "Pod was active on the node longer than the specified deadline")
      beginTermination(at: now)
      return advanceTermination(at: now)
    }
    advanceStops(at: now)
    if hasEnded {
      beginTermination(at: now)
      return advanceTermination(at: now)
    }
    setUp(at: now)
    if volumes.isUsable, sandbox == .done {
      advanceContainers(at: now)
    }
    advanceProbes(at: now)
  }

  /// Sets up volumes and sandbox, side by side.
  private mutating func setUp(at now: Timestamp) {
    switch volumes {
    case .idle: prepareVolumes()
    case .failed(_, let retryAt?) where retryAt <= now: prepareVolumes()
    case .failed(_, let retryAt?): wake(at: retryAt)
    case .done: retryRefresh(at: now)
    case .failed, .busy: break
    }
    switch sandbox {
    case .idle: createSandbox()
    case .failed(_, let retryAt?) where retryAt <= now: createSandbox()
    case .failed(_, let retryAt?): wake(at: retryAt)
    case .failed, .busy, .done: break
    }
  }

  private mutating func createSandbox() {
    sandbox = .busy
    actions.append(.createSandbox)
  }

  private mutating func advanceContainers(at now: Timestamp) {
    if !isInitialized { isInitialized = advanceInitialization(at: now) }
    restartSidecars(at: now)
    if isInitialized {
      for index in records.indices where records[index].role == .app {
        advance(index, at: now)
        // A first start waits for the one before it and for that one's postStart hook, as in the kubelet.
        if records[index].attempt == 0, records[index].isStarting || records[index].isPostStartPending { break }
      }
    }
    for index in records.indices where records[index].role == .ephemeral { advance(index, at: now) }
  }

  /// Brings the init containers on, one after another; true when all have done their part.
  private mutating func advanceInitialization(at now: Timestamp) -> Bool {
    for index in records.indices where records[index].role == .initialize || records[index].role == .sidecar {
      let isDone = records[index].role == .sidecar ? records[index].isStarted : records[index].isReady
      if isDone { continue }
      advance(index, at: now)
      return false
    }
    return true
  }

  /// Starts sidecars again that ended, whatever the other containers do.
  private mutating func restartSidecars(at now: Timestamp) {
    for index in records.indices where records[index].role == .sidecar && records[index].termination != nil {
      advance(index, at: now)
    }
  }

  /// Starts one container if it is to be started now.
  private mutating func advance(_ index: Int, at now: Timestamp) {
    switch records[index].state {
    case .starting, .running: return
    case .waiting:
      if let retryAt = records[index].retryAt {
        guard retryAt <= now else { return wake(at: retryAt) }
      }
    case .exited(let termination):
      guard records[index].shouldRestart(policy: restartPolicy) else { return }
      if let retryAt = records[index].retryAt, retryAt > now, !records[index].mustRestart {
        announceBackoff(index, until: retryAt, at: now)
        return wake(at: retryAt)
      }
      records[index].last = termination
    }
    if records[index].wasTried {
      records[index].attempt += 1
      records[index].wasTried = false
    }
    records[index].state = .starting
    records[index].retryAt = nil
    records[index].changesSeen = changes
    actions.append(.start(container: records[index].name, attempt: records[index].attempt))
  }

  private mutating func announceBackoff(_ index: Int, until retryAt: Timestamp, at now: Timestamp) {
    guard records[index].announcedBackoff != records[index].attempt else { return }
    records[index].announcedBackoff = records[index].attempt
    let name = records[index].name
    emit(
      warning: true, container: name, reason: "BackOff",
      "Back-off restarting failed container \(name) in pod \(pod.name)_\(pod.namespace ?? "default")(\(pod.uid))")
  }

  /// Starts the probes that are due.
  mutating func advanceProbes(at now: Timestamp) {
    for index in records.indices where records[index].isRunning && !records[index].isPostStartPending {
      let started = records[index].probe(.startup)?.isPassing ?? true
      let isStopping = records[index].stop != nil || stage != .running
      for position in records[index].probes.indices {
        let probe = records[index].probes[position]
        let applies =
          switch probe.kind {
          case .startup: !started && !isStopping
          case .liveness: started && !isStopping
          case .readiness: started
          }
        guard applies, !probe.isInFlight else { continue }
        guard probe.nextAt <= now else {
          wake(at: probe.nextAt)
          continue
        }
        records[index].probes[position].begin(at: now)
        actions.append(
          .probe(container: records[index].name, attempt: records[index].attempt, probe.kind))
      }
    }
  }

  /// Whether every container has ended for good, so that the pod has succeeded or failed.
  private var hasEnded: Bool {
    if restartPolicy == "Never",
      records.contains(where: { $0.role == .initialize && ($0.termination?.exitCode ?? 0) != 0 }), !isInitialized
    {
      return true
    }
    guard isInitialized || records.allSatisfy({ $0.role == .app || $0.role == .ephemeral }) else { return false }
    let apps = records.filter { $0.role == .app }
    return apps.allSatisfy { $0.termination != nil && !$0.shouldRestart(policy: restartPolicy) }
  }

  private mutating func passedDeadline(at now: Timestamp) -> Bool {
    guard let seconds = pod.spec.activeDeadlineSeconds, let start = pod.status.startTime else { return false }
    let deadline = start + .seconds(seconds)
    guard deadline > now else { return true }
    wake(at: deadline)
    return false
  }
}

extension PodStateMachine.Step {
  /// Whether what the step makes can be used.
  var isUsable: Bool { self == .done }
}
