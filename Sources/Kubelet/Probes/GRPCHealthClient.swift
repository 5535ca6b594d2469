import LinuxSystem
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix

/// Asks a gRPC server for its health, as the kubelet does: HTTP/2 without TLS, one connection a question.
struct GRPCHealthClient: Sendable {
  let dialer: PodDialer
  let group: any EventLoopGroup
  /// What the request says of its sender.
  let agent: String

  /// How long Go's gRPC waits before it tries a connection again.
  private static let retryDelay = Duration.seconds(1)

  /// Asks for the health of a service, or of the whole server where that is empty.
  func check(_ service: String, host: String, port: Int, timeoutSeconds: Int) async -> ProbeOutcome {
    let deadline = ContinuousClock.now + .seconds(timeoutSeconds)
    let place = PodDialer.place(host, port: port)
    let limit = GoText.duration(seconds: timeoutSeconds)
    guard let connection = await connect(host, port, deadline: deadline) else {
      return .failure(
        "timeout: failed to connect service \"\(place)\" within \(limit): context deadline exceeded")
    }
    defer { connection.channel.close(promise: nil) }
    switch await connection.call(service, authority: place, agent: agent, deadline: deadline) {
    case .success(GRPCHealthMessage.serving): return .success
    case .success(let status):
      return .failure("service unhealthy (responded with \"\(GRPCHealthMessage.name(of: status))\")")
    case .failure(let error):
      switch error.status.code {
      case GRPCStatus.unimplemented:
        return .failure(
          "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): "
            + error.status.message)
      case GRPCStatus.deadlineExceeded:
        return .failure("timeout: health rpc did not complete within \(limit)")
      default: return .failure("error: health rpc probe failed: \(error.status.text)")
      }
    }
  }

  /// A connection on which the server has sent its settings; tried again until the deadline, when it is nil.
  private func connect(_ host: String, _ port: Int, deadline: ContinuousClock.Instant) async -> GRPCConnection? {
    while !Task.isCancelled {
      let left = deadline - ContinuousClock.now
      guard left > .zero else { return nil }
      if let socket = try? await dialer.open(host, port: port, timeout: left).release(),
        let connection = await GRPCConnection.open(socket, on: group.next(), deadline: deadline)
      {
        return connection
      }
      // Whatever the reason was: a server that does not listen yet may do so at the next try.
      let next = min(ContinuousClock.now + Self.retryDelay, deadline)
      guard (try? await Task.sleep(until: next)) != nil else { return nil }
    }
    return nil
  }
}
