import NIOCore
import NIOPosix
import NIOSSL

/// A client of the API that writes what it likes, and can vanish as a killed process does.
struct RawClient: Sendable {
  /// Why a conversation went no further.
  struct Refused: Error {
    let answer: String
  }

  /// How it begins.
  enum Security: Sendable {
    case none
    /// With a client certificate, and an offer of these protocols (ALPN).
    case tls([String])
    /// Without a certificate, and with an offer of these protocols.
    case anonymous([String])
  }

  let inbound: NIOAsyncChannelInboundStream<ByteBuffer>
  let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private let exit: NIOLoopBound<ChannelHandlerContext>

  /// Closes the connection without a word, whatever was written and not sent.
  func vanish() {
    exit.eventLoop.execute { [exit] in exit.value.close(promise: nil) }
  }

  /// Runs `body` with a connection to the API.
  static func run(
    _ api: TestAPI, security: Security = .tls([]), _ body: @escaping @Sendable (RawClient) async throws -> Void
  ) async throws {
    let context = try security.context(api)
    let port = Int(api.base.split(separator: ":").last ?? "") ?? 0
    let (channel, exit) = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(120))
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          let exit = Exit()
          try pipeline.addHandler(exit)
          if let context { try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: nil)) }
          return (
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel),
            NIOLoopBound(try pipeline.context(handler: exit), eventLoop: channel.eventLoop)
          )
        }
      }
    try await channel.executeThenClose { inbound, outbound in
      try await body(RawClient(inbound: inbound, outbound: outbound, exit: exit))
    }
  }

  /// Asks for an upgrade, and reads up to the end of the answer's head.
  func upgrade(_ path: String, _ headers: [String]) async throws {
    let lines = ["POST \(path) HTTP/1.1", "Host: test", "Connection: Upgrade"] + headers
    try await outbound.write(ByteBuffer(string: lines.joined(separator: "\r\n") + "\r\n\r\n"))
    var answer = ""
    for try await bytes in inbound {
      answer += String(buffer: bytes)
      if answer.contains("\r\n\r\n") { break }
    }
    guard answer.hasPrefix("HTTP/1.1 101") else { throw Refused(answer: answer) }
  }

  /// Writes `piece` again and again, until none has been taken for a second, or a thousand have.
  func fill(with piece: ByteBuffer) async throws {
    let progress = Progress()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for _ in 0..<1_000 where !Task.isCancelled {
          try await outbound.write(piece)
          await progress.note()
        }
      }
      group.addTask {
        var seen = -1
        while await progress.count != seen {
          seen = await progress.count
          try await Task.sleep(for: .seconds(1))
        }
      }
      try await group.next()
      group.cancelAll()
    }
  }

  private actor Progress {
    private(set) var count = 0
    func note() { count += 1 }
  }

  /// Stands before TLS, so that a close from here says no goodbye.
  private final class Exit: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
  }
}

extension RawClient.Security {
  fileprivate func context(_ api: TestAPI) throws -> NIOSSLContext? {
    var configuration = try api.clientTLS()
    switch self {
    case .none: return nil
    case .tls(let protocols): configuration.applicationProtocols = protocols
    case .anonymous(let protocols):
      configuration.applicationProtocols = protocols
      configuration.certificateChain = []
      configuration.privateKey = nil
    }
    return try NIOSSLContext(configuration: configuration)
  }
}
