package import KubeModel
package import SandboxRuntime

/// What a kubelet that was restarted makes of a pod that it finds.
extension PodStateMachine {
  /// The machine of a pod that may have run before: `containers` are those of the runtime that belong to it (with
  /// those that ended, whose `exited` inputs the caller sends afterwards), and `hasSandbox` tells whether its sandbox
  /// still stands.
  ///
  /// A pod that ran, and whose sandbox does not stand, has seen a reboot of the node.
  package init(
    adopting pod: Pod, containers: [RuntimeState.Container], hasSandbox: Bool,
    settings: RestartSettings = RestartSettings(), capacity: [String: Quantity] = [:], at now: Timestamp
  ) {
    self.init(pod: pod, settings: settings, capacity: capacity)
    if hasSandbox { sandbox = .done }
    let status = pod.status
    isInitialized = status.conditions.contains { $0.type == "Initialized" && $0.status == "True" }
    let statuses = status.initContainerStatuses + status.containerStatuses + status.ephemeralContainerStatuses
    for index in records.indices {
      restore(index, from: statuses.first { $0.name == records[index].name })
      adopt(index, containers: containers)
    }
    spreadProbes(from: now)
    resize(from: statuses, at: now)
    if pod.isFinished {
      if let reason = status.reason { failure = Failure(reason: reason, message: status.message ?? "") }
      // The status comes first and the clean-up second: the last kubelet may have ended in between.
      let isCleanedUp = !hasSandbox && !pod.metadata.isBeingDeleted
      stage = isCleanedUp ? .finished : .terminating
      isTurnedAway = isCleanedUp && status.containerStatuses.isEmpty
      terminationDeadline = now + gracePeriod
    }
    hadVolumes = hasSandbox && records.contains { $0.wasTried }
    if !hasSandbox { loseSandbox(at: now) }
  }

  /// Takes from the status what it says about a container.
  private mutating func restore(_ index: Int, from status: ContainerStatus?) {
    guard let status else { return }
    let name = records[index].name
    let current = status.containerID.flatMap { Self.attempt(of: $0, container: name) }
    records[index].attempt = status.restartCount ?? 0
    records[index].imageID = status.imageID ?? ""
    records[index].last = status.lastState?.terminated.map { Self.termination($0, attempt: (current ?? 1) - 1) }
    if let terminated = status.state?.terminated {
      records[index].wasTried = true
      records[index].state = .exited(Self.termination(terminated, attempt: current ?? records[index].attempt))
    } else if let running = status.state?.running {
      records[index].wasTried = true
      let since = running.startedAt ?? Timestamp(seconds: 0)
      records[index].state = .running(since: since)
      records[index].armProbes(startedAt: since, started: status.started, ready: status.ready)
    } else if let last = records[index].last, current == records[index].attempt {
      // It waited for its restart (`CrashLoopBackOff`).
      records[index].wasTried = true
      records[index].state = .exited(last)
    }
  }

  /// Puts the probes of containers that are well off by a part of their period each, as a kubelet that has just begun
  /// does; who waits to be ready is not kept waiting.
  private mutating func spreadProbes(from now: Timestamp) {
    for index in records.indices {
      for position in records[index].probes.indices where records[index].probes[position].isPassing {
        let kind = records[index].probes[position].kind
        // FNV-1a: the same probe has the same part each time, which a test can rely on.
        let hash = "\(pod.uid)/\(records[index].name)/\(kind.rawValue)".utf8.reduce(UInt32(2_166_136_261)) {
          ($0 ^ UInt32($1)) &* 16_777_619
        }
        records[index].probes[position].spread(Double(hash % 1_000) / 1_000, from: now)
      }
    }
  }

  /// Takes from the runtime what it says about a container; it knows better than the status.
  private mutating func adopt(_ index: Int, containers: [RuntimeState.Container]) {
    let name = records[index].name
    let known = containers.compactMap { found in
      ContainerIdentifier(found.id).flatMap { $0.container == name ? (attempt: $0.attempt, container: found) : nil }
    }
    guard let newest = known.max(by: { $0.attempt < $1.attempt }), newest.attempt >= records[index].attempt else {
      return
    }
    let since = Timestamp(nanoseconds: newest.container.process.startedAt)
    if records[index].isRunning, records[index].attempt == newest.attempt {
      records[index].state = .running(since: since)
      return
    }
    if let termination = records[index].termination {
      guard termination.attempt < newest.attempt else { return }
      records[index].last = termination
    }
    records[index].attempt = newest.attempt
    records[index].wasTried = true
    records[index].state = .running(since: since)
    records[index].armProbes(startedAt: since)
  }

  /// The node has rebooted: what ran is lost, and starts again in a new sandbox, init containers first.
  mutating func loseSandbox(at now: Timestamp) {
    guard stage == .running || stage == .terminating else { return }
    sandbox = .idle
    volumes = .idle
    isRefreshing = false
    refreshAt = nil
    hadVolumes = false
    let hadStarted = records.contains { $0.wasTried }
    for index in records.indices {
      if case .starting = records[index].state { records[index].state = .waiting(reason: nil, message: nil) }
      guard case .running(let since) = records[index].state else { continue }
      records[index].end(
        ContainerTermination(
          attempt: records[index].attempt, exitCode: 255, reason: "Unknown", startedAt: since, finishedAt: now))
    }
    guard hadStarted, stage == .running else { return }
    let hasRunApps = records.contains { $0.role == .app && $0.wasTried }
    for index in records.indices {
      records[index].retryAt = now
      guard records[index].role == .initialize, !(restartPolicy == "Never" && hasRunApps),
        case .exited(let termination) = records[index].state
      else { continue }
      records[index].last = termination
      records[index].state = .waiting(reason: nil, message: nil)
    }
    isInitialized = restartPolicy == "Never" && hasRunApps
  }

  private static func attempt(of statusID: String, container: String) -> Int? {
    let prefix = "localkube://"
    guard statusID.hasPrefix(prefix), let id = ContainerIdentifier(String(statusID.dropFirst(prefix.count))),
      id.container == container
    else { return nil }
    return id.attempt
  }

  private static func termination(_ state: ContainerStateTerminated, attempt: Int) -> ContainerTermination {
    ContainerTermination(
      attempt: attempt, exitCode: state.exitCode ?? 255, reason: state.reason ?? "Error", message: state.message,
      startedAt: state.startedAt ?? Timestamp(seconds: 0), finishedAt: state.finishedAt ?? Timestamp(seconds: 0))
  }
}
