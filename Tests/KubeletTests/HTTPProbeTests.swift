import KubeModel
import SandboxRuntime
import Testing

@testable import Kubelet

@Suite("HTTP and TCP probes")
struct HTTPProbeTests {
  private static let fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

  private static func redirect(to place: String, body: String = "") -> String {
    "HTTP/1.1 302 Found\r\nLocation: \(place)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  private static func failure(_ code: Int) -> String { "HTTP/1.1 \(code) No\r\nContent-Length: 0\r\n\r\n" }

  /// How long a probe may take whose answer is what is looked at: beside all other tests it waits for its turn.
  static let patience: Int64 = 300

  static func probe(_ handler: JSONValue, seconds: Int64 = patience, container: JSONValue = [:]) async -> ProbeOutcome {
    var probe = handler
    probe["timeoutSeconds"] = .integer(seconds)
    let pod = PodStateMachineTests.pod(["containers": []])
    let id = ContainerIdentifier(podUID: "u1", container: "c", attempt: 0)
    return await LoopbackSandbox.prober.execute(
      Probe(json: probe), of: Container(json: container), in: pod, id: id, address: "127.0.0.1")
  }

  private static func get(
    _ server: ScriptedServer, path: String = "/", scheme: String = "HTTP", headers: JSONValue = [],
    seconds: Int64 = patience
  ) async -> ProbeOutcome {
    await probe(
      [
        "httpGet": [
          "path": .string(path), "port": .integer(Int64(server.port)), "scheme": .string(scheme),
          "httpHeaders": headers,
        ]
      ], seconds: seconds)
  }

  @Test("A path without its first slash is asked for with one, and a query stays a query")
  func asksForPaths() async throws {
    try await ScriptedServer.with(answer: { $0 == "/healthz" || $0 == "/a%20b?full=1" ? Self.fine : Self.failure(404) })
    {
      #expect(await Self.get($0, path: "healthz") == .success)
      #expect(await Self.get($0, path: "a b?full=1") == .success)
      #expect(await Self.get($0, path: "/?healthz") == .failure("HTTP probe failed with statuscode: 404"))
    }
  }

  @Test("A request carries the kubelet's headers, unless the probe has its own")
  func sendsHeaders() async throws {
    try await ScriptedServer.with(answer: { _ in Self.fine }) { server in
      _ = await Self.get(server)
      #expect(
        server.seen == [
          "GET / HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nUser-Agent: kube-probe/1.33\r\nConnection: close\r\n"
            + "Accept: */*\r\n\r\n"
        ])
      let own: JSONValue = [
        ["name": "host", "value": "example.org"], ["name": "x-b", "value": "1"], ["name": "X-B", "value": "2"],
        ["name": "user-agent", "value": "me"], ["name": "accept", "value": ""],
      ]
      _ = await Self.get(server, headers: own)
      #expect(
        server.seen.last
          == "GET / HTTP/1.1\r\nHost: example.org\r\nUser-Agent: me\r\nConnection: close\r\nX-B: 1\r\nX-B: 2\r\n\r\n")
    }
  }

  @Test("A redirect on the same host is followed, and what is found there counts")
  func followsRedirects() async throws {
    let answer: @Sendable (String) -> String? = {
      switch $0 {
      case "/": Self.redirect(to: "/broken")
      case "/good": Self.redirect(to: "fine?x=1")
      case "/fine?x=1": Self.fine
      case "/loop": Self.redirect(to: "/loop")
      default: Self.failure(503)
      }
    }
    try await ScriptedServer.with(answer: answer) { server in
      #expect(await Self.get(server) == .failure("HTTP probe failed with statuscode: 503"))
      #expect(await Self.get(server, path: "/good") == .success)
      #expect(await Self.get(server, path: "/loop") == .failure("Get \"/loop\": stopped after 10 redirects"))
      #expect(server.seen.count { $0.hasPrefix("GET /loop ") } == 10)
    }
  }

  @Test("A redirect to another host is a success to be looked at, with the first 10 KiB of its body")
  func warnsOfOtherHosts() async throws {
    let body = String(repeating: "x", count: 20_000)
    let answer: @Sendable (String) -> String? = {
      Self.redirect(to: "http://0.0.0.0/", body: $0 == "/long" ? body : "<a href=\"http://0.0.0.0/\">Found</a>.")
    }
    try await ScriptedServer.with(answer: answer) { server in
      let text = "Probe terminated redirects, Response body: "
      #expect(await Self.get(server) == .warning(text + "<a href=\"http://0.0.0.0/\">Found</a>."))
      #expect(await Self.get(server, path: "/long") == .warning(text + body.prefix(10_240)))
    }
  }

  @Test("HTTPS is spoken without verifying the certificate")
  func speaksTLS() async throws {
    try await ScriptedServer.with(tls: true, answer: { _ in Self.fine }) { server in
      #expect(await Self.get(server, scheme: "HTTPS") == .success)
      guard case .failure(let text) = await Self.get(server, scheme: "HTTP") else {
        Issue.record("A server of HTTPS has no answer to HTTP")
        return
      }
      #expect(text.hasPrefix("Get \"http://127.0.0.1:\(server.port)/\": "))
    }
    try await ScriptedServer.with(answer: { _ in Self.fine }) { server in
      let plain = await Self.probe(
        ["httpGet": ["path": "/x", "port": .integer(Int64(server.port)), "scheme": "HTTPS"]], seconds: 1)
      // The hello of TLS has no end that this server waits for.
      #expect(
        plain
          == .failure(
            "Get \"https://127.0.0.1:\(server.port)/x\": context deadline exceeded (Client.Timeout exceeded while "
              + "awaiting headers)"))
    }
  }

  @Test("Whoever does not answer, or answers something else, is told in Go's words")
  func wordsFailures() async throws {
    let answer: @Sendable (String) -> String? = {
      switch $0 {
      case "/odd": "220 mail.example.org\r\n\r\n"
      case "/none": ""
      case "/cut": "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
      default: nil
      }
    }
    try await ScriptedServer.with(answer: answer) { server in
      let place = "http://127.0.0.1:\(server.port)"
      let broken = "net/http: HTTP/1.x transport connection broken"
      #expect(
        await Self.get(server, path: "/odd")
          == .failure("Get \"\(place)/odd\": \(broken): malformed HTTP response \"220 mail.example.org\""))
      #expect(await Self.get(server, path: "/none") == .failure("Get \"\(place)/none\": EOF"))
      #expect(await Self.get(server, path: "/cut") == .unknown("unexpected EOF", result: "failure"))
      #expect(
        await Self.get(server, path: "/silent", seconds: 1)
          == .failure(
            "Get \"\(place)/silent\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"))
    }
  }

  @Test("A connection that is broken off is told with both its ends")
  func tellsEndsOfBrokenConnections() async throws {
    try await ScriptedServer.with(resets: true, answer: { _ in "" }) { server in
      guard case .failure(let text) = await Self.get(server) else {
        Issue.record("no failure")
        return
      }
      #expect(text.hasPrefix("Get \"http://127.0.0.1:\(server.port)/\": read tcp 127.0.0.1:"))
      #expect(text.hasSuffix("->127.0.0.1:\(server.port): read: connection reset by peer"))
    }
  }

  @Test("A port that nobody listens on, and a name that is none, are told in Go's words")
  func wordsDialling() async throws {
    let port = try await FreePort.find()
    let refused = "dial tcp 127.0.0.1:\(port): connect: connection refused"
    let number = JSONValue.integer(Int64(port))
    #expect(
      await Self.probe(["httpGet": ["path": "x", "port": number]])
        == .failure("Get \"http://127.0.0.1:\(port)/x\": \(refused)"))
    #expect(await Self.probe(["tcpSocket": ["port": number]]) == .failure(refused))
    #expect(
      await Self.probe(["tcpSocket": ["port": number, "host": "nowhere.example"]])
        == .failure("dial tcp: lookup nowhere.example: no such host"))
    try await ScriptedServer.with(answer: { _ in nil }) {
      #expect(await Self.probe(["tcpSocket": ["port": .integer(Int64($0.port))]]) == .success)
    }
  }

  @Test("A probe that cannot be carried out counts neither way")
  func tellsErrors() async throws {
    #expect(
      await Self.probe(["httpGet": ["port": "web"]])
        == .unknown("strconv.Atoi: parsing \"web\": invalid syntax"))
    #expect(await Self.probe(["tcpSocket": ["port": "0"]]) == .unknown("invalid port number: 0"))
    #expect(await Self.probe([:]) == .unknown("missing probe handler for web_default(u1):"))
    #expect(
      await Self.probe(["exec": ["command": ["no-such-program"]]])
        == .unknown(
          "failed to exec in container: exec: \"no-such-program\": executable file not found in $PATH"))
    try await ScriptedServer.with(answer: { _ in Self.fine }) {
      let named: JSONValue = ["ports": [["name": "web", "containerPort": .integer(Int64($0.port))]]]
      #expect(await Self.probe(["httpGet": ["port": "web"]], container: named) == .success)
    }
  }

  @Test("A command's references are to what the container's definition says of its variables")
  func expandsCommands() async throws {
    let container: JSONValue = [
      "env": [
        ["name": "TOOL", "value": "ask"], ["name": "P", "valueFrom": ["fieldRef": ["fieldPath": "metadata.name"]]],
      ]
    ]
    #expect(
      await Self.probe(["exec": ["command": ["$(TOOL)-$(P)-$(PATH)"]]], container: container)
        == .unknown("failed to exec in container: exec: \"ask--$(PATH)\": executable file not found in $PATH"))
  }

  @Test("A hook takes any answer, and asks by HTTP where HTTPS is answered so")
  func runsHooks() async throws {
    let id = ContainerIdentifier(podUID: "u1", container: "c", attempt: 0)
    func run(_ handler: JSONValue) async -> HookRunner.Outcome {
      await LoopbackSandbox.hooks.run(
        LifecycleHandler(json: handler), of: Container(json: [:]), id: id, address: "127.0.0.1")
    }
    try await ScriptedServer.with(answer: { _ in Self.failure(500) }) { server in
      #expect(await run(["httpGet": ["path": "stop", "port": .integer(Int64(server.port))]]) == .done)
      #expect(server.seen.first?.contains("User-Agent: kube-lifecycle/1.33\r\n") == true)
    }
    let port = try await FreePort.find()
    #expect(await run(["httpGet": ["port": .integer(Int64(port))]]) == .failed)
    #expect(await run(["exec": ["command": ["no-such-program"]]]) == .failed)
    #expect(await run(["sleep": ["seconds": 0]]) == .done)
    try await GreetingServer.with(text: "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n") { port in
      let place = "127.0.0.1:\(port)"
      #expect(await run(["httpGet": ["port": .integer(Int64(port)), "scheme": "HTTPS"]]) == .fellBack(place))
      #expect(
        await Self.probe(["httpGet": ["port": .integer(Int64(port)), "scheme": "HTTPS"]])
          == .failure("Get \"https://\(place)\": http: server gave HTTP response to HTTPS client"))
    }
  }
}
