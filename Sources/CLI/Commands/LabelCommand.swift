import ArgumentParser
import KubeClient
import KubeModel

/// `localkube label`.
struct LabelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label", abstract: "Set labels (KEY=VALUE) or remove them (KEY-).")

  @OptionGroup var change: MetadataChangeOptions

  func run() async throws { try await change.run(member: "labels", verb: "labeled") }
}

/// `localkube annotate`.
struct AnnotateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate", abstract: "Set annotations (KEY=VALUE) or remove them (KEY-).")

  @OptionGroup var change: MetadataChangeOptions

  func run() async throws { try await change.run(member: "annotations", verb: "annotated") }
}

/// What `label` and `annotate` have in common.
struct MetadataChangeOptions: ParsableArguments {
  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions
  @OptionGroup var selection: SelectionOptions

  @Flag(help: "Change values that are already there")
  var overwrite = false

  @Flag(help: "All objects of the type in the namespace")
  var all = false

  @Argument(help: "TYPE NAME or TYPE/NAME, then KEY=VALUE or KEY-")
  var words: [String]

  func run(member: String, verb: String) async throws {
    let changes = words.filter { Self.isChange($0) }
    let targets = words.filter { !Self.isChange($0) }
    guard !changes.isEmpty else { throw CommandFailure.usage("at least one KEY=VALUE or KEY- is needed") }
    try await cluster.withSession(namespace: namespace) { session in
      for reference in try await session.references(words: targets, selection: selection, all: all) {
        try await apply(changes, to: reference, member: member, verb: verb, session)
      }
    }
  }

  private func apply(
    _ changes: [String], to reference: ObjectReference, member: String, verb: String, _ session: Session
  ) async throws {
    let resource = reference.type.resource
    let object = try await session.client.get(
      resource, namespace: reference.namespace, name: reference.name, subresource: nil)
    let present = object["metadata"]?[member] ?? .emptyObject
    var patch = JSONValue.emptyObject
    for change in changes {
      if change.hasSuffix("-"), !change.contains("=") {
        patch[String(change.dropLast())] = .null
        continue
      }
      let parts = change.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      if let old = present[parts[0]]?.stringValue, old != parts[1], !overwrite {
        throw CommandFailure("\"\(parts[0])\" already has a value (\(old)), and --overwrite is not set")
      }
      patch[parts[0]] = .string(parts[1])
    }
    var metadata = JSONValue.emptyObject
    metadata[member] = patch
    let after = try await session.client.patch(
      resource, namespace: reference.namespace, name: reference.name, subresource: nil,
      patch: .merge(["metadata": metadata]), options: WriteOptions(fieldManager: "localkube"))
    let isChanged = (after["metadata"]?[member] ?? .emptyObject) != present
    try Console.line("\(reference.text) \(isChanged ? verb : "not \(verb)")")
  }

  private static func isChange(_ word: String) -> Bool {
    word.contains("=") || (word.hasSuffix("-") && word.count > 1)
  }
}
