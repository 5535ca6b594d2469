import APIServer
import KubeModel
import LinuxSystem
import Logging
import NIOHTTP1
import Synchronization
import Testing

@Suite("The audit log")
struct AuditTests {
  @Test("Every request is told in one line: who, what, and how it ended; a watch in two")
  func events() async throws {
    let directory = try FileSystem.makeTemporaryDirectory(prefix: "audit")
    let path = directory + "/audit.log"
    let log = try AuditLog(path: path, logger: Logger(label: "test"))
    let identifiers = Mutex<[String]>([])
    try await TestAPI.with(audit: log) { api in
      let maps = "/api/v1/namespaces/default/configmaps"
      let headers: HTTPHeaders = ["user-agent": "tests/1", "audit-id": "mine"]
      let first = try await api.send(.POST, maps, ["metadata": ["name": "a"]], headers: headers)
      #expect(first.headers["audit-id"] == ["mine"])
      let second = try await api.send(.GET, maps + "/a", as: .user("ann"))
      identifiers.withLock { $0 = second.headers["audit-id"] }
      try await api.send(.GET, "/apis/apps/v1/namespaces/default/deployments", headers: ["Impersonate-User": "bob"])
      try await api.send(.GET, maps + "?watch=1&timeoutSeconds=1")
      try await api.send(.GET, maps, as: .nobody)
    }
    let lines = try FileSystem.readText(path).split(separator: "\n")
    let events = try lines.map { try JSONValue(parsing: Array($0.utf8)) }
    #expect(try FileSystem.status(path).permissions == 0o600)
    try FileSystem.removeTree(directory)
    try #require(events.count == 6, "\(lines.joined(separator: "\n"))")
    for event in events {
      #expect(event["kind"] == "Event" && event["apiVersion"] == "audit.k8s.io/v1" && event["level"] == "Metadata")
      let received = event["requestReceivedTimestamp"].flatMap(Timestamp.init(json:))
      let stage = event["stageTimestamp"].flatMap(Timestamp.init(json:))
      #expect(try #require(received) <= #require(stage))
      #expect(event["sourceIPs"] == ["127.0.0.1"])
    }
    let created = events[0]
    #expect(created["verb"] == "create" && created["stage"] == "ResponseComplete")
    #expect(created["requestURI"] == "/api/v1/namespaces/default/configmaps")
    #expect(created["user"] == ["username": "tester", "groups": ["system:masters", "system:authenticated"]])
    #expect(
      created["objectRef"] == [
        "resource": "configmaps", "namespace": "default", "name": "a", "apiVersion": "v1",
      ])
    #expect(created["responseStatus"]?["code"] == 201 && created["userAgent"] == "tests/1")
    #expect(created["annotations"]?["authorization.k8s.io/decision"] == "allow")
    #expect(created["auditID"] == "mine")
    let refused = events[1]
    #expect(refused["auditID"]?.stringValue.map { [$0] } == identifiers.withLock { $0 })
    #expect(refused["responseStatus"]?["code"] == 403 && refused["responseStatus"]?["reason"] == "Forbidden")
    #expect(refused["annotations"]?["authorization.k8s.io/decision"] == "forbid")
    #expect(refused["objectRef"]?["name"] == "a")
    let acting = events[2]
    #expect(acting["user"]?["username"] == "tester" && acting["impersonatedUser"]?["username"] == "bob")
    #expect(acting["objectRef"]?["apiGroup"] == "apps")
    #expect(events[3]["stage"] == "ResponseStarted" && events[4]["stage"] == "ResponseComplete")
    #expect(events[3]["verb"] == "watch" && events[3]["auditID"] == events[4]["auditID"])
    #expect(events[5]["responseStatus"]?["code"] == 401)
  }
}
