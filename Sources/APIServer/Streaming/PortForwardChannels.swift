import KubeModel
import NIOCore

/// `port-forward` over WebSocket messages (`v4.channel.k8s.io`): for the n-th port asked for, channel 2n carries the
/// bytes and channel 2n + 1 errors; the first message on each repeats the port, the low byte first.
///
/// In `v4` only the end of the whole connection tells that the client has no more to say. As in exec, `v5` adds a
/// message that ends one channel (255 and its number).
struct PortForwardChannels: Sendable {
  /// More ports than this have no channel numbers.
  static let mostPorts = 64
  static let subprotocols = ["v5.channel.k8s.io", "v4.channel.k8s.io", "v4.base64.channel.k8s.io"]
  private static let endSignal: UInt8 = 255

  let pods: any PodStreams
  let pod: Pod
  let ports: [UInt16]

  /// The ports that a request asks for, worded as the kubelet does when there are none.
  static func ports(_ values: [String]) throws(StatusError) -> [UInt16] {
    let texts = values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
    guard !texts.isEmpty else { throw .badRequest("query parameter \"port\" is required") }
    guard texts.count <= mostPorts else { throw .badRequest("at most \(mostPorts) ports can be forwarded at once") }
    var ports: [UInt16] = []
    for text in texts {
      guard let port = UInt16(text), port > 0 else { throw .badRequest("invalid port: \"\(text)\"") }
      ports.append(port)
    }
    return ports
  }

  func run(_ connection: UpgradedConnection) async throws {
    let inboxes = ports.map { _ in StreamInbox() }
    defer { for inbox in inboxes { inbox.abandon() } }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await Self.receive(connection.inbound, inboxes) }
      group.addTask {
        try await withThrowingTaskGroup(of: Void.self) { ports in
          for (index, port) in self.ports.enumerated() {
            ports.addTask { try await self.forward(port, index, inboxes[index], connection.outbound) }
          }
          try await ports.waitForAll()
        }
      }
      // Either the client has gone or every port has come to its end.
      try await group.next()
      group.cancelAll()
    }
  }

  private static func receive(_ messages: NIOAsyncChannelInboundStream<ByteBuffer>, _ inboxes: [StreamInbox])
    async throws
  {
    for try await message in messages {
      var rest = message
      guard let channel = rest.readInteger(as: UInt8.self) else { continue }
      if channel == endSignal {
        guard let ended = rest.readInteger(as: UInt8.self), ended % 2 == 0 else { continue }
        if inboxes.indices.contains(Int(ended) / 2) { inboxes[Int(ended) / 2].finish() }
      } else if channel % 2 == 0, inboxes.indices.contains(Int(channel) / 2) {
        await inboxes[Int(channel) / 2].put(rest)
      }
    }
  }

  private func forward(
    _ port: UInt16, _ index: Int, _ inbox: StreamInbox, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    let data = UInt8(index * 2)
    for channel in [data, data + 1] {
      var message = ByteBuffer(integer: channel)
      message.writeInteger(port, endianness: .little)
      try await outbound.write(message)
    }
    let connection: PodPort.Connection
    do {
      connection = try await PodPort(pods: pods, pod: pod, port: port).connect()
    } catch {
      var message = ByteBuffer(integer: data + 1)
      message.writeString(error.message)
      return try await outbound.write(message)
    }
    do {
      try await PodPort.carry(
        connection, inbox: inbox,
        send: { bytes in
          var message = ByteBuffer(integer: data)
          message.writeImmutableBuffer(bytes)
          try await outbound.write(message)
        },
        // There is no message for the end of one direction from this side.
        finish: { inbox.abandon() })
    } catch {
      // This port has come to its end; others may go on.
    }
  }
}
