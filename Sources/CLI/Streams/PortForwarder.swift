import KubeClient
import KubeModel
import NIOCore
import NIOPosix

/// Listens on a local port and carries each connection to a pod's port over a stream of its own.
///
/// The stream is a WebSocket with the subprotocol `v4.channel.k8s.io`: channel 0 holds the bytes, channel 1 errors, and
/// the first message on each repeats the port, as the kubelet has it. `v5`, which is asked for first, adds the message
/// that ends a channel, for clients that go on reading when they have sent all.
struct PortForwarder {
  let client: HTTPKubeClient
  let pod: Pod
  let pair: PortPair
  let address: String

  private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  /// Serves connections until cancelled.
  func run() async throws {
    let server: NIOAsyncChannel<Connection, Never>
    do {
      server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.allowRemoteHalfClosure, value: true)
        .bind(host: address, port: pair.local) { channel in
          channel.eventLoop.makeCompletedFuture {
            try Connection(
              wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
          }
        }
    } catch {
      throw CommandFailure("cannot listen on \(address):\(pair.local): \(error); choose another local port")
    }
    let port = server.channel.localAddress?.port ?? pair.local
    try Console.line("Forwarding from \(address):\(port) -> \(pair.remote)")
    try await server.executeThenClose { connections in
      try await withThrowingDiscardingTaskGroup { group in
        for try await connection in connections {
          group.addTask { await serve(connection) }
        }
      }
    }
  }

  /// One connection; its failure is reported and ends nothing else.
  private func serve(_ connection: Connection) async {
    do {
      var query = QueryString()
      query.add("ports", String(pair.remote))
      let path = Pod.resource.path(namespace: pod.namespace, name: pod.name, subresource: "portforward") + query.text
      let stream = try await client.openStream(path, protocols: ["v5.channel.k8s.io", "v4.channel.k8s.io"])
      try await connection.executeThenClose { input, output in
        do {
          try await Self.carry(input, output, stream)
        } catch {
          // Said before the client sees its connection end.
          report(error)
        }
      }
      await stream.close()
    } catch {
      report(error)
    }
  }

  private func report(_ error: any Error) {
    Console.complain("error forwarding port \(pair.remote) to pod \(pod.name): \(ErrorReport.text(error))")
  }

  private static func carry(
    _ input: NIOAsyncChannelInboundStream<ByteBuffer>, _ output: NIOAsyncChannelOutboundWriter<ByteBuffer>,
    _ stream: StreamConnection
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await send(input, stream) }
      group.addTask {
        try await receive(stream, output)
        output.finish()
      }
      // The pod's side decides the end; a client that has sent all may still be reading.
      _ = try await group.next()
      try await group.waitForAll()
    }
  }

  private static func send(_ input: NIOAsyncChannelInboundStream<ByteBuffer>, _ stream: StreamConnection) async throws {
    var isOpen = true
    for try await buffer in input where isOpen {
      // When the pod's side is over, the other direction tells why; what the client still says is dropped.
      isOpen = (try? await stream.send(Array(buffer.readableBytesView), on: 0)) != nil
    }
    if isOpen, !Task.isCancelled { try? await stream.close(channel: 0) }
  }

  private static func receive(
    _ stream: StreamConnection, _ output: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    var hasPort = [false, false]
    for try await message in stream.messages where message.channel < 2 {
      let channel = Int(message.channel)
      guard hasPort[channel] else {
        hasPort[channel] = true
        continue
      }
      guard channel == 0 else { throw CommandFailure(String(decoding: message.bytes, as: UTF8.self)) }
      try await output.write(ByteBuffer(bytes: message.bytes))
    }
  }
}
