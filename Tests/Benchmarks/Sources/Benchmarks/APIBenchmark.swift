import Foundation

/// The API: create, get, update and list ConfigMaps of 1 KiB, and a PUT until its event is at a watcher, by a certificate
/// and by a token.
///
/// Every write is on the disk before it is answered. With another server in `LOCALKUBE_BENCHMARK_RIVAL` both are measured
/// in turn, so that whatever else the machine does meets both. Beside it, the same writes to etcd on the same disk, when
/// `LOCALKUBE_BENCHMARK_ETCD` names its program: what kube-apiserver cannot be faster than.
enum APIBenchmark {
  private static let count = 2_000
  private static let rounds = 5

  /// One figure of one server in one round.
  private struct Measurement {
    let what: String
    let unit: String
    let value: Double
    let isRate: Bool
  }

  static func run(_ bench: Bench) throws -> [Figure] {
    try bench.localkube("delete-cluster")
    try bench.localkube("up")
    var targets = [try APITarget(name: "localkube", kubeconfig: "\(bench.home)/kubeconfig", directory: bench.home)]
    if let rival = ProcessInfo.processInfo.environment["LOCALKUBE_BENCHMARK_RIVAL"] {
      targets.append(try APITarget(name: "rival", kubeconfig: rival, directory: bench.home))
    }
    var table = Table()
    for round in 0..<rounds {
      // Each goes first as often as the other.
      for target in round.isMultiple(of: 2) ? targets : targets.reversed() {
        for measurement in try measure(target) { table.add(measurement, of: target.name) }
        try target.clean()
      }
    }
    for target in targets { try target.remove() }
    var figures = table.figures(targets.map(\.name))
    for connections in [1, 8] {
      guard let etcd = try Etcd(bench) else { break }
      defer { etcd.stop() }
      figures += try etcd.puts(count, connections: connections).figures("etcd itself: put, \(connections) connections")
    }
    try bench.localkube("delete-cluster")
    return figures
  }

  /// What was measured, by figure and server, in the order in which it came.
  private struct Table {
    private var order: [String] = []
    private var measurements: [String: [String: [Measurement]]] = [:]

    mutating func add(_ measurement: Measurement, of server: String) {
      if measurements[measurement.what] == nil { order.append(measurement.what) }
      measurements[measurement.what, default: [:]][server, default: []].append(measurement)
    }

    /// A line a figure and server, and how many times as good the first server is.
    func figures(_ servers: [String]) -> [Figure] {
      order.flatMap { what -> [Figure] in
        let all = servers.map { measurements[what]?[$0] ?? [] }
        var figures = zip(servers, all).map { server, values in
          Figure(
            what: servers.count == 1 ? what : "\(what): \(server)", unit: values.first?.unit ?? "",
            values: values.map(\.value), digits: values.first?.isRate == true ? 0 : 2)
        }
        if servers.count > 1 {
          let ratios = zip(all[0], all[1]).map { $0.isRate ? $0.value / $1.value : $1.value / $0.value }
          figures.append(Figure(what: "\(what): times as good", unit: "", values: ratios, digits: 1))
        }
        return figures
      }
    }
  }

  // MARK: One round

  private static func measure(_ target: APITarget) throws -> [Measurement] {
    var all: [Measurement] = []
    for way in APITarget.Way.allCases {
      for connections in [1, 8] {
        let connect: @Sendable () throws -> HTTPConnection = { try target.connect(way) }
        let name: @Sendable (Int) -> String = { "\(way)-\(connections)-\($0)" }
        let suffix = "\(way), \(connections == 1 ? "1 connection" : "\(connections) connections")"
        let created = try Load.run(count, connections: connections, connect: connect) { connection, number in
          let body = APITarget.body(name(number), 0)
          try APITarget.expect(201, try connection.request("POST", APITarget.maps, body: body))
        }
        let got = try Load.run(count, connections: connections, connect: connect) { connection, number in
          try APITarget.expect(200, try connection.request("GET", "\(APITarget.maps)/\(name(number))"))
        }
        let updated = try Load.run(count, connections: connections, connect: connect) { connection, number in
          let body = APITarget.body(name(number), 1)
          try APITarget.expect(200, try connection.request("PUT", "\(APITarget.maps)/\(name(number))", body: body))
        }
        for (what, outcome) in [("create", created), ("get", got), ("update", updated)] {
          all += measurements("\(what), \(suffix)", outcome)
        }
        if way == .certificate, connections == 1 { all += try lists(target) + events(target) }
      }
    }
    return all
  }

  private static func measurements(_ what: String, _ outcome: Load.Outcome) -> [Measurement] {
    [
      Measurement(what: "\(what), a second", unit: "", value: outcome.perSecond, isRate: true),
      Measurement(what: "\(what), 99th percentile", unit: "ms", value: outcome.percentile(0.99), isRate: false),
    ]
  }

  private static func lists(_ target: APITarget) throws -> [Measurement] {
    let connection = try target.connect(.certificate)
    let times = try (0..<20).map { _ in
      let sent = Clock.now
      try APITarget.expect(200, try connection.request("GET", APITarget.maps))
      return Clock.now - sent
    }
    return [Measurement(what: "list of 2,000", unit: "ms", value: median(times), isRate: false)]
  }

  /// From the moment before a PUT is sent until its event is read by a watcher.
  private static func events(_ target: APITarget) throws -> [Measurement] {
    let (writer, watcher) = (try target.connect(.certificate), try target.connect(.certificate))
    let maps = APITarget.maps
    try APITarget.expect(201, try writer.request("POST", maps, body: APITarget.body("watched", 0)))
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
      let body = APITarget.body("watched", version)
      try APITarget.expect(200, try writer.request("PUT", "\(maps)/watched", body: body))
      try next("\"v\":\"\(version)\"")
      times.append(Clock.now - sent)
    }
    return [Measurement(what: "PUT sent → event at a watcher", unit: "ms", value: median(times), isRate: false)]
  }

  private static func median(_ values: [Double]) -> Double { Figure(what: "", unit: "", values: values).median }
}
