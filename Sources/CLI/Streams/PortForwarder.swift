import KubeClient
import KubeModel
import NIOCore
import NIOPosix

/// Listens on a local port and carries each connection to a pod's port over a stream of its own.
///
/// The stream is a WebSocket with the subprotocol `v4.channel.k8s.io`: channel 0 holds the bytes, channel 1 errors, and
/// the first message on each repeats the port, as the kubelet has it.
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
      let stream = try await client.openStream(path, protocols: ["v4.channel.k8s.io"])
      try await connection.executeThenClose { input, output in
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            for try await buffer in input { try await stream.send(Array(buffer.readableBytesView), on: 0) }
          }
          group.addTask {
            try await Self.receive(stream, output)
            output.finish()
          }
          // The pod's side decides the end; a client that has sent all may still be reading.
          _ = try await group.next()
          try await group.waitForAll()
        }
      }
      await stream.close()
    } catch {
      Console.complain("error forwarding port \(pair.remote) to pod \(pod.name): \(ErrorReport.text(error))")
    }
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
