import Consul
import KubeModel
import Kubelet
import LinuxSystem
import Testing

@testable import Daemon

@Suite("The logs of Consul servers")
struct ServerLogsTests {
  private static let acquired =
    "2026-01-01T00:00:01.000000000Z stdout F [INFO] agent.server: cluster leadership acquired"
  private static let lost = "2026-01-01T00:00:02.500000000Z stdout F [INFO] agent.server: cluster leadership lost"
  private static let other = "2026-01-01T00:00:01.200000000Z stdout F [INFO] agent.server: joined"

  @Test("Each line is read once, over rotated files, restarts and halves of lines")
  func news() throws {
    let directory = try FileSystem.makeTemporaryDirectory(prefix: "logs-")
    defer { try? FileSystem.removeTree(directory) }  // A leftover in /tmp does no harm.
    var pod = Pod(name: "consul-server-0", namespace: "default")
    pod.metadata.json["uid"] = "u1"
    pod.metadata.labels = ["app": "consul", "component": "server"]
    pod.spec.containers = [.with { $0.name = "consul" }]
    let server = try #require(ConsulServer(pod: pod))
    let logs = ServerLogsOfNodes(podsDirectory: "\(directory)/pods", logsDirectory: "\(directory)/logs")
    var bookmark = LogBookmark()
    #expect(logs.news(of: server, since: &bookmark).isEmpty, "there is no log yet")

    let place = PodPaths(pod: pod, pods: "\(directory)/pods", logs: "\(directory)/logs").logDirectory("consul")
    try FileSystem.makeDirectory(place)
    try FileSystem.write(text: Self.other + "\n" + Self.acquired.prefix(70), to: "\(place)/0.log")
    #expect(logs.news(of: server, since: &bookmark).isEmpty, "the line is not whole")
    let file = try FileSystem.open("\(place)/0.log", .appending, permissions: 0o600)
    try file.writeAll(Array((Self.acquired.dropFirst(70) + "\n").utf8))
    let first = logs.news(of: server, since: &bookmark)
    #expect(first.map(\.report) == [.acquired] && first.map(\.run) == ["localkube://u1_consul_0"])
    #expect(first.first?.moment == Timestamp("2026-01-01T00:00:01Z"))
    #expect(logs.news(of: server, since: &bookmark).isEmpty)

    try file.writeAll(Array((Self.lost + "\n").utf8))
    try FileSystem.rename("\(place)/0.log", to: "\(place)/0.log.1")
    try FileSystem.write(text: Self.acquired + "\n", to: "\(place)/0.log")
    try FileSystem.write(text: Self.acquired + "\n", to: "\(place)/1.log")
    let next = logs.news(of: server, since: &bookmark)
    #expect(next.map(\.report) == [.lost, .acquired, .acquired])
    #expect(next.last?.run == "localkube://u1_consul_1")
    #expect(bookmark.lastSigns.keys.sorted() == ["localkube://u1_consul_0", "localkube://u1_consul_1"])
    #expect(logs.news(of: server, since: &bookmark).isEmpty)
  }
}
