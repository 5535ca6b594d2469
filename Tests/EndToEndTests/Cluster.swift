import Foundation
import Testing

/// A cluster of a test's own: its home, its user and the commands against it.
struct Cluster: Sendable {
  let user: Machine.User
  let home: String
  let profile: String
  /// The tools' directories that are on PATH.
  var tools = ["v33", "consul", "debian"]
  /// Variables beside the usual ones.
  var variables: [String: String] = [:]

  /// The project's examples, as the cluster's user can read them.
  var examples: String { "\(home)/examples" }

  /// What the commands of the cluster need to find it.
  var environment: [String: String] {
    let usual = [
      "HOME": home, "LOCALKUBE_HOME": "\(home)/lk", "KUBECONFIG": "\(home)/kubeconfig", "TERM": "dumb",
      // Clients leave files there.
      "TMPDIR": "\(home)/tmp",
      "PATH":
        (tools.map { "\(Machine.tools ?? "")/\($0)" }
        + [ProcessInfo.processInfo.environment["PATH"] ?? ""]).joined(separator: ":"),
    ]
    return usual.merging(variables) { $1 }
  }

  /// Runs `localkube` as the cluster's user.
  func localkube(_ arguments: String..., input: String = "", limit: Duration = .seconds(120)) async throws
    -> CommandResult
  {
    try await localkube(arguments, input: input, limit: limit)
  }

  /// Runs `localkube` as the cluster's user.
  func localkube(_ arguments: [String], input: String = "", limit: Duration = .seconds(120)) async throws
    -> CommandResult
  {
    try await run(
      user.prefix + ["\(home)/bin/localkube", "--profile", profile] + arguments, environment: environment,
      input: input, limit: limit)
  }

  /// Runs the real kubectl with the kubeconfig that `up` wrote.
  func kubectl(_ arguments: String..., input: String = "", limit: Duration = .seconds(120)) async throws
    -> CommandResult
  {
    try await run(
      user.prefix + ["kubectl", "--context", profile] + arguments, environment: environment, input: input, limit: limit)
  }

  /// Runs the real kubectl with the kubeconfig that `up` wrote.
  func kubectl(_ arguments: [String], limit: Duration = .seconds(120)) async throws -> CommandResult {
    try await run(user.prefix + ["kubectl", "--context", profile] + arguments, environment: environment, limit: limit)
  }

  /// Runs any command as the cluster's user in its environment.
  func shell(_ script: String, limit: Duration = .seconds(120)) async throws -> CommandResult {
    try await run(user.prefix + ["sh", "-c", script], environment: environment, limit: limit)
  }

  /// The id of one of the cluster's own processes: `serve` or `sandboxd`.
  func process(_ role: String) async throws -> Int {
    try await eventually("\(role) runs") { try await findProcess(role) }
  }

  /// The same, or nil while there is none; sandboxd's arguments name no home, so it is a child of the supervisor's.
  func findProcess(_ role: String) async throws -> Int? {
    let supervisor = "^localkube supervise \(home)/lk/profiles/\(profile) "
    let found = try await shell("pgrep -P $(pgrep -f -- '\(supervisor)') -f '^localkube \(role) '")
    return found.table.first?.first.flatMap { Int($0) }
  }

  /// Makes a home, runs `body`, and takes everything away again, whatever happened.
  static func with(
    user: Machine.User = Machine.User.available[0], profile: String = "e2e", tools: [String]? = nil,
    variables: [String: String] = [:], _ body: (Cluster) async throws -> Void
  ) async throws {
    let home = "/tmp/localkube-e2e-\(UUID().uuidString.prefix(8))"
    let files = FileManager.default
    for directory in ["bin", "tmp"] {
      try files.createDirectory(atPath: "\(home)/\(directory)", withIntermediateDirectories: true)
    }
    // Copies, since the project's directory need not be open to the ordinary user.
    try files.copyItem(atPath: Machine.program, toPath: "\(home)/bin/localkube")
    try files.copyItem(atPath: "\(Machine.root)/examples", toPath: "\(home)/examples")
    if user == .ordinary, geteuid() == 0 {
      _ = try await run(["chown", "-R", "\(Machine.User.ordinaryID):\(Machine.User.ordinaryID)", home])
    }
    var cluster = Cluster(user: user, home: home, profile: profile)
    if let tools { cluster.tools = tools }
    cluster.variables = variables
    do {
      try await body(cluster)
    } catch {
      Issue.record(error)
      await cluster.explain()
    }
    // Every profile that the test made, its own and others.
    for name in (try? files.contentsOfDirectory(atPath: "\(home)/lk/profiles")) ?? [profile] {
      let removal = try await Cluster(user: user, home: home, profile: name).localkube("delete-cluster")
      #expect(removal.status == 0, "\(removal)")
    }
    let left = try processes(mentioning: home)
    #expect(left.isEmpty, "processes are left: \(left)")
    let mounts = try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)
    #expect(!mounts.contains(home), "mounts are left below \(home)")
    try files.removeItem(atPath: home)
  }

  /// The command lines that mention a directory.
  private static func processes(mentioning directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }.compactMap { id in
      // A process that has ended meanwhile is none.
      guard let bytes = try? Data(contentsOf: URL(filePath: "/proc/\(id)/cmdline")) else { return nil }
      let line = String(decoding: bytes, as: UTF8.self).replacing("\0", with: " ")
      return line.contains(directory) ? "\(id) \(line)" : nil
    }
  }

  /// Prints what helps to understand a failure.
  private func explain() async {
    let log = "\(home)/lk/profiles/\(profile)/logs/localkube.log"
    // This is for a person's eyes; whatever cannot be had is left out.
    if let text = try? String(contentsOfFile: log, encoding: .utf8) { print("--- \(log)\n\(text.suffix(6_000))") }
    if let pods = try? await kubectl("get", "pods,events", "-A", "-o", "wide", limit: .seconds(10)) { print(pods) }
  }
}
