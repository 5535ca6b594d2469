import Foundation
import Subprocess
import Testing

/// What the end-to-end tests use of the machine: the built program, the tools and the users.
enum Machine {
  /// A user to run as.
  enum User: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case root
    case ordinary

    var testDescription: String { rawValue }

    /// The ids of the ordinary user, who needs no account for what localkube does.
    static let ordinaryID = 47_321

    /// The users that this run can be: as root both, otherwise just oneself.
    static var available: [User] { geteuid() == 0 ? [.root, .ordinary] : [.ordinary] }

    /// What stands before a command to run it as this user.
    var prefix: [String] {
      guard self == .ordinary, geteuid() == 0 else { return [] }
      return ["setpriv", "--reuid=\(Self.ordinaryID)", "--regid=\(Self.ordinaryID)", "--clear-groups", "--"]
    }
  }

  /// The directory of what `Packaging/test.sh` fetched: `v37`, `v33`, `v27` and `v20` with kubectl and
  /// helm of Kubernetes 1.37, 1.33, 1.27 and 1.20, `consul` with Consul, `traefik` with Traefik,
  /// `patroni` with Patroni, `postgres` with PostgreSQL, `debian` with
  /// kubectx, kubens and Prometheus, `images` with nginx, Redis and busybox.
  static var tools: String? { ProcessInfo.processInfo.environment["LOCALKUBE_TEST_TOOLS"] }

  /// The project's root.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The program under test: `LOCALKUBE_TEST_PROGRAM`, or the one built beside the tests.
  static let program: String = {
    if let path = ProcessInfo.processInfo.environment["LOCALKUBE_TEST_PROGRAM"] { return path }
    let bundle = Bundle.allBundles.compactMap { $0.executablePath }.first { $0.hasSuffix(".xctest") }
    let directory = bundle.map { URL(filePath: $0).deletingLastPathComponent().path }
    return (directory ?? "\(root)/.build/debug") + "/localkube"
  }()

  /// Why the end-to-end tests cannot run here; nil when they can.
  ///
  /// On CI nothing is skipped.
  static let obstacle: String? = {
    if ProcessInfo.processInfo.environment["CI"] != nil { return nil }
    guard FileManager.default.isExecutableFile(atPath: program) else { return "\(program) is not built" }
    guard let tools, FileManager.default.isExecutableFile(atPath: "\(tools)/v33/kubectl") else {
      return "there is no kubectl: run the tests through Packaging/test.sh"
    }
    return nil
  }()
}

/// What a command did.
struct CommandResult: Sendable, CustomStringConvertible {
  let command: String
  let status: Int32
  let output: String
  let errors: String
  let duration: Duration

  var description: String { "$ \(command)\n\(output)\(errors)--- exit \(status) after \(duration)" }

  /// The lines of the output, each cut into words.
  var table: [[String]] {
    output.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true).map(String.init) }
  }
}

/// Runs a command to its end, or ends it after `limit`.
func run(
  _ command: [String], environment: [String: String] = [:], input: String = "", limit: Duration = .seconds(120)
) async throws -> CommandResult {
  let start = ContinuousClock.now
  var full = ["timeout", "--kill-after=5", String(limit.components.seconds)] + command
  // A session of its own, for an editor that finds a terminal would be stopped on it.
  full = ["setsid", "--wait"] + full
  var variables: [Environment.Key: String?] = [:]
  for (name, value) in environment {
    if let key = Environment.Key(rawValue: name) { variables[key] = value }
  }
  let result = try await Subprocess.run(
    .name(full[0]), arguments: Arguments(Array(full.dropFirst())), environment: .inherit.updating(variables),
    input: .string(input), output: .string(limit: 8 << 20), error: .string(limit: 8 << 20))
  let status: Int32 =
    switch result.terminationStatus {
    case .exited(let code): code
    case .signaled(let signal): 128 + signal
    }
  return CommandResult(
    command: command.joined(separator: " "), status: status, output: result.standardOutput,
    errors: result.standardError, duration: ContinuousClock.now - start)
}

/// Asks again and again until `condition` gives a value; the end of the time is an issue that shows the last state.
func eventually<Value>(
  _ what: String, within limit: Duration = .seconds(60), every interval: Duration = .milliseconds(100),
  _ condition: () async throws -> Value?
) async throws -> Value {
  let end = ContinuousClock.now + limit
  while ContinuousClock.now < end {
    if let value = try await condition() { return value }
    try await Task.sleep(for: interval)
  }
  throw NeverHappened(what: what, limit: limit)
}

/// Something that was waited for in vain.
struct NeverHappened: Error, CustomStringConvertible {
  let what: String
  let limit: Duration

  var description: String { "\(what): not within \(limit)" }
}
