import KubeModel

/// How far a rollout is, worded as kubectl does.
struct RolloutStatus {
  let text: String
  let isDone: Bool

  private init(_ text: String, isDone: Bool = false) {
    self.text = text
    self.isDone = isDone
  }

  /// Reads a workload's status; throws when the rollout has failed or cannot be followed.
  init(_ object: JSONValue, kind: String, name: String) throws {
    let spec = object["spec"] ?? .emptyObject
    let status = object["status"] ?? .emptyObject
    func count(_ key: String) -> Int64 { status[key]?.integerValue ?? 0 }
    let generation = object["metadata"]?["generation"]?.integerValue ?? 0
    let wanted = spec["replicas"]?.integerValue ?? 1
    guard generation <= count("observedGeneration") else {
      self.init("Waiting for \(kind.lowercased()) spec update to be observed...")
      return
    }
    switch kind {
    case "Deployment": self = try Self.deployment(name, status, wanted, count)
    case "DaemonSet": self = Self.daemonSet(name, count)
    default: self = try Self.statefulSet(name, spec, status, wanted, count)
    }
  }

  private static func deployment(
    _ name: String, _ status: JSONValue, _ wanted: Int64, _ count: (String) -> Int64
  ) throws -> RolloutStatus {
    let progressing = status["conditions"]?.arrayValue?.first { $0["type"]?.stringValue == "Progressing" }
    if progressing?["reason"]?.stringValue == "ProgressDeadlineExceeded" {
      throw CommandFailure("deployment \"\(name)\" exceeded its progress deadline")
    }
    let prefix = "Waiting for deployment \"\(name)\" rollout to finish:"
    let (updated, total, available) = (count("updatedReplicas"), count("replicas"), count("availableReplicas"))
    if updated < wanted {
      return RolloutStatus("\(prefix) \(updated) out of \(wanted) new replicas have been updated...")
    }
    if total > updated { return RolloutStatus("\(prefix) \(total - updated) old replicas are pending termination...") }
    if available < updated {
      return RolloutStatus("\(prefix) \(available) of \(updated) updated replicas are available...")
    }
    return RolloutStatus("deployment \"\(name)\" successfully rolled out", isDone: true)
  }

  private static func daemonSet(_ name: String, _ count: (String) -> Int64) -> RolloutStatus {
    let prefix = "Waiting for daemon set \"\(name)\" rollout to finish:"
    let (updated, wanted, available) = (
      count("updatedNumberScheduled"), count("desiredNumberScheduled"), count("numberAvailable")
    )
    if updated < wanted { return RolloutStatus("\(prefix) \(updated) out of \(wanted) new pods have been updated...") }
    if available < wanted { return RolloutStatus("\(prefix) \(available) of \(wanted) updated pods are available...") }
    return RolloutStatus("daemon set \"\(name)\" successfully rolled out", isDone: true)
  }

  private static func statefulSet(
    _ name: String, _ spec: JSONValue, _ status: JSONValue, _ wanted: Int64, _ count: (String) -> Int64
  ) throws -> RolloutStatus {
    let strategy = spec["updateStrategy"]
    guard strategy?["type"]?.stringValue != "OnDelete" else {
      throw CommandFailure("rollout status is only available for the RollingUpdate strategy type")
    }
    if count("readyReplicas") < wanted {
      return RolloutStatus("Waiting for \(wanted - count("readyReplicas")) pods to be ready...")
    }
    let partition = strategy?["rollingUpdate"]?["partition"]?.integerValue ?? 0
    if partition > 0 {
      guard count("updatedReplicas") >= wanted - partition else {
        return RolloutStatus(
          "Waiting for partitioned roll out to finish: \(count("updatedReplicas")) out of \(wanted - partition) "
            + "new pods have been updated...")
      }
      return RolloutStatus(
        "partitioned roll out complete: \(count("updatedReplicas")) new pods have been updated...", isDone: true)
    }
    let (current, update) = (status["currentRevision"]?.stringValue ?? "", status["updateRevision"]?.stringValue ?? "")
    if current != update {
      return RolloutStatus(
        "waiting for statefulset rolling update to complete \(count("updatedReplicas")) pods at revision \(update)...")
    }
    return RolloutStatus(
      "statefulset rolling update complete \(count("currentReplicas")) pods at revision \(current)...", isDone: true)
  }
}
