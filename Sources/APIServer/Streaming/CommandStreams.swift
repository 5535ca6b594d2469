import KubeModel
import NIOCore

/// `exec` and `attach` over SPDY: the client opens one stream for each of the process's, one for the `Status` at the
/// end, and one for the sizes of its terminal.
struct CommandStreams: Sendable {
  /// What is served, as the kubelet serves it: from `v4` on the end is told in a `Status`, from `v3` on there are sizes.
  static let protocols = [newest, "v3.channel.k8s.io", "v2.channel.k8s.io", oldest]
  static let newest = "v4.channel.k8s.io"
  /// What clients speak that name no protocol.
  static let oldest = "channel.k8s.io"
  /// The streams must have been opened by then.
  static let openingLimit = Duration.seconds(30)

  let connection: UpgradedConnection
  let version: String
  /// The streams that the client opens, by `streamType`.
  let expected: Set<String>

  /// - Parameters:
  ///   - version: The protocol that was agreed on.
  ///   - target: The request's, whose options say which streams come.
  init(connection: UpgradedConnection, version: String, target: RequestTarget) {
    self.connection = connection
    self.version = version
    let hasTerminal = target.flag("tty")
    var expected: Set = ["error"]
    if target.flag("stdin") { expected.insert("stdin") }
    if target.flag("stdout") { expected.insert("stdout") }
    if target.flag("stderr"), !hasTerminal { expected.insert("stderr") }
    if hasTerminal, version == Self.newest || version == "v3.channel.k8s.io" { expected.insert("resize") }
    self.expected = expected
  }

  func run(_ session: CommandSession) async throws {
    let known: Set = ["error", "stdin", "stdout", "stderr", "resize"]
    do {
      let wasServed = try await SPDYSession(connection).run(
        admits: { known.contains($0["streamtype"] ?? "") },
        serve: { opened in
          let streams = try await collect(opened)
          try await session.run(CommandSPDY(streams: streams, version: version))
        })
      if !wasServed { await session.process.abandon() }
    } catch {
      await session.process.abandon()
      throw error
    }
  }

  /// Waits for the streams that are expected.
  private func collect(_ opened: AsyncStream<SPDYStream>) async throws -> [String: SPDYStream] {
    try await withThrowingTaskGroup(of: [String: SPDYStream].self) { group in
      group.addTask {
        var streams: [String: SPDYStream] = [:]
        for await stream in opened {
          streams[stream.headers["streamtype"] ?? ""] = stream
          if expected.isSubset(of: streams.keys) { return streams }
        }
        throw CancellationError()
      }
      group.addTask {
        try await Task.sleep(for: Self.openingLimit)
        throw SPDYError("the client did not open all of its streams")
      }
      defer { group.cancelAll() }
      return try await group.next() ?? [:]
    }
  }
}

/// The streams of one `exec` or `attach`, once all are there.
private struct CommandSPDY: CommandConnection {
  let streams: [String: SPDYStream]
  let version: String
  let input: StreamInbox

  init(streams: [String: SPDYStream], version: String) {
    self.streams = streams
    self.version = version
    input = streams["stdin"]?.inbox ?? StreamInbox()
  }

  func receive(resize: @escaping @Sendable (TerminalSize) async -> Void) async throws {
    if let sizes = streams["resize"] {
      var text = ByteBuffer()
      while case .bytes(let bytes) = await sizes.inbox.next() {
        text.writeImmutableBuffer(bytes)
        guard text.readableBytes < 4096 else { throw SPDYError("a size that does not end") }
        // Each is a JSON object; none holds another.
        while let end = text.readableBytesView.firstIndex(of: UInt8(ascii: "}")) {
          guard let object = text.readSlice(length: end - text.readerIndex + 1) else { break }
          if let size = TerminalSize(object) { await resize(size) }
        }
      }
    }
    await streams["error"]?.inbox.waitUntilBroken()
  }

  func send(_ bytes: ByteBuffer, on channel: ChannelMessage.Output) async throws {
    let stream =
      switch channel {
      case .standardOutput: streams["stdout"]
      case .standardError: streams["stderr"]
      case .status: streams["error"]
      }
    try await stream?.write(bytes)
  }

  func finish(_ status: JSONValue) async throws {
    if version == CommandStreams.newest {
      try await send(ByteBuffer(bytes: status.serialized()), on: .status)
    } else if let message = status["message"]?.stringValue {
      // Before v4 an error stream that ends without a word means success.
      try await send(ByteBuffer(string: message), on: .status)
    }
    for name in ["stdout", "stderr", "error"] { try await streams[name]?.finish() }
  }
}
