import ArgumentParser
import KubeClient
import KubeModel

/// `localkube rollout`.
struct RolloutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollout", abstract: "Follow, restart, pause or undo the rollout of a workload.",
    subcommands: [
      RolloutStatusCommand.self, RolloutRestartCommand.self, RolloutHistoryCommand.self, RolloutUndoCommand.self,
      RolloutPauseCommand.self, RolloutResumeCommand.self,
    ])
}

/// The workload of a rollout command.
struct WorkloadOptions: ParsableArguments {
  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions

  @Argument(help: "TYPE NAME or TYPE/NAME, of a Deployment, StatefulSet or DaemonSet")
  var resources: [String]

  func each(_ body: (ObjectReference, Session) async throws -> Void) async throws {
    try await cluster.withSession(namespace: namespace) { session in
      for reference in try await session.references(words: resources) {
        guard ["Deployment", "StatefulSet", "DaemonSet"].contains(reference.type.kind) else {
          throw CommandFailure("\(reference.text) has no rollout; Deployments, StatefulSets and DaemonSets do")
        }
        try await body(reference, session)
      }
    }
  }
}

/// `localkube rollout restart`.
struct RolloutRestartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restart", abstract: "Replace all pods, at the pace of an update.")

  @OptionGroup var workload: WorkloadOptions

  func run() async throws {
    try await workload.each { reference, session in
      let annotations: JSONValue = ["kubectl.kubernetes.io/restartedAt": .string(Age.now.description)]
      _ = try await session.client.patch(
        reference.type.resource, namespace: reference.namespace, name: reference.name, subresource: nil,
        patch: .strategic(["spec": ["template": ["metadata": ["annotations": annotations]]]]), options: WriteOptions())
      try Console.line("\(reference.text) restarted")
    }
  }
}

/// `localkube rollout pause`.
struct RolloutPauseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Let changes of a Deployment wait.")

  @OptionGroup var workload: WorkloadOptions

  func run() async throws { try await workload.setPaused(true) }
}

/// `localkube rollout resume`.
struct RolloutResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Roll the waiting changes of a Deployment out.")

  @OptionGroup var workload: WorkloadOptions

  func run() async throws { try await workload.setPaused(false) }
}

extension WorkloadOptions {
  fileprivate func setPaused(_ isPaused: Bool) async throws {
    try await each { reference, session in
      guard reference.type.kind == "Deployment" else {
        throw CommandFailure("\(reference.text) cannot be paused; only Deployments can")
      }
      let value: JSONValue = isPaused ? true : nil
      _ = try await session.client.patch(
        reference.type.resource, namespace: reference.namespace, name: reference.name, subresource: nil,
        patch: .merge(["spec": ["paused": value]]), options: WriteOptions())
      try Console.line("\(reference.text) \(isPaused ? "paused" : "resumed")")
    }
  }
}

/// `localkube rollout status`.
struct RolloutStatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Follow a rollout to its end.")

  @OptionGroup var workload: WorkloadOptions

  @Flag(name: [.customShort("w"), .long], inversion: .prefixedNo, help: "Wait for the end")
  var watch = true

  @Option(help: "Give up after this time, such as 2m (default: never)")
  var timeout: String?

  func validate() throws {
    if let timeout, Age.duration(timeout) == nil {
      throw ValidationError("\"\(timeout)\" is no duration; write it as in 30s or 5m")
    }
  }

  func run() async throws {
    try await workload.each { reference, session in
      let limit = timeout.flatMap(Age.duration).map { Int($0.components.seconds) + 1 }
      var last = ""
      while true {
        let object = try await session.client.get(
          reference.type.resource, namespace: reference.namespace, name: reference.name, subresource: nil)
        if try show(object, reference, &last) || !watch { return }
        let events = try await session.client.watch(
          reference.type.resource, namespace: reference.namespace,
          options: ListOptions(
            fieldSelector: "metadata.name=\(reference.name)",
            resourceVersion: object["metadata"]?["resourceVersion"]?.stringValue, timeoutSeconds: limit))
        for try await event in events {
          switch event {
          case .added(let object), .modified(let object):
            if try show(object, reference, &last) { return }
          case .deleted: throw CommandFailure("\(reference.text) was deleted while its rollout went on")
          case .bookmark: break
          }
        }
        if limit != nil { throw CommandFailure("timed out waiting for the rollout of \(reference.text)") }
      }
    }
  }

  /// Prints a status that is new and returns whether the rollout is at its end.
  private func show(_ object: JSONValue, _ reference: ObjectReference, _ last: inout String) throws -> Bool {
    let status = try RolloutStatus(object, kind: reference.type.kind, name: reference.name)
    if status.text != last { try Console.line(status.text) }
    last = status.text
    return status.isDone
  }
}
