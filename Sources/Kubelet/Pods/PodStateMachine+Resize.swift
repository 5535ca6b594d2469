import KubeModel

/// Resources that change while the pod runs (Kubernetes, "Resize CPU and Memory Resources assigned to Containers").
///
/// What is set aside is only kept account of: nothing is set in a cgroup, so a change that the node has room for is
/// done as soon as it is seen, and never `PodResizeInProgress`.
extension PodStateMachine {
  /// Sets aside what the definitions ask for, or notes why the node cannot.
  ///
  /// - Parameter statuses: What was set aside before the kubelet was restarted.
  mutating func resize(from statuses: [ContainerStatus], at now: Timestamp) {
    resizeProblem = infeasible()
    guard resizeProblem == nil else {
      for index in records.indices {
        guard let known = statuses.first(where: { $0.name == records[index].name })?.json["resources"] else { continue }
        records[index].allocated = known
      }
      return
    }
    for index in records.indices where records[index].role != .ephemeral {
      let wanted = records[index].container.json["resources"] ?? .emptyObject
      let before = records[index].allocated
      guard !wanted.isSame(as: before) else { continue }
      records[index].allocated = wanted
      guard stage == .running, records[index].isRunning, records[index].stop == nil,
        requiresRestart(records[index], from: before, to: wanted)
      else { continue }
      records[index].mustRestart = true
      stop(
        index, grace: gracePeriod, at: now,
        message: "Container \(records[index].name) resize requires restart")
    }
  }

  /// Why the node could never have what the pod asks for, as the kubelet words it; nil when it could.
  private func infeasible() -> String? {
    let containers = records.filter { $0.role == .app || $0.role == .sidecar }.map(\.container)
    for (name, measure) in [("cpu", \Quantity.milliValue), ("memory", \Quantity.value)] {
      guard let capacity = capacity[name]?[keyPath: measure] else { continue }
      let requested = containers.reduce(Int64(0)) { sum, container in
        let quantity = container.json["resources"]?["requests"]?[name].flatMap { Quantity(json: $0) }
        return sum + (quantity?[keyPath: measure] ?? 0)
      }
      if requested > capacity {
        return "Node didn't have enough capacity: \(name), requested: \(requested), capacity: \(capacity)"
      }
    }
    return nil
  }

  private func requiresRestart(_ record: ContainerRecord, from old: JSONValue, to new: JSONValue) -> Bool {
    (record.container.json["resizePolicy"]?.arrayValue ?? []).contains { policy in
      guard policy["restartPolicy"] == "RestartContainer", let name = policy["resourceName"]?.stringValue else {
        return false
      }
      return ["requests", "limits"].contains { !JSONValue.areSame(new[$0]?[name], old[$0]?[name]) }
    }
  }
}
