import KubeClient
import KubeModel
import NIOHTTP1
import Testing

@Suite("The HTTP client")
struct HTTPKubeClientTests {
  private let pods = GroupVersionResource(resource: "pods")

  private func client(_ server: TestServer) -> HTTPKubeClient {
    HTTPKubeClient(ClientConfiguration(host: "127.0.0.1", port: server.port, token: "secret"))
  }

  @Test("get asks for the object's path with the token and reads the answer")
  func get() async throws {
    try await TestServer.run { _ in
      .init(chunks: [#"{"kind":"Pod","metadata":"#, #"{"name":"web"}}"#])
    } _: { server in
      let client = client(server)
      let pod = try await client.get(pods, namespace: "default", name: "web", subresource: "status")
      #expect(pod["metadata"]?["name"] == "web")
      #expect(server.requests.map(\.head.uri) == ["/api/v1/namespaces/default/pods/web/status"])
      #expect(server.requests.first?.head.headers["Authorization"] == ["Bearer secret"])
      await client.shutdown()
    }
  }

  @Test("a connection is used again for the next request, and again after an error")
  func reuse() async throws {
    try await TestServer.run { request in
      request.head.uri.contains("nope")
        ? .init(
          status: .notFound,
          chunks: [
            #"{"kind":"Status","status":"Failure","reason":"NotFound","code":404,"message":"pods \"nope\" not found"}"#
          ])
        : .init(chunks: ["{}"])
    } _: { server in
      let client = client(server)
      for _ in 0..<3 { _ = try await client.get(pods, namespace: "default", name: "web", subresource: nil) }
      let error = await #expect(throws: StatusError.self) {
        _ = try await client.get(pods, namespace: "default", name: "nope", subresource: nil)
      }
      #expect(error?.reason == .notFound)
      #expect(error?.message == #"pods "nope" not found"#)
      _ = try await client.get(pods, namespace: "default", name: "web", subresource: nil)
      #expect(server.requests.count == 5)
      await client.shutdown()
    }
  }

  @Test("list gives its items a kind and keeps the revision")
  func list() async throws {
    let body =
      #"{"kind":"PodList","metadata":{"resourceVersion":"7","continue":"x"},"items":[{"metadata":{"name":"a"}}]}"#
    try await TestServer.run { _ in
      .init(chunks: [body])
    } _: { server in
      let client = client(server)
      let list = try await client.list(
        pods, namespace: nil, options: ListOptions(labelSelector: "app=web,tier!=x", limit: 500))
      #expect(list.resourceVersion == "7")
      #expect(list.continueToken == "x")
      #expect(list.items.first?["kind"] == "Pod")
      #expect(server.requests.first?.head.uri == "/api/v1/pods?labelSelector=app%3Dweb%2Ctier%21%3Dx&limit=500")
      await client.shutdown()
    }
  }

  @Test("a watch yields events across chunks, then a bookmark, and ends with the server")
  func watch() async throws {
    let chunks = [
      #"{"type":"ADDED","object":{"metadata":{"name":"a"}}}"# + "\n" + #"{"type":"MODI"#,
      #"FIED","object":{"metadata":{"name":"b"}}}"# + "\n",
      #"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9","annotations":{"k8s.io/initial-events-end":"true"}}}}"#
        + "\n",
    ]
    try await TestServer.run { _ in
      .init(chunks: chunks)
    } _: { server in
      let client = client(server)
      var events: [WatchEvent] = []
      for try await event in try await client.watch(pods, namespace: nil, options: ListOptions()) {
        events.append(event)
      }
      #expect(
        events == [
          .added(["metadata": ["name": "a"]]), .modified(["metadata": ["name": "b"]]),
          .bookmark(resourceVersion: "9", endsInitialEvents: true),
        ])
      await client.shutdown()
    }
  }

  @Test("a watch whose revision is too old throws 410, and a broken one just ends")
  func watchFailures() async throws {
    let gone = #"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}"# + "\n"
    try await TestServer.run { request in
      request.head.uri.contains("nodes") ? .init(chunks: [#"{"type":"AD"#], breaksOff: true) : .init(chunks: [gone])
    } _: { server in
      let client = client(server)
      let error = await #expect(throws: StatusError.self) {
        for try await _ in try await client.watch(pods, namespace: nil, options: ListOptions()) {}
      }
      #expect(error?.code == 410)
      let nodes = GroupVersionResource(resource: "nodes")
      for try await _ in try await client.watch(nodes, namespace: nil, options: ListOptions()) {
        Issue.record("half a line is no event")
      }
      await client.shutdown()
    }
  }

  @Test("a server that is not there is told from one that answers with an error")
  func refused() async throws {
    let client = HTTPKubeClient(ClientConfiguration(host: "127.0.0.1", port: 1))
    let error = await #expect(throws: StatusError.self) {
      _ = try await client.get(pods, namespace: nil, name: "x", subresource: nil)
    }
    #expect(error?.isConnectionFailure == true)
    #expect(error?.message.contains("127.0.0.1:1 was refused") == true)
    await client.shutdown()
  }

  @Test("writes carry their options and content type")
  func writes() async throws {
    try await TestServer.run { _ in
      .init(chunks: ["{}"])
    } _: { server in
      let client = client(server)
      _ = try await client.patch(
        pods, namespace: "default", name: "web", subresource: nil, patch: .apply(["kind": "Pod"]),
        options: WriteOptions(dryRun: true, fieldManager: "me", force: true))
      _ = try await client.delete(
        pods, namespace: "default", name: "web",
        options: DeleteOptions(gracePeriodSeconds: 0, propagationPolicy: "Background"))
      let requests = server.requests
      #expect(requests[0].head.uri.hasSuffix("pods/web?dryRun=All&fieldManager=me&force=true"))
      #expect(requests[0].head.headers["Content-Type"] == ["application/apply-patch+yaml"])
      #expect(requests[1].body.contains(#""propagationPolicy":"Background""#))
      await client.shutdown()
    }
  }

  @Test("a stream carries messages on its channels, in fragments too, and ends with the server's close")
  func stream() async throws {
    try await TestServer.run { _ in
      .init()
    } _: { server in
      let client = client(server)
      let stream = try await client.openStream("/api/v1/namespaces/default/pods/web/exec?command=sh")
      try await stream.send(Array("hello".utf8), on: 0)
      try await stream.send(Array("bye".utf8), on: 1)
      var seen: [StreamConnection.Message] = []
      for try await message in stream.messages { seen.append(message) }
      #expect(seen == [.init(channel: 1, bytes: Array("hello".utf8)), .init(channel: 2, bytes: Array("bye".utf8))])
      await stream.close()
      await client.shutdown()
    }
  }

  @Test("a refused stream throws the server's status")
  func refusedStream() async throws {
    try await TestServer.run { _ in
      .init(
        status: .badRequest,
        chunks: [#"{"kind":"Status","code":400,"reason":"BadRequest","message":"no such container"}"#])
    } _: { server in
      let client = client(server)
      let error = await #expect(throws: StatusError.self) { _ = try await client.openStream("/refused") }
      #expect(error?.message == "no such container")
      await client.shutdown()
    }
  }

  @Test(
    "the status channel tells the exit code",
    arguments: [
      (#"{"metadata":{},"status":"Success"}"#, ExecOutput.exited(0)),
      (
        #"{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"7"}]}}"#,
        ExecOutput.exited(7)
      ),
    ])
  func exitCode(text: String, expected: ExecOutput) {
    #expect(ExecOutput(.init(channel: 3, bytes: Array(text.utf8))) == expected)
  }
}
