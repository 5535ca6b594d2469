import Foundation

/// The API: create, get, update and list ConfigMaps of 1 KiB, and a PUT until its event is at a watcher.
///
/// Every write is on the disk before it is answered. Beside it, the same writes to etcd on the same disk, when
/// `LOCALKUBE_BENCHMARK_ETCD` names its program: what kube-apiserver cannot be faster than.
enum APIBenchmark {
  private static let count = 2_000
  private static let maps = "/api/v1/namespaces/default/configmaps"

  static func run(_ bench: Bench) throws -> [Figure] {
    try bench.localkube("delete-cluster")
    try bench.localkube("up")
    let credentials = try HTTPConnection.Credentials(kubeconfig: "\(bench.home)/kubeconfig", directory: bench.home)
    let connect: @Sendable () throws -> HTTPConnection = { try HTTPConnection(credentials) }
    var figures: [Figure] = []
    for connections in [1, 8] {
      let suffix = connections == 1 ? "1 connection" : "\(connections) connections"
      let created = try Load.run(count, connections: connections, connect: connect) { connection, number in
        try expect(201, try connection.request("POST", maps, body: body("c\(connections)-\(number)", 0)))
      }
      figures += created.figures("create, \(suffix)") + Kubernetes.create(connections)
      let got = try Load.run(count, connections: connections, connect: connect) { connection, number in
        try expect(200, try connection.request("GET", "\(maps)/c\(connections)-\(number)"))
      }
      figures += got.figures("get, \(suffix)") + Kubernetes.get(connections)
      let updated = try Load.run(count, connections: connections, connect: connect) { connection, number in
        let name = "c\(connections)-\(number)"
        try expect(200, try connection.request("PUT", "\(maps)/\(name)", body: body(name, 1)))
      }
      figures += updated.figures("update, \(suffix)") + Kubernetes.update(connections)
      if let etcd = try Etcd(bench) {
        defer { etcd.stop() }
        figures += try etcd.puts(count, connections: connections).figures("etcd itself: put, \(suffix)")
      }
      if connections == 1 { figures += try lists(connect) + (try events(connect)) }
    }
    try bench.localkube("delete-cluster")
    return figures
  }

  private static func body(_ name: String, _ version: Int) -> [UInt8] {
    let filler = String(repeating: "x", count: 900)
    return Array(
      """
      {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"\(name)"},"data":{"v":"\(version)","filler":"\(filler)"}}
      """.utf8)
  }

  private static func expect(_ status: Int, _ answer: HTTPConnection.Answer) throws {
    guard answer.status == status else {
      throw Failure("answered \(answer.status): \(String(decoding: answer.body.prefix(500), as: UTF8.self))")
    }
  }

  private static func lists(_ connect: @Sendable () throws -> HTTPConnection) throws -> [Figure] {
    let connection = try connect()
    let times = try (0..<20).map { _ in
      let sent = Clock.now
      try expect(200, try connection.request("GET", maps))
      return Clock.now - sent
    }
    return [Figure(what: "list of 2,000", unit: "ms", values: times, digits: 1)] + Kubernetes.list
  }

  /// From the moment before a PUT is sent until its event is read by a watcher.
  private static func events(_ connect: @Sendable () throws -> HTTPConnection) throws -> [Figure] {
    let (writer, watcher) = (try connect(), try connect())
    try expect(201, try writer.request("POST", maps, body: body("watched", 0)))
    try watcher.begin("\(maps)?watch=true&fieldSelector=metadata.name%3Dwatched&resourceVersion=0")
    func next(_ mark: String) throws {
      while true {
        if String(decoding: try watcher.line(), as: UTF8.self).contains(mark) { return }
      }
    }
    try next("\"v\":\"0\"")
    var times: [Double] = []
    for version in 1...500 {
      let sent = Clock.now
      try expect(200, try writer.request("PUT", "\(maps)/watched", body: body("watched", version)))
      try next("\"v\":\"\(version)\"")
      times.append(Clock.now - sent)
    }
    let outcome = Load.Outcome(perSecond: 0, latencies: times.sorted())
    return [
      Figure(what: "PUT sent → event at a watcher", unit: "ms", values: times, digits: 2),
      Figure(
        what: "PUT sent → event at a watcher, 99th percentile", unit: "ms", values: [outcome.percentile(0.99)],
        digits: 2),
    ] + Kubernetes.event
  }
}

/// What kube-apiserver 1.20.2 with etcd did on 2026-11-22 (Debian 12, 2 cores, Linux 6.18).
///
/// Constants, not measured in this run.
enum Kubernetes {
  private static func figures(_ what: String, _ perSecond: Double, median: Double, worst: Double? = nil) -> [Figure] {
    [figure("\(what), a second", "", perSecond, digits: 0)] + latencies(what, median: median, worst: worst)
  }

  private static func latencies(_ what: String, median: Double, worst: Double?) -> [Figure] {
    [figure(what, "ms", median)] + (worst.map { [figure("\(what), 99th percentile", "ms", $0)] } ?? [])
  }

  private static func figure(_ what: String, _ unit: String, _ value: Double, digits: Int = 1) -> Figure {
    Figure(what: "(Kubernetes 1.20.2, 2026-11-22: \(what))", unit: unit, values: [value], digits: digits)
  }

  static func create(_ connections: Int) -> [Figure] {
    connections == 1
      ? figures("create", 239, median: 3.8, worst: 9.9) : figures("create", 816, median: 8.8, worst: 27)
  }

  static func get(_ connections: Int) -> [Figure] {
    connections == 1 ? figures("get", 656, median: 1.4) : figures("get", 1_441, median: 4.8)
  }

  static func update(_ connections: Int) -> [Figure] {
    connections == 1 ? figures("update", 469, median: 1.9) : figures("update", 1_132, median: 5.8)
  }

  static let list = [figure("list of 2,000", "ms", 46)]

  static let event = latencies("PUT → event", median: 4.0, worst: 8.7)
}
