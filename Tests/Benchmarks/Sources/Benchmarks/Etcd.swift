import Foundation

/// An etcd in the benchmark's home, with its JSON gateway: the floor under every write of Kubernetes.
struct Etcd: Sendable {
  private static let port: UInt16 = 23_790
  private let process: pid_t

  /// Starts it; nil when there is none to start.
  init?(_ bench: Bench) throws {
    guard let program = ProcessInfo.processInfo.environment["LOCALKUBE_BENCHMARK_ETCD"] else { return nil }
    let directory = "\(bench.home)/etcd"
    try? FileManager.default.removeItem(atPath: directory)
    let peer = "http://127.0.0.1:\(Self.port + 1)"
    process = try Command.start(
      [
        program, "--data-dir", directory, "--listen-client-urls", "http://127.0.0.1:\(Self.port)",
        "--advertise-client-urls", "http://127.0.0.1:\(Self.port)", "--listen-peer-urls", peer,
        "--initial-advertise-peer-urls", peer, "--initial-cluster", "default=\(peer)",
      ], output: "\(bench.home)/etcd.log")
    _ = try Bench.wait("etcd answers") { try? HTTPConnection(port: Self.port).request("GET", "/version") }
    _ = try Bench.wait("etcd has a leader") {
      HTTP.get("127.0.0.1", Self.port, "/health").contains("true") ? true : nil
    }
  }

  func stop() {
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  /// Values of 1 KiB under new keys.
  func puts(_ count: Int, connections: Int) throws -> Load.Outcome {
    let value = Data(repeating: 0x78, count: 1_024).base64EncodedString()
    return try Load.run(count, connections: connections, connect: { try HTTPConnection(port: Self.port) }) {
      connection, number in
      let key = Data("/registry/configmaps/default/c\(number)".utf8).base64EncodedString()
      let answer = try connection.request(
        "POST", "/v3/kv/put", body: Array(#"{"key":"\#(key)","value":"\#(value)"}"#.utf8))
      guard answer.status == 200 else { throw Failure("etcd answers \(answer.status)") }
    }
  }
}
