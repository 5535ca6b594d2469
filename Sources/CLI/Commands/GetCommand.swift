import ArgumentParser
import KubeClient
import KubeModel

/// `localkube get`.
struct GetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Show objects.",
    discussion: """
      Examples:
        localkube get pods
        localkube get pods,services -A -o wide
        localkube get deployment/web -o yaml
        localkube get pods -l app=web -w
      """)

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions
  @OptionGroup var selection: SelectionOptions

  @Option(
    name: [.customShort("o", allowingJoined: true), .long],
    help: "wide, json, yaml, name, jsonpath=TEMPLATE or custom-columns=HEADER:PATH,…")
  var output: String?

  @Flag(name: [.customShort("w"), .long], help: "Show the objects, then their changes as they happen")
  var watch = false

  @Flag(help: "Show changes only")
  var watchOnly = false

  @Flag(help: "Leave the headers out")
  var noHeaders = false

  @Flag(help: "Show all labels in a last column")
  var showLabels = false

  @Option(name: [.customShort("L"), .long], help: "Show these labels as columns (comma-separated)")
  var labelColumns: String?

  @Option(help: "Sort by the value at this JSONPath, such as .metadata.creationTimestamp")
  var sortBy: String?

  @Flag(help: "Show managedFields in JSON and YAML")
  var showManagedFields = false

  @Flag(help: "Say nothing when an object does not exist")
  var ignoreNotFound = false

  @Argument(help: "TYPE, TYPE NAME, TYPE/NAME or TYPE,TYPE")
  var resources: [String]

  func run() async throws {
    let format = try OutputFormat(output)
    let words = try ResourceArguments(resources)
    try await cluster.withSession(namespace: namespace) { session in
      var query = GetQuery(session: session, format: format, selection: selection, words: words)
      query.isWatching = watch || watchOnly
      query.showsExisting = !watchOnly
      query.hasHeaders = !noHeaders
      query.showsLabels = showLabels
      query.labelColumns = labelColumns?.split(separator: ",").map(String.init) ?? []
      query.sortPath = try sortBy.map {
        try JSONPathExpression($0.hasPrefix("{") ? String($0.dropFirst().dropLast()) : $0)
      }
      query.showsManagedFields = showManagedFields
      query.ignoresMissing = ignoreNotFound
      try await query.run()
    }
  }
}
