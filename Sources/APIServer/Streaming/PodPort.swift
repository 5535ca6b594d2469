import KubeModel
import LinuxSystem
import NIOCore
import NIOPosix

/// A port of a pod that connections are carried to.
struct PodPort: Sendable {
  /// A TCP connection, half of which can be closed.
  typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  let pods: any PodStreams
  let pod: Pod
  let port: UInt16

  /// Connects; a failure is told as the kubelet does, in a sentence for the client.
  func connect() async throws(StatusError) -> Connection {
    do {
      let descriptor = try await pods.connect(to: pod, port: port)
      return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .channelOption(.allowRemoteHalfClosure, value: true)
        .withConnectedSocket(descriptor.release()) { channel in
          channel.eventLoop.makeCompletedFuture {
            try Connection(
              wrappingChannelSynchronously: channel,
              configuration: .init(
                backPressureStrategy: .init(lowWatermark: 2, highWatermark: 16), isOutboundHalfClosureEnabled: true))
          }
        }
    } catch {
      let cause = (error as? StatusError)?.message ?? ConnectionErrorText.of(error)
      throw StatusError(
        code: 500, reason: .internalError,
        message: "error forwarding port \(port) to pod \(pod.name), uid \(pod.uid): \(cause)")
    }
  }

  /// Carries bytes both ways until both directions have ended; throws when either side breaks off.
  ///
  /// - Parameters:
  ///   - inbox: What the client sends to the pod.
  ///   - send: Takes what the pod sends.
  ///   - finish: Is told that the pod sends nothing more.
  static func carry(
    _ connection: Connection, inbox: StreamInbox, send: @escaping @Sendable (ByteBuffer) async throws -> Void,
    finish: @escaping @Sendable () async throws -> Void
  ) async throws {
    try await connection.executeThenClose { input, output in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          await inbox.waitUntilBroken()
          throw CancellationError()
        }
        group.addTask {
          for try await bytes in input { try await send(bytes) }
          try await finish()
        }
        group.addTask { try await Self.fill(output, of: connection.channel, from: inbox) }
        // The first never ends by itself.
        for _ in 0..<2 { try await group.next() }
        group.cancelAll()
      }
    }
  }

  private static func fill(
    _ output: NIOAsyncChannelOutboundWriter<ByteBuffer>, of channel: any Channel, from inbox: StreamInbox
  ) async throws {
    var isOpen = true
    while true {
      switch await inbox.next() {
      case .bytes(let bytes):
        guard isOpen else { continue }
        do {
          try await output.write(bytes)
        } catch {
          isOpen = false  // The pod reads no more, but may still have something to say.
        }
      case .end:
        guard isOpen else { return }
        await withTaskCancellationHandler {
          // Done when all was taken; a connection that broke meanwhile is told of by its other direction.
          try? await channel.close(mode: .output).get()
        } onCancel: {
          channel.close(promise: nil)
        }
        return
      case .broken: throw CancellationError()
      }
    }
  }
}
