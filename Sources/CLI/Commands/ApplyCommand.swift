import ArgumentParser
import KubeClient
import KubeModel

/// `localkube apply`: server-side apply, so that fields of other writers stay theirs.
struct ApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Create objects from manifests, or bring them to what the manifests say.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions
  @OptionGroup var manifests: ManifestOptions
  @OptionGroup var dryRun: DryRunOptions

  @Flag(help: "Refuse to take fields over from other writers, and answer as kubectl apply --server-side does")
  var serverSide = false

  @Flag(help: "With --server-side: take fields over from other writers")
  var forceConflicts = false

  @Option(help: "The name under which the fields are owned")
  var fieldManager = "localkube"

  @Flag(help: "Not supported: remove what is no longer in the manifests with localkube delete")
  var prune = false

  func validate() throws {
    if prune { throw ValidationError("--prune is not supported; remove objects with localkube delete") }
    if manifests.filename.isEmpty { throw ValidationError("pass a manifest with -f FILE, or -f - for standard input") }
  }

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      let objects = try ManifestReader.read(manifests.filename, recursive: manifests.recursive)
      guard !objects.isEmpty else { throw CommandFailure("no objects passed to apply") }
      var failures = FailureCollector()
      for object in objects {
        await failures.attempt { try await apply(object, session) }
      }
      try failures.finish()
    }
  }

  private func apply(_ object: JSONValue, _ session: Session) async throws {
    let reference = try await session.reference(to: object)
    var object = object
    if let target = reference.namespace {
      var metadata = object["metadata"] ?? .emptyObject
      metadata["namespace"] = .string(target)
      object["metadata"] = metadata
    }
    if let chosen = namespace.namespace, let target = reference.namespace, chosen != target {
      throw CommandFailure(
        "the namespace \"\(target)\" of \(reference.text) is not \"\(chosen)\", which --namespace names")
    }
    if dryRun.dryRun == .client { return try Console.line("\(reference.text) configured\(dryRun.suffix)") }
    let resource = reference.type.resource
    let before: JSONValue?
    do {
      before = try await session.client.get(
        resource, namespace: reference.namespace, name: reference.name, subresource: nil)
    } catch let error as StatusError where error.reason == .notFound {
      before = nil
    }
    let after = try await session.client.patch(
      resource, namespace: reference.namespace, name: reference.name, subresource: nil, patch: .apply(object),
      options: WriteOptions(
        dryRun: dryRun.dryRun == .server, fieldManager: fieldManager, fieldValidation: "Strict",
        force: serverSide ? forceConflicts : true))
    try Console.line("\(reference.text) \(outcome(before, after))\(dryRun.suffix)")
  }

  /// kubectl's word for what happened; an object that stayed at its revision was not changed.
  private func outcome(_ before: JSONValue?, _ after: JSONValue) -> String {
    if serverSide { return "serverside-applied" }
    guard let before else { return "created" }
    let revisions = [before, after].map { $0["metadata"]?["resourceVersion"]?.stringValue }
    return revisions[0] == revisions[1] ? "unchanged" : "configured"
  }
}

/// Goes on after a failure, so that one bad object does not hide what the others would do.
struct FailureCollector {
  private var errors: [any Error] = []

  /// Runs `body`; its error is kept for `finish`.
  mutating func attempt(_ body: () async throws -> Void) async {
    do { try await body() } catch { errors.append(error) }
  }

  /// Reports all errors but the last, which is thrown.
  func finish() throws {
    guard let last = errors.last else { return }
    for error in errors.dropLast() { Console.complain(ErrorReport.text(error)) }
    throw last
  }
}
