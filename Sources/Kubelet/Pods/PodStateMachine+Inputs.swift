import KubeModel
import SandboxRuntime

/// What each input changes, before anything is decided.
extension PodStateMachine {
  mutating func apply(_ input: PodInput, at now: Timestamp) {
    switch input {
    case .pod(let pod): update(pod, at: now)
    case .removed:
      isRemoved = true
      beginTermination(at: now)
    case .volumesReady: volumesReady()
    case .volumesFailed(let problems, let retryAfter): volumesFailed(problems, retryAfter: retryAfter, at: now)
    case .evicted(let message): evict(message, at: now)
    case .sandboxReady:
      sandbox = .done
    case .sandboxFailed(let message):
      sandbox = .failed(message: message, retryAt: now + settings.base)
      emit(warning: true, reason: "FailedCreatePodSandBox", "Failed to create pod sandbox: \(message)")
    case .tornDown:
      sandbox = .idle
      tearDowns -= 1
      // The one that ended may be that of a finished pod, and the one that takes the volumes is still under way.
      if stage == .tearingDown, tearDowns == 0 {
        stage = .gone
        if !isRemoved { actions.append(.deleteObject) }
      }
    case .started(let container, let attempt, let process, let imageID):
      started(container, attempt: attempt, process: process, imageID: imageID, at: now)
    case .startFailed(let container, let attempt, let failure):
      startFailed(container, attempt: attempt, failure, at: now)
    case .exited(let container, let attempt, let status, let message):
      exited(container, attempt: attempt, status, message: message, at: now)
    case .hookEnded(let container, let attempt, let hook, let failed):
      hookEnded(container, attempt: attempt, hook, failed: failed, at: now)
    case .probed(let container, let attempt, let kind, let outcome):
      probed(container, attempt: attempt, kind, outcome, at: now)
    case .dependenciesChanged: dependenciesChanged(at: now)
    case .recipesChanged:
      changes += 1
      for index in records.indices { if case .waiting = records[index].state { records[index].retryAt = now } }
    case .rebooted: loseSandbox(at: now)
    case .tick: break
    }
  }

  private mutating func update(_ pod: Pod, at now: Timestamp) {
    let before = self.pod
    let showsChange = fieldsInVolumesChanged(to: pod)
    self.pod = pod
    if showsChange { refreshVolumes() }
    let hasNewFields =
      before.spec != pod.spec || before.metadata.labels != pod.metadata.labels
      || before.metadata.annotations != pod.metadata.annotations
    addRecords()
    let containers = pod.spec.initContainers + pod.spec.containers
    for index in records.indices {
      // The pod's own fields may have been what its configuration lacked.
      if hasNewFields, case .waiting("CreateContainerConfigError", _) = records[index].state {
        records[index].retryAt = now
      }
      guard let container = containers.first(where: { $0.name == records[index].name }) else { continue }
      let imageChanged = container.image != records[index].container.image
      records[index].container = container
      guard imageChanged, stage == .running else { continue }
      records[index].retryAt = now
      if records[index].isRunning, records[index].stop == nil {
        records[index].mustRestart = true
        stop(
          index, grace: gracePeriod, at: now,
          message: "Container \(records[index].name) definition changed, will be restarted")
      }
    }
    resize(from: [], at: now)
    // Somebody else may have ended the pod by its status (an eviction, the end of its node).
    if pod.metadata.isBeingDeleted || (stage == .running && pod.isFinished) { beginTermination(at: now) }
  }

  private mutating func dependenciesChanged(at now: Timestamp) {
    refreshVolumes()
    if case .failed(let message, _) = volumes { volumes = .failed(message: message, retryAt: now) }
    for index in records.indices {
      switch records[index].state {
      case .waiting("CreateContainerConfigError", _): records[index].retryAt = now
      case .waiting where records[index].retryAt == nil: records[index].retryAt = now
      default: break
      }
    }
  }

  private mutating func started(
    _ container: String, attempt: Int, process: StartedProcess, imageID: String, at now: Timestamp
  ) {
    guard let index = index(of: container, attempt: attempt), records[index].isStarting else { return }
    let since = Timestamp(nanoseconds: process.startedAt)
    records[index].state = .running(since: since)
    records[index].wasTried = true
    records[index].mustRestart = false
    records[index].imageID = imageID
    records[index].imageBackoff = settings.base
    records[index].armProbes(startedAt: since)
    emitCreated(index, at: now)
    emit(container: container, reason: "Started", "Started container \(container)")
    if records[index].container.lifecycle?.postStart != nil, records[index].role != .ephemeral {
      records[index].isPostStartPending = true
      actions.append(.runHook(container: container, attempt: attempt, .postStart))
    }
    if attempt > 0 { actions.append(.discard(container: container, attempt: attempt - 1)) }
  }

  /// A fetch that nobody tells the end of is asked for again after this time.
  private static let fetchLimit = Duration.seconds(600)

  private mutating func emitPulled(_ index: Int, at now: Timestamp) {
    let (name, image) = (records[index].name, records[index].container.image ?? "")
    guard let begin = records[index].fetchingSince else {
      emit(container: name, reason: "Pulled", "Container image \"\(image)\" already present on machine")
      return
    }
    let took = "\(Double((now - begin) / .milliseconds(1)).rounded() / 1_000)s"
    emit(
      container: name, reason: "Pulled",
      "Successfully pulled image \"\(image)\" in \(took) (\(took) including waiting)")
    records[index].fetchingSince = nil
  }

  private mutating func emitCreated(_ index: Int, at now: Timestamp) {
    emitPulled(index, at: now)
    emit(container: records[index].name, reason: "Created", "Created container: \(records[index].name)")
  }

  private mutating func startFailed(_ container: String, attempt: Int, _ failure: StartFailure, at now: Timestamp) {
    guard let index = index(of: container, attempt: attempt), records[index].isStarting else { return }
    let missedChange = records[index].changesSeen != changes
    let name = records[index].name
    let image = records[index].container.image ?? ""
    switch failure {
    case .configuration(let message):
      records[index].state = .waiting(reason: "CreateContainerConfigError", message: message)
      // The next sync tries again, since what it lacks may be something that nobody tells of.
      records[index].retryAt = missedChange ? now : now + Self.syncInterval
      emitPulled(index, at: now)
      emit(warning: true, container: name, reason: "Failed", "Error: \(message)")
    case .creation(let message):
      records[index].state = .waiting(reason: "CreateContainerError", message: message)
      records[index].retryAt = now + settings.base
      emitPulled(index, at: now)
      emit(warning: true, container: name, reason: "Failed", "Error: \(message)")
    case .imageName(let message):
      records[index].state = .waiting(reason: "InvalidImageName", message: message)
      records[index].retryAt = missedChange ? now : now + Self.syncInterval
      emit(warning: true, container: name, reason: "InspectFailed", message)
      emit(warning: true, container: name, reason: "Failed", "Error: InvalidImageName")
    case .image(let message):
      let isFirst = records[index].imageBackoff == settings.base
      records[index].state = .waiting(
        reason: isFirst ? "ErrImagePull" : "ImagePullBackOff",
        message: isFirst ? message : "Back-off pulling image \"\(image)\": ErrImagePull: \(message)")
      records[index].retryAt = missedChange ? now : now + records[index].imageBackoff
      records[index].imageBackoff = min(records[index].imageBackoff * 2, settings.limit)
      if isFirst {
        emit(warning: true, container: name, reason: "Failed", "Failed to pull image \"\(image)\": \(message)")
      } else {
        emit(container: name, reason: "BackOff", "Back-off pulling image \"\(image)\"")
      }
      emit(
        warning: true, container: name, reason: "Failed", isFirst ? "Error: ErrImagePull" : "Error: ImagePullBackOff")
    case .fetching:
      records[index].state = .waiting(reason: "ContainerCreating", message: nil)
      records[index].retryAt = missedChange ? now : now + Self.fetchLimit
      guard records[index].fetchingSince == nil else { return }
      records[index].fetchingSince = now
      emit(container: name, reason: "Pulling", "Pulling image \"\(image)\"")
    case .run(let message):
      records[index].wasTried = true
      records[index].end(
        ContainerTermination(
          attempt: attempt, exitCode: 128, reason: "StartError", message: message,
          startedAt: Timestamp(seconds: 0), finishedAt: now))
      emitCreated(index, at: now)
      emit(warning: true, container: name, reason: "Failed", "Error: \(message)")
    }
  }

  private mutating func exited(
    _ container: String, attempt: Int, _ status: ExitStatus, message: String?, at now: Timestamp
  ) {
    guard let index = index(of: container, attempt: attempt) else { return }
    // An exit can overtake the answer to the start that it belongs to; the start is taken as answered then.
    guard records[index].isRunning || records[index].isStarting else { return }
    records[index].wasTried = true
    records[index].end(
      ContainerTermination(
        attempt: attempt, exitCode: Int(status.code),
        reason: status.isOutOfMemory ? "OOMKilled" : status.code == 0 ? "Completed" : "Error", message: message,
        startedAt: Timestamp(nanoseconds: status.startedAt), finishedAt: Timestamp(nanoseconds: status.finishedAt)))
  }

  private mutating func hookEnded(
    _ container: String, attempt: Int, _ hook: LifecycleHook, failed: Bool, at now: Timestamp
  ) {
    guard let index = index(of: container, attempt: attempt) else { return }
    // Why is not said: events are read by many, and the hook's output may hold secrets.
    if failed {
      emit(
        warning: true, container: container, reason: "Failed\(hook.rawValue)Hook", "\(hook.rawValue)Hook failed")
    }
    guard records[index].isRunning else { return }
    switch hook {
    case .postStart:
      guard records[index].isPostStartPending else { return }
      if !failed {
        records[index].isPostStartPending = false
      } else {
        stop(index, grace: gracePeriod, at: now, message: "FailedPostStartHook")
      }
    case .preStop:
      preStopEnded(index, at: now)
    }
  }

  private mutating func probed(
    _ container: String, attempt: Int, _ kind: ProbeKind, _ outcome: ProbeOutcome, at now: Timestamp
  ) {
    guard let index = index(of: container, attempt: attempt), records[index].isRunning,
      let position = records[index].probes.firstIndex(where: { $0.kind == kind })
    else { return }
    let changed = records[index].probes[position].end(outcome, at: now)
    switch outcome {
    case .success: break
    case .warning(let text):
      emit(warning: true, container: container, reason: "ProbeWarning", "\(kind.rawValue) probe warning: \(text)")
    // Of those in between nobody hears: they are this kubelet's own haste.
    case .failure where records[index].probes[position].isExtra: break
    case .failure(let text):
      emit(warning: true, container: container, reason: "Unhealthy", "\(kind.rawValue) probe failed: \(text)")
    case .unknown where records[index].probes[position].isExtra: break
    case .unknown(let text, let result):
      emit(
        warning: true, container: container, reason: "Unhealthy",
        "\(kind.rawValue) probe errored and resulted in \(result) state: \(text)")
    }
    guard changed, records[index].stop == nil else { return }
    let probe = records[index].probes[position]
    guard kind != .readiness, !probe.isPassing else { return }
    stop(
      index, grace: probe.probe.terminationGracePeriodSeconds.map { .seconds($0) } ?? gracePeriod, at: now,
      message: killing(records[index], for: kind))
  }

  /// What is said of a container that a probe ends.
  private func killing(_ record: ContainerRecord, for kind: ProbeKind) -> String {
    let failed = "ontainer \(record.name) failed \(kind.rawValue.lowercased()) probe"
    if record.role == .sidecar { return "Init c\(failed)" }
    return "C\(failed)" + (restartPolicy == "Never" ? "" : ", will be restarted")
  }
}
