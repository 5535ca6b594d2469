import KubeModel
import LinuxSystem
import NIOCore
import NIOPosix
import SandboxRuntime

/// TCP and HTTP requests to pods, made from inside the cluster's network.
struct PodRequests: Sendable {
  let sandbox: any SandboxClient
  let group: any EventLoopGroup

  /// Whether something listens.
  func connect(_ host: String, port: UInt16, timeout: Duration) async throws {
    _ = try await open(host, port: port, timeout: timeout)
  }

  /// The status code of a GET request, without following redirects.
  func get(_ action: HTTPGetAction, host: String, port: UInt16, timeout: Duration) async throws -> Int {
    let descriptor = try await open(host, port: port, timeout: timeout).release()
    let channel = try await ClientBootstrap(group: group).withConnectedSocket(descriptor) { channel in
      channel.eventLoop.makeCompletedFuture {
        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
      }
    }
    var request = "GET \(action.path ?? "/") HTTP/1.1\r\n"
    let headers = action.httpHeaders
    if !headers.contains(where: { $0.name?.lowercased() == "host" }) { request += "Host: \(host):\(port)\r\n" }
    for header in headers { request += "\(header.name ?? ""): \(header.value ?? "")\r\n" }
    request += "User-Agent: kube-probe/1.33\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    let text = request
    return try await withThrowingTaskGroup(of: Int.self) { tasks in
      tasks.addTask {
        try await channel.executeThenClose { inbound, outbound in
          try await outbound.write(ByteBuffer(string: text))
          var head = ""
          for try await part in inbound {
            head += String(buffer: part)
            if head.utf8.count >= 12 { break }
          }
          let words = head.prefix(32).split(separator: " ")
          guard words.count > 1, let code = Int(words[1].prefix(3)) else {
            throw ConfigurationError("malformed HTTP response")
          }
          return code
        }
      }
      tasks.addTask {
        try await Task.sleep(for: timeout)
        throw SandboxError.timedOut
      }
      defer { tasks.cancelAll() }
      guard let code = try await tasks.next() else { throw CancellationError() }
      return code
    }
  }

  private func open(_ host: String, port: UInt16, timeout: Duration) async throws -> OwnedDescriptor {
    guard let address = IPv4Address(host == "localhost" ? "127.0.0.1" : host) else {
      throw ConfigurationError("lookup \(host): no such host")
    }
    return try await sandbox.connect(
      SocketAddress(address, port: port), transport: .tcp, sandbox: nil, timeout: timeout)
  }
}
