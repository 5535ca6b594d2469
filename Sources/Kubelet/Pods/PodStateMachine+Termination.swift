import KubeModel

/// The stopping of containers and of the pod (Kubernetes, "Termination of Pods").
extension PodStateMachine {
  /// SIGTERM and SIGKILL are at least this far apart after a hook, or the wait for others, has used the grace period up.
  private static let shortestGrace = Duration.seconds(2)

  /// The grace period that applies now, at least one second; a pod whose object is gone already was deleted by force,
  /// and has no more than that ("Pods that are set to terminate immediately will still be given a small grace period").
  var gracePeriod: Duration {
    if isRemoved { return .seconds(1) }
    let seconds = pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30
    return .seconds(max(seconds, 1))
  }

  /// Begins the end of the pod, or shortens it when a later deletion asks for less time.
  ///
  /// - Parameter grace: What the pod has, where that is not its own grace period.
  mutating func beginTermination(at now: Timestamp, grace: Duration? = nil) {
    switch stage {
    case .running:
      stage = .terminating
      terminationDeadline = now + (grace ?? gracePeriod)
      for index in records.indices { if !records[index].isRunning { records[index].retryAt = nil } }
    case .terminating:
      let deadline = now + gracePeriod
      guard let current = terminationDeadline, deadline < current else { return }
      terminationDeadline = deadline
      for index in records.indices {
        switch records[index].stop {
        case .hook(let end): records[index].stop = .hook(deadline: min(end, deadline))
        case .turn(let end): records[index].stop = .turn(deadline: min(end, deadline))
        case .terminating(let end): records[index].stop = .terminating(killAt: min(end, deadline))
        case .killed, nil: break
        }
      }
    case .finished:
      guard pod.metadata.isBeingDeleted || isRemoved else { return }
      stage = .tearingDown
      tearDown(volumes: true)
    case .tearingDown, .gone: break
    }
  }

  /// Stops the containers, sidecars last and in reverse order, then asks for the removal of the sandbox.
  ///
  /// The preStop hooks of all run at once; only the signals have an order (Kubernetes, "Sidecar Containers").
  mutating func advanceTermination(at now: Timestamp) {
    let remaining = terminationDeadline.map { max($0 - now, .zero) } ?? gracePeriod
    for index in records.indices {
      stop(index, grace: remaining, at: now, message: "Stopping container \(records[index].name)")
    }
    for index in records.indices.reversed() {
      guard case .turn(let deadline) = records[index].stop, isTurn(of: index) || deadline <= now else { continue }
      sendStopSignal(index, killAt: deadline, at: now)
    }
    advanceStops(at: now)
    advanceProbes(at: now)
    guard !records.contains(where: { $0.isRunning || $0.isStarting }), volumes != .busy, !isRefreshing,
      sandbox != .busy
    else { return }
    if pod.metadata.isBeingDeleted || isRemoved {
      stage = .tearingDown
      tearDown(volumes: true)
    } else {
      stage = .finished
      tearDown(volumes: false)
    }
    wakeAt = nil
  }

  private mutating func tearDown(volumes: Bool) {
    tearDowns += 1
    actions.append(.tearDown(volumes: volumes))
  }

  /// Whether every container that ends before this sidecar has ended: all that are none, and the sidecars after it.
  private func isTurn(of index: Int) -> Bool {
    !records.indices.contains { other in
      (records[other].isRunning || records[other].isStarting) && (records[other].role != .sidecar || other > index)
    }
  }

  /// Whether the container waits for others before it gets its signal.
  private func waitsForTurn(_ index: Int) -> Bool { records[index].role == .sidecar && stage == .terminating }

  /// Goes on when the preStop hook of a container has ended.
  mutating func preStopEnded(_ index: Int, at now: Timestamp) {
    guard case .hook(let deadline) = records[index].stop else { return }
    if waitsForTurn(index) {
      records[index].stop = .turn(deadline: deadline)
    } else {
      sendStopSignal(index, killAt: deadline, at: now)
    }
  }

  /// Begins to stop a running container; does nothing when it is being stopped already.
  mutating func stop(_ index: Int, grace: Duration, at now: Timestamp, message: String) {
    guard records[index].isRunning, records[index].stop == nil else { return }
    let name = records[index].name
    let attempt = records[index].attempt
    emit(container: name, reason: "Killing", message)
    let deadline = now + grace
    if records[index].container.lifecycle?.preStop != nil, records[index].role != .ephemeral, grace > .zero {
      records[index].stop = .hook(deadline: deadline)
      actions.append(.runHook(container: name, attempt: attempt, .preStop))
    } else if waitsForTurn(index) {
      records[index].stop = .turn(deadline: deadline)
    } else {
      sendStopSignal(index, killAt: deadline, at: now)
    }
  }

  mutating func sendStopSignal(_ index: Int, killAt deadline: Timestamp, at now: Timestamp) {
    var killAt = deadline
    switch records[index].stop {
    case .hook, .turn: killAt = max(deadline, now + Self.shortestGrace)
    case .terminating, .killed, nil: break
    }
    records[index].stop = .terminating(killAt: killAt)
    actions.append(.signal(container: records[index].name, attempt: records[index].attempt, kill: false))
  }

  /// Goes on with stops whose time has come.
  mutating func advanceStops(at now: Timestamp) {
    for index in records.indices where records[index].isRunning {
      if case .hook(let deadline) = records[index].stop, deadline <= now {
        sendStopSignal(index, killAt: deadline, at: now)
      }
      if case .terminating(let killAt) = records[index].stop, killAt <= now {
        records[index].stop = .killed
        actions.append(.signal(container: records[index].name, attempt: records[index].attempt, kill: true))
      }
      switch records[index].stop {
      case .hook(let moment), .turn(let moment), .terminating(let moment): wake(at: moment)
      case .killed, nil: break
      }
    }
  }
}
