import ArgumentParser
import KubeClient
import KubeModel

/// One revision of a workload: a ReplicaSet of a Deployment, or a ControllerRevision.
struct RolloutRevision {
  let number: Int64
  let cause: String
  /// The patch that brings the workload back to this revision.
  let patch: Patch

  /// All revisions of a workload, the oldest first.
  static func all(of reference: ObjectReference, _ session: Session) async throws -> [RolloutRevision] {
    let owner = try await session.client.get(
      reference.type.resource, namespace: reference.namespace, name: reference.name, subresource: nil)
    let uid = owner["metadata"]?["uid"]?.stringValue ?? ""
    func isOwned(_ metadata: ObjectMeta) -> Bool { metadata.controller?.uid == uid }
    let revisions: [RolloutRevision]
    if reference.type.kind == "Deployment" {
      let sets = try await session.client.list(ReplicaSet.self, namespace: reference.namespace)
      revisions = sets.filter { isOwned($0.metadata) }.compactMap(Self.init(replicaSet:))
    } else {
      let records = try await session.client.list(ControllerRevision.self, namespace: reference.namespace)
      revisions = records.filter { isOwned($0.metadata) }.map(Self.init(record:))
    }
    return revisions.sorted { $0.number < $1.number }
  }

  private static let causeKey = "kubernetes.io/change-cause"

  private init?(replicaSet: ReplicaSet) {
    let annotations = replicaSet.metadata.annotations
    guard let number = annotations["deployment.kubernetes.io/revision"].flatMap(Int64.init),
      var template = replicaSet.json["spec"]?["template"]
    else { return nil }
    var metadata = template["metadata"] ?? .emptyObject
    var labels = metadata["labels"] ?? .emptyObject
    labels["pod-template-hash"] = nil
    metadata["labels"] = labels
    template["metadata"] = metadata
    self.number = number
    cause = annotations[Self.causeKey] ?? "<none>"
    // The whole template is replaced: what the newer revision added must go.
    patch = .json([["op": "replace", "path": "/spec/template", "value": template]])
  }

  private init(record: ControllerRevision) {
    number = record.json["revision"]?.integerValue ?? 0
    cause = record.metadata.annotations[Self.causeKey] ?? "<none>"
    patch = .strategic(record.json["data"] ?? .emptyObject)
  }
}

/// `localkube rollout history`.
struct RolloutHistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "List the revisions of a workload.")

  @OptionGroup var workload: WorkloadOptions

  func run() async throws {
    try await workload.each { reference, session in
      let revisions = try await RolloutRevision.all(of: reference, session)
      let rows = revisions.map { "\($0.number)\t\($0.cause)\n" }.joined()
      let text = "\(reference.text) \nREVISION\tCHANGE-CAUSE\n\(rows)"
      try Console.write(TabWriter.format(text) + "\n")
    }
  }
}

/// `localkube rollout undo`.
struct RolloutUndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Bring a workload back to an earlier revision.")

  @OptionGroup var workload: WorkloadOptions

  @Option(help: "The revision (default: the one before the current)")
  var toRevision: Int64 = 0

  func run() async throws {
    try await workload.each { reference, session in
      let revisions = try await RolloutRevision.all(of: reference, session)
      let chosen = toRevision == 0 ? revisions.dropLast().last : revisions.first { $0.number == toRevision }
      guard let chosen else {
        throw CommandFailure(
          toRevision == 0
            ? "no rollout history found for \(reference.text)"
            : "unable to find revision \(toRevision) of \(reference.text); see: localkube rollout history")
      }
      _ = try await session.client.patch(
        reference.type.resource, namespace: reference.namespace, name: reference.name, subresource: nil,
        patch: chosen.patch, options: WriteOptions())
      try Console.line("\(reference.text) rolled back")
    }
  }
}
