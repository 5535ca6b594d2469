import KubeModel

/// The conditions of a pod (Kubernetes, "Pod Lifecycle").
extension PodStatusBuilder {
  func conditions(of machine: PodStateMachine, phase: String, base: PodStatus) -> [PodCondition] {
    let initial = machine.records.filter { $0.role == .initialize || $0.role == .sidecar }
    let serving = machine.records.filter { $0.role == .app || $0.role == .sidecar }
    let unready = serving.filter { !$0.isReady }.map(\.name)
    let ended: (reason: String, Bool)? =
      switch phase {
      case "Succeeded": ("PodCompleted", true)
      case "Failed": ("PodFailed", true)
      default: nil
      }

    var initialized = condition("Initialized", machine.isInitialized || initial.isEmpty)
    if phase == "Succeeded" {
      initialized = condition("Initialized", true, reason: "PodCompleted")
    } else if initialized.status == "False" {
      let missing = initial.filter { $0.role == .initialize ? !$0.isReady : !$0.isStarted }.map(\.name)
      initialized.reason = "ContainersNotInitialized"
      initialized.message = "containers with incomplete status: [\(missing.joined(separator: " "))]"
    }

    var containersReady = condition("ContainersReady", unready.isEmpty && ended == nil)
    if let ended {
      containersReady.reason = ended.reason
    } else if !unready.isEmpty {
      containersReady.reason = "ContainersNotReady"
      containersReady.message = "containers with unready status: [\(unready.joined(separator: " "))]"
    }

    var ready = containersReady
    ready.type = "Ready"
    if ready.status == "True", let problem = gateProblem(machine.pod, base) {
      ready.status = "False"
      ready.reason = "ReadinessGatesNotReady"
      ready.message = problem
    }

    var own = [condition("PodReadyToStartContainers", machine.hasSandbox), initialized, ready, containersReady]
    own.append(condition("PodScheduled", true))
    if let problem = machine.resizeProblem {
      var pending = condition("PodResizePending", true, reason: "Infeasible")
      pending.message = problem
      own.append(pending)
    }
    if let failure = machine.failure, Self.disruptions.contains(failure.reason) {
      var disruption = condition(DisruptionCause.conditionType, true, reason: DisruptionCause.kubelet.rawValue)
      disruption.message = failure.message
      own.append(disruption)
    }
    let types = Set(own.compactMap(\.type)).union(["PodResizePending", "PodResizeInProgress"])
    let foreign = base.conditions.filter { !types.contains($0.type ?? "") }
    return own.map { settled($0, base: base) } + foreign
  }

  /// The reasons by which the kubelet itself ends a pod for the sake of the node.
  private static let disruptions: Set<String> = ["Evicted", "Preempting", "Terminated"]

  private func condition(_ type: String, _ holds: Bool, reason: String? = nil) -> PodCondition {
    .with {
      $0.type = type
      $0.status = holds ? "True" : "False"
      $0.reason = reason
    }
  }

  /// The first readiness gate that does not stand open, as the kubelet words it; nil when all do.
  private func gateProblem(_ pod: Pod, _ base: PodStatus) -> String? {
    for gate in pod.spec.readinessGates {
      let type = gate.conditionType ?? ""
      guard let found = base.conditions.first(where: { $0.type == type }) else {
        return "corresponding condition of pod readiness gate \"\(type)\" does not exist."
      }
      if found.status != "True" {
        return "the status of pod readiness gate \"\(type)\" is not \"True\", but \(found.status ?? "Unknown")"
      }
    }
    return nil
  }

  /// The condition with the time of its last change: the earlier one while the status stays.
  private func settled(_ condition: PodCondition, base: PodStatus) -> PodCondition {
    var condition = condition
    let before = base.conditions.first { $0.type == condition.type }
    if let before, before.status == condition.status, let time = before.lastTransitionTime {
      condition.lastTransitionTime = time
    } else {
      condition.lastTransitionTime = now
    }
    return condition
  }
}
