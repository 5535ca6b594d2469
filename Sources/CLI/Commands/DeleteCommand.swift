import ArgumentParser
import KubeClient
import KubeModel

/// `localkube delete`.
struct DeleteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete objects and wait until they are gone.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var manifests: ManifestOptions
  @OptionGroup var dryRun: DryRunOptions

  @Flag(help: "Delete all objects of the type in the namespace")
  var all = false

  @Option(help: "Seconds that a pod has to end; negative values mean its own setting")
  var gracePeriod: Int = -1

  @Flag(help: "With --grace-period=0: do not wait for the processes to end")
  var force = false

  @Flag(inversion: .prefixedNo, help: "Wait until the objects are gone")
  var wait = true

  @Option(help: "Give up waiting after this time, such as 30s (default: never)")
  var timeout: String?

  @Option(help: "What happens to what the objects own: background, foreground or orphan")
  var cascade: Cascade = .background

  @Flag(help: "Say nothing when an object does not exist")
  var ignoreNotFound = false

  @Option(name: [.customShort("o", allowingJoined: true), .long], help: "name prints TYPE/NAME only")
  var output: String?

  @Argument(help: "TYPE NAME, TYPE/NAME, or TYPE with -l or --all")
  var resources: [String] = []

  enum Cascade: String, ExpressibleByArgument, CaseIterable {
    case background
    case foreground
    case orphan

    var policy: String {
      switch self {
      case .background: "Background"
      case .foreground: "Foreground"
      case .orphan: "Orphan"
      }
    }
  }

  func validate() throws {
    if resources.isEmpty, manifests.filename.isEmpty {
      throw ValidationError("name what to delete, such as pod/web, or pass a manifest with -f")
    }
    if gracePeriod == 0, !force { throw ValidationError("--grace-period=0 needs --force") }
    if force, gracePeriod > 0 { throw ValidationError("--force and a --grace-period above 0 exclude each other") }
    if let output, output != "name" { throw ValidationError("the only output format of delete is name") }
    if let timeout, Age.duration(timeout) == nil {
      throw ValidationError("\"\(timeout)\" is no duration; write it as in 30s or 5m")
    }
  }

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      let references = try await session.references(
        words: resources, manifests: manifests, selection: selection, all: all)
      if references.isEmpty { return Console.complain("No resources found") }
      let leader = wait && dryRun.dryRun == .none ? try await LeaderDeletion(session, references) : nil
      var failures = FailureCollector()
      var gone: [(ObjectReference, uid: String?)] = []
      for reference in references {
        await failures.attempt {
          do {
            gone.append((reference, try await delete(reference, session)))
          } catch let error as StatusError where error.reason == .notFound && (ignoreNotFound || all) {
            // It is gone, which was the aim.
          }
        }
      }
      if wait, dryRun.dryRun == .none {
        let deadline = timeout.flatMap(Age.duration).map { ContinuousClock.now + $0 }
        for (reference, uid) in gone {
          await failures.attempt { try await DeletionWait(session, reference, uid: uid, deadline: deadline).run() }
        }
      }
      try failures.finish()
      try await leader?.run()
    }
  }

  /// Asks for the deletion and returns the uid of what is to go.
  private func delete(_ reference: ObjectReference, _ session: Session) async throws -> String? {
    var uid: String?
    if dryRun.dryRun != .client {
      let answer = try await session.client.delete(
        reference.type.resource, namespace: reference.namespace, name: reference.name,
        options: DeleteOptions(
          gracePeriodSeconds: force ? 0 : gracePeriod < 0 ? nil : gracePeriod, propagationPolicy: cascade.policy,
          dryRun: dryRun.dryRun == .server))
      uid = answer["metadata"]?["uid"]?.stringValue ?? answer["details"]?["uid"]?.stringValue
    }
    if output == "name" {
      try Console.line(reference.text)
    } else {
      let verb = force ? "force deleted" : "deleted"
      try Console.line("\(reference.type.qualifiedSingular) \"\(reference.name)\" \(verb)\(dryRun.suffix)")
    }
    return uid
  }
}
