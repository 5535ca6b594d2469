import ArgumentParser
import Daemon
import KubeClient
import KubeModel
import LinuxSystem
import SandboxRuntime

/// `localkube up`.
struct UpCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up", abstract: "Start the cluster, and wait until it can be used.")

  @OptionGroup var cluster: ProfileOptions

  @Option(help: "The kubeconfig to add the context to (default: as for kubectl, $KUBECONFIG or ~/.kube/config)")
  var kubeconfig: String?

  @Option(help: "How many nodes the cluster has")
  var nodes: Int?

  @Option(help: "The port of the API on 127.0.0.1 (default: a free one, kept for later starts)")
  var apiPort: Int?

  @Option(help: "Seconds before the second restart of a container; doubled each time")
  var restartBackoff: Double?

  @Option(help: "The most seconds between restarts of a container")
  var restartBackoffLimit: Double?

  @Option(
    name: .customLong("stub-domain"),
    help: "Let a DNS server of your own answer for a domain: DOMAIN=ADDRESS or DOMAIN=SERVICE.NAMESPACE; repeatable")
  var stubDomains: [String] = []

  @Option(help: "Tell every request to the API in this file; an empty path ends that")
  var auditLog: String?

  @Flag(help: "Stay in the foreground, as systemd wants it")
  var foreground = false

  @Flag(name: .customLong("no-kubeconfig"), help: "Leave your kubeconfig alone")
  var leavesKubeconfig = false

  func validate() throws {
    if let nodes, !(1...100).contains(nodes) { throw ValidationError("--nodes must be between 1 and 100") }
    if let apiPort, !(1...65_535).contains(apiPort) { throw ValidationError("--api-port must be a port number") }
    if let restartBackoff, restartBackoff <= 0 { throw ValidationError("--restart-backoff must be above 0") }
    for text in stubDomains {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, parts[1].split(separator: ".").count >= 2 else {
        throw ValidationError("--stub-domain \(text) must be DOMAIN=ADDRESS or DOMAIN=SERVICE.NAMESPACE")
      }
    }
  }

  func run() async throws {
    let profile = try cluster.profileDirectory()
    let process = ClusterProcess(profile: profile)
    // What cannot be written to is found before anything is started.
    try userKubeconfig?.check(adding: profile.name)
    let turn = try Self.writing(profile) { try StartTurn.wait(profile) }
    if let id = try process.runningID() {
      _ = consume turn
      return try join(profile, process: id)
    }
    let disk = DiskRoom(profile)
    // A cluster that is there can be read on a full disk, and its pods go on.
    if let disk, !disk.isInUse, let obstacle = disk.obstacle { throw CommandFailure.machine("\(obstacle)") }
    if try process.endedAbruptly() {
      try Console.line("The cluster \(profile.name) ended without a power-off; its pods come back.")
    }
    try writeConfiguration(profile)
    if let obstacle = disk?.obstacle { Console.complain("warning: \(obstacle)") }
    for obstacle in try PodRoom.current().obstacles(nodes: try ConfigurationFile(profile).read().nodeCount) {
      Console.complain("warning: \(obstacle)")
    }
    if foreground {
      try process.runInForeground()
      return
    }
    try await start(profile, process)
    _ = consume turn
  }

  /// What is left to do for a cluster that is up.
  private func join(_ profile: Profile, process: Int32) throws {
    try addContext(profile)
    let settings = try ConfigurationFile(profile).read()
    let isSame = try changed(settings) == settings
    try Console.line(
      "The cluster \(profile.name) is up already (process \(process))."
        + (isSame ? "" : " It keeps its settings; for other ones power it off first (localkube down)."))
  }

  private func start(_ profile: Profile, _ process: ClusterProcess) async throws {
    let steps = StepPrinter()
    do {
      try steps.start("Starting")
      try process.start { step in
        try steps.done(step)
        try steps.start("Starting")
      }
      try addContext(profile)
      try steps.start("Waiting for the nodes")
      try await waitForNodes(profile)
      let count = try ConfigurationFile(profile).read().nodeCount
      try steps.done(count == 1 ? "The node is Ready" : "The \(count) nodes are Ready")
    } catch {
      try steps.stop()
      throw error
    }
    try Console.line("The cluster \(profile.name) is up after \(steps.total).")
  }

  private func writeConfiguration(_ profile: Profile) throws {
    let file = ConfigurationFile(profile)
    try Self.writing(profile) {
      let before = try file.read()
      let settings = try changed(before)
      if settings != before || !FileSystem.exists(profile.configuration) { try file.write(settings) }
    }
  }

  /// Writes into the profile's directory, and says what to do where that cannot be done.
  private static func writing<Result: ~Copyable>(_ profile: Profile, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as SystemError {
      throw CommandFailure.machine(
        "\(profile.home.path) cannot be written to (\(error)); choose another directory with --home")
    }
  }

  /// The settings with what the options say.
  private func changed(_ settings: ClusterConfiguration) throws -> ClusterConfiguration {
    var settings = settings
    if let nodes, nodes != settings.nodeCount { settings.nodes = nodes }
    if let apiPort {
      settings.apiPort = apiPort
      settings.isAPIPortChosen = true
    }
    if let restartBackoff { settings.restartBackoffSeconds = restartBackoff }
    if let restartBackoffLimit { settings.restartBackoffLimitSeconds = restartBackoffLimit }
    if let auditLog { settings.auditLog = auditLog.isEmpty ? .none : try Self.absolute(auditLog) }
    for text in stubDomains {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      settings.stubDomains[parts[0]] = parts[1]
    }
    return settings
  }

  /// A path that means the same in the control plane's process.
  private static func absolute(_ path: String) throws -> String {
    path.hasPrefix("/") ? path : Path.join(try FileSystem.realPath("."), path)
  }

  /// The user's kubeconfig; nil when it is to be left alone.
  private var userKubeconfig: KubeconfigSet? {
    leavesKubeconfig ? nil : KubeconfigSet(explicit: kubeconfig, environment: Environment.all)
  }

  private func addContext(_ profile: Profile) throws {
    guard let user = userKubeconfig else { return }
    guard let port = try ConfigurationFile(profile).read().apiPort else { return }
    let certificates = try CertificateStore(directory: profile.certificates, profile: profile.name)
    try user.add(try certificates.entry(profile, port: port))
  }

  private func waitForNodes(_ profile: Profile) async throws {
    let client = try cluster.connect().client
    let wanted = Set(try ConfigurationFile(profile).read().nodeNames(profile: profile.name))
    var ready: Set<String> = []
    // A watch that ends early, because the control plane was started again, begins anew.
    for _ in 0..<10 {
      for try await event in try await client.watch(Node.resource, namespace: nil, options: ListOptions()) {
        switch event {
        case .added(let json), .modified(let json):
          let node = Node(json: json)
          if node.status.conditions.contains(where: { $0.type == "Ready" && $0.status == "True" }) {
            ready.insert(node.name)
          }
        case .deleted, .bookmark: break
        }
        if wanted.isSubset(of: ready) { return }
      }
    }
    throw CommandFailure("not all nodes are Ready; \(profile.daemonLog) tells why")
  }
}
