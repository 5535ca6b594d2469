import Foundation

/// `install consul` until a leader and four Ready pods, beside the same agents started by hand on loopback.
enum ConsulBenchmark {
  private static let runs = 5

  static func run(_ bench: Bench) throws -> [Figure] {
    let consul = try bench.output("image", "pull", "consul").split(separator: " ").last.map(String.init)?
      .trimmingCharacters(in: .whitespacesAndNewlines)
    guard let consul else { throw Failure("there is no Consul to measure with") }
    var installs: [Double] = []
    var agents: [Double] = []
    for _ in 0..<runs {
      agents.append(try byHand(consul, bench))
      try bench.localkube("delete-cluster")
      try bench.localkube("up")
      installs.append(try bench.localkube("install", "consul"))
    }
    try bench.localkube("delete-cluster")
    return [
      Figure(what: "`install consul` until a leader and 4 Ready pods", unit: "ms", values: installs),
      Figure(what: "the same agents by hand until all know the leader", unit: "ms", values: agents),
      Figure(what: "the first over the second", unit: "×", values: zip(installs, agents).map { $0 / $1 }, digits: 2),
    ]
  }

  /// Three servers and a client with the chart's settings; the milliseconds until all four know a leader.
  private static func byHand(_ consul: String, _ bench: Bench) throws -> Double {
    let addresses = (1...4).map { "127.0.77.\($0)" }
    var processes: [pid_t] = []
    defer {
      for id in processes { kill(id, SIGKILL) }
      for id in processes { waitpid(id, nil, 0) }
      for index in 0..<4 { try? FileManager.default.removeItem(atPath: "\(bench.home)/agent\(index)") }
    }
    let begin = Clock.now
    for (index, address) in addresses.enumerated() {
      let directory = "\(bench.home)/agent\(index)"
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      var arguments = [
        consul, "agent", "-node=n\(index)", "-bind=\(address)", "-client=\(address)", "-data-dir=\(directory)",
        "-retry-interval=1s", "-disable-host-node-id", "-hcl=performance { raft_multiplier = 1 }",
        "-hcl=disable_update_check = true",
      ]
      arguments += addresses.prefix(3).map { "-retry-join=\($0)" }
      if index < 3 { arguments += ["-server", "-bootstrap-expect=3"] }
      processes.append(try Command.start(arguments, output: "\(bench.home)/agent\(index).log"))
    }
    for address in addresses {
      _ = try Bench.wait("a leader that \(address) knows") {
        HTTP.get(address, 8500, "/v1/status/leader").contains(":8300") ? true : nil
      }
    }
    return Clock.now - begin
  }
}

/// Just enough of HTTP to ask an agent.
enum HTTP {
  /// The answer with its head; empty when there is none.
  static func get(_ address: String, _ port: UInt16, _ path: String) -> String {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { return "" }
    defer { close(socket) }
    var remote = sockaddr_in()
    remote.sin_family = sa_family_t(AF_INET)
    remote.sin_port = port.bigEndian
    inet_pton(AF_INET, address, &remote.sin_addr)
    let connected = withUnsafePointer(to: &remote) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return "" }
    let request = Array("GET \(path) HTTP/1.0\r\nHost: \(address)\r\n\r\n".utf8)
    guard write(socket, request, request.count) == request.count else { return "" }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while answer.count < 1 << 16 {
      let count = read(socket, &buffer, buffer.count)
      guard count > 0 else { break }
      answer += buffer[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }
}
