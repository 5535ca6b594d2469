import Foundation
import KubeClient
import KubeModel
import LinuxSystem
import NIOCore
import Synchronization
import Testing

@testable import APIServer

@Suite("Streams over WebSocket", .timeLimit(.minutes(5)))
struct WebSocketStreamTests {
  private static let pod = "/api/v1/namespaces/default/pods/web"

  /// Runs `body` with a pod in which `pods` does what is asked.
  private static func with(
    _ pods: SmallPods, container: JSONValue = .emptyObject,
    _ body: @escaping @Sendable (RawClient) async throws -> Void
  ) async throws {
    try await TestAPI.with(pods: pods) { api in
      var main = container
      main["name"] = "main"
      main["image"] = "busybox"
      var pod = Pod(name: "web", namespace: "default")
      pod.json["spec"] = ["containers": [main]]
      try await api.client.create(pod)
      try await RawClient.run(api, body)
    }
  }

  /// What a message in channels says: the channel, and its bytes as text.
  private static func channel(_ message: RawClient.Message, base64: Bool) -> String {
    guard base64 else { return "\(message.payload.first ?? 99) \(message.string.dropFirst())" }
    #expect(message.kind == RawClient.Message.text)
    let data = Data(base64Encoded: String(message.string.dropFirst())) ?? Data()
    return "\(message.string.prefix(1)) \(String(decoding: data, as: UTF8.self))"
  }

  private static let success = #"3 {"metadata":{},"status":"Success"}"#

  @Test(
    "A command's output and its end come in each of Kubernetes' protocols",
    arguments: [
      nil, "channel.k8s.io", "base64.channel.k8s.io", "v4.channel.k8s.io", "v4.base64.channel.k8s.io",
      "v5.channel.k8s.io",
    ])
  func protocols(name: String?) async throws {
    let base64 = name?.contains("base64") ?? false
    let hasStatus = name?.hasPrefix("v") ?? false
    for code in [Int32(0), 3] {
      try await Self.with(SmallPods(.prints("out"), code: code)) { client in
        let (head, messages) = try await client.messages(Self.pod + "/exec?command=x&stdout=true", protocol: name)
        #expect(head.lowercased().contains("sec-websocket-protocol") == (name != nil), "\(head)")
        var told = messages.map { Self.channel($0, base64: base64) }
        // An empty message tells that the connection stands.
        #expect(told.removeFirst() == "1 " && told.removeFirst() == "1 out", "\(messages)")
        switch (hasStatus, code) {
        case (true, 0): #expect(told == [Self.success])
        case (true, _): #expect(told.count == 1 && told[0].contains(#""reason":"NonZeroExitCode""#), "\(told)")
        case (false, 0): #expect(told == [])
        case (false, _): #expect(told == ["3 command terminated with non-zero exit code: exit status 3"])
        }
      }
    }
  }

  @Test(
    "Input reaches a command in binary and in base64 messages", arguments: ["channel.k8s.io", "base64.channel.k8s.io"])
  func input(name: String) async throws {
    let base64 = name.hasPrefix("base64")
    try await Self.with(SmallPods(.echoes)) { client in
      let word = base64 ? ByteBuffer(string: "0" + Data("hi".utf8).base64EncodedString()) : ByteBuffer(string: "\0hi")
      let empty = base64 ? ByteBuffer(string: "0") : ByteBuffer(bytes: [0])
      let (_, messages) = try await client.messages(
        Self.pod + "/exec?command=x&stdin=true&stdout=true", protocol: name, saying: [empty, word]
      ) { $0.count == 2 }
      #expect(messages.map { Self.channel($0, base64: base64) } == ["1 ", "1 hi"])
    }
  }

  @Test("An attachment ends with its input while the container's stays open, and not when that ends too")
  func attachment() async throws {
    let words = [ByteBuffer(string: "\0hi"), ByteBuffer(bytes: [255, 0])]
    let path = Self.pod + "/attach?stdin=true&stdout=true"
    for container: JSONValue in [["stdin": true], ["stdin": true, "stdinOnce": true, "tty": true]] {
      let open = SmallPods(.staysOpen)
      try await Self.with(open, container: container) { client in
        let (_, messages) = try await client.messages(path, protocol: "v5.channel.k8s.io", saying: words)
        #expect(messages.last.map { Self.channel($0, base64: false) } == Self.success, "\(messages)")
        #expect(open.wasAbandoned)
      }
    }
    let once = SmallPods(.echoes)
    try await Self.with(once, container: ["stdin": true, "stdinOnce": true]) { client in
      let (_, messages) = try await client.messages(path, protocol: "v5.channel.k8s.io", saying: words)
      #expect(messages.map { Self.channel($0, base64: false) } == ["1 ", "1 hi", Self.success])
      #expect(!once.wasAbandoned)
    }
  }

  @Test("A log comes in messages after an empty one", arguments: [nil, "binary.k8s.io", "base64.binary.k8s.io"])
  func log(name: String?) async throws {
    try await Self.with(SmallPods(.echoes)) { client in
      let (_, messages) = try await client.messages(Self.pod + "/log", protocol: name)
      let isBase64 = name?.hasPrefix("base64") ?? false
      #expect(messages.allSatisfy { $0.kind == (isBase64 ? RawClient.Message.text : RawClient.Message.binary) })
      let texts = messages.map { message in
        guard isBase64 else { return message.string }
        return String(decoding: Data(base64Encoded: message.string) ?? Data(), as: UTF8.self)
      }
      #expect(texts == ["", "one\n", "two\n"])
    }
  }

  @Test("A watch tells an event a message: JSON as text, protobuf without a length of its own")
  func watch() async throws {
    let path = "/api/v1/namespaces/default/pods?watch=true"
    try await Self.with(SmallPods(.echoes)) { client in
      let (_, messages) = try await client.messages(path) { $0.count == 1 }
      let event = try JSONValue(parsing: messages[0].payload)
      #expect(messages[0].kind == RawClient.Message.text && messages[0].string.hasSuffix("\n"))
      #expect(event["type"] == "ADDED" && event["object"]?[path: "metadata", "name"] == "web", "\(event)")
    }
    try await Self.with(SmallPods(.echoes)) { client in
      let accept = "Accept: application/vnd.kubernetes.protobuf;stream=watch"
      let (head, messages) = try await client.messages(path, protocol: "any", headers: [accept]) { $0.count == 1 }
      #expect(head.lowercased().contains("sec-websocket-protocol: any"))
      // The field 1 of the message `WatchEvent`: five bytes.
      #expect(messages[0].kind == RawClient.Message.binary)
      #expect(messages[0].payload.starts(with: [0x0A, 5] + Array("ADDED".utf8)), "\(messages)")
    }
  }

  @Test("A forwarded connection over SPDY ends, and is told to have gone well, when the pod closes it")
  func forward() async throws {
    let opening = try SPDYOpening.bytes(
      ["error", "data"].map { ["streamtype": $0, "port": "80", "requestid": "0"] })
    try await Self.with(SmallPods(.echoes)) { client in
      var decoder = try SPDYDecoder()
      var frames: [SPDYFrame] = []
      let headers = ["Upgrade: SPDY/3.1", "X-Stream-Protocol-Version: portforward.k8s.io"]
      // The client keeps its side open.
      try await client.talk("POST", Self.pod + "/portforward", headers, saying: [opening]) { rest in
        decoder.append(rest)
        rest.clear()
        while let frame = try decoder.next() { frames.append(frame) }
        return frames.contains(.data(1, ByteBuffer(), isLast: true))
      }
      #expect(frames.contains(.data(3, ByteBuffer(string: "bye"), isLast: false)), "\(frames)")
      #expect(frames.contains(.data(3, ByteBuffer(), isLast: true)), "\(frames)")
    }
  }
}

/// A pod whose command, or whose container's process, does one small thing; its port says `bye` and closes.
private final class SmallPods: PodStreams, RemoteProcess {
  enum Behaviour {
    /// Its output is its input.
    case echoes
    case prints(String)
    /// As `echoes`, and its output goes on when its input has ended.
    case staysOpen
  }

  private struct State {
    var input: SharedDescriptor?
    var output: SharedDescriptor?
    var kept: SharedDescriptor?
    var wasAbandoned = false
  }

  private let behaviour: Behaviour
  private let code: Int32
  private let state = Mutex(State())

  init(_ behaviour: Behaviour, code: Int32 = 0) {
    self.behaviour = behaviour
    self.code = code
  }

  var wasAbandoned: Bool { state.withLock { $0.wasAbandoned } }

  private func start() throws {
    let pipe = try LinuxSystem.Pipe()
    let (input, output) = (
      SharedDescriptor(try pipe.writing.duplicate()), SharedDescriptor(try pipe.reading.duplicate())
    )
    state.withLock { $0.output = output }
    switch behaviour {
    case .echoes: state.withLock { $0.input = input }
    case .staysOpen:
      state.withLock {
        $0.input = input
        $0.kept = input
      }
    case .prints(let text): FileHandle(fileDescriptor: input.rawValue).write(Data(text.utf8))
    }
  }

  func exec(_ request: ExecRequest, in pod: Pod, container: String) async throws -> any RemoteProcess {
    try start()
    return self
  }

  func attach(_ request: AttachRequest, to pod: Pod, container: String) async throws -> any RemoteProcess {
    try start()
    return self
  }

  func logs(of pod: Pod, container: String, options: LogOptions) async throws -> AsyncThrowingStream<
    [UInt8], any Error
  > {
    AsyncThrowingStream { continuation in
      for line in ["one\n", "two\n"] { continuation.yield(Array(line.utf8)) }
      continuation.finish()
    }
  }

  func connect(to pod: Pod, port: UInt16) async throws -> OwnedDescriptor {
    try await connectedSocket { far in
      far.writeAndFlush(ByteBuffer(string: "bye")).whenComplete { _ in far.close(promise: nil) }
    }
  }

  func takeStandardInput() -> OwnedDescriptor? { take(\.input) }
  func takeStandardOutput() -> OwnedDescriptor? { take(\.output) }
  func takeStandardError() -> OwnedDescriptor? { nil }
  func resize(columns: UInt16, rows: UInt16) async {}
  func exitCode() async throws -> Int32 { code }
  func abandon() async { state.withLock { $0.wasAbandoned = true } }

  private func take(_ part: WritableKeyPath<State, SharedDescriptor?>) -> OwnedDescriptor? {
    let taken = state.withLock { state in
      defer { state[keyPath: part] = nil }
      return state[keyPath: part]
    }
    return try? taken?.duplicate()
  }
}
