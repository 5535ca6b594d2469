import ArgumentParser
import Consul
import Daemon
import KubeClient
import KubeModel
import LinuxSystem

/// `localkube install consul`.
struct InstallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install", abstract: "Install the built-in chart: a Consul cluster.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions
  @OptionGroup var release: ReleaseOptions
  @OptionGroup var values: ValueOptions

  @Option(help: "The version of Consul to fetch when there is none on this machine")
  var consulVersion: String = ReleaseArchive.defaultVersion

  @Option(help: "Where to fetch it from, in the layout of HashiCorp's release archive")
  var consulArchive: String = ReleaseArchive.defaultBase

  @Flag(inversion: .prefixedNo, help: "Wait until a leader is elected and all pods are Ready")
  var wait = true

  func run() async throws {
    let overrides = try values.overrides()
    // What is wrong with the values is said before anything is fetched.
    let image = try ChartValues(overrides: overrides).serverImage
    try await cluster.withSession(namespace: namespace) { session in
      if cluster.isProfile {
        let program = try await ConsulProvider.ofThisMachine(
          home: cluster.profileDirectory().home, image: image, version: consulVersion, archive: consulArchive
        ).provideShowingProgress()
        try Console.line("Using Consul \(program.version) at \(program.path)")
      }
      let manager = ReleaseManager(client: session.client) { Timestamp(nanoseconds: Clocks.now) }
      let installed = try await manager.install(name: release.name, namespace: session.namespace, values: overrides)
      try Console.line("Installed \(installed.name) in namespace \(installed.namespace)")
      if wait { try await ReleaseWait(client: session.client, release: installed).run() }
    }
  }
}

/// `localkube upgrade consul`.
struct UpgradeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upgrade", abstract: "Change a running release in place.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions
  @OptionGroup var release: ReleaseOptions
  @OptionGroup var values: ValueOptions

  @Flag(help: "Start from the values of the last revision")
  var reuseValues = false

  func run() async throws {
    let overrides = try values.overrides()
    try await cluster.withSession(namespace: namespace) { session in
      let manager = ReleaseManager(client: session.client) { Timestamp(nanoseconds: Clocks.now) }
      let upgraded = try await manager.upgrade(
        name: release.name, namespace: session.namespace, values: overrides, reuseValues: reuseValues)
      try Console.line("Upgraded \(upgraded.name) to revision \(upgraded.revision)")
    }
  }
}

/// `localkube uninstall consul`.
struct UninstallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uninstall", abstract: "Remove a release; the claims, and the data in them, stay.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions

  @Argument(help: "The release's name")
  var name: String

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      let manager = ReleaseManager(client: session.client) { Timestamp(nanoseconds: Clocks.now) }
      try await manager.uninstall(name: name, namespace: session.namespace)
      try Console.line("Uninstalled \(name)")
    }
  }
}

/// `localkube list`.
struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the installed releases.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions

  @Flag(name: [.customShort("A"), .long], help: "In all namespaces")
  var allNamespaces = false

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      let manager = ReleaseManager(client: session.client) { Timestamp(nanoseconds: Clocks.now) }
      let releases = try await manager.list(namespace: allNamespaces ? nil : session.namespace)
      var table = TextTable()
      let rows = releases.map {
        [$0.name, $0.namespace, String($0.revision), "\($0.updated)", $0.status.rawValue, $0.chart]
      }
      try Console.write(
        table.format([["NAME", "NAMESPACE", "REVISION", "UPDATED", "STATUS", "CHART"]] + rows))
    }
  }
}

/// `localkube template consul`.
struct TemplateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template", abstract: "Print the manifests of the chart; they fit any Kubernetes cluster.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var release: ReleaseOptions
  @OptionGroup var values: ValueOptions

  @Option(name: [.customShort("n"), .long], help: "The namespace of the objects")
  var namespace: String = "default"

  func run() async throws {
    let values = try ChartValues(overrides: try values.overrides())
    let objects = try ConsulChart(release: release.name, namespace: namespace, values: values).objects()
    for object in objects { try Console.write("---\n" + object.yamlText) }
  }
}
