import Crypto
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import SwiftASN1
import Synchronization
import X509

/// A server on the loopback that answers each request with bytes that the test gives, and closes the connection.
final class ScriptedServer: Sendable {
  private let channel: any Channel
  private let requests = Mutex<[String]>([])

  /// The heads of the requests so far.
  var seen: [String] { requests.withLock { $0 } }
  var port: Int { channel.localAddress?.port ?? 0 }

  /// Serves while `body` runs.
  ///
  /// - Parameters:
  ///   - resets: Whether connections are broken off instead of closed.
  ///   - answer: What is sent for a request's target; nil stays silent.
  static func with(
    tls: Bool = false, resets: Bool = false, answer: @escaping @Sendable (String) -> String?,
    _ body: (ScriptedServer) async throws -> Void
  ) async throws {
    let context = tls ? try serverContext() : nil
    let box = Box()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { child in
        child.eventLoop.makeCompletedFuture {
          if resets, let options = child as? any SocketOptionProvider {
            _ = options.setSoLinger(linger(l_onoff: 1, l_linger: 0))
          }
          if let context { try child.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
          try child.pipeline.syncOperations.addHandler(Handler(answer: answer, box: box))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let server = ScriptedServer(channel)
    box.server.withLock { $0 = server }
    defer { channel.close(promise: nil) }
    try await body(server)
  }

  private init(_ channel: any Channel) { self.channel = channel }

  private final class Box: Sendable {
    let server = Mutex<ScriptedServer?>(nil)
  }

  /// Reads up to the empty line and answers.
  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: @Sendable (String) -> String?
    private let box: Box
    private var head = ""

    init(answer: @escaping @Sendable (String) -> String?, box: Box) {
      self.answer = answer
      self.box = box
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      head += String(buffer: unwrapInboundIn(data))
      guard head.contains("\r\n\r\n") else { return }
      let request = head
      head = ""
      box.server.withLock { server in server?.requests.withLock { $0.append(request) } }
      let words = request.split(separator: " ", maxSplits: 2)
      guard words.count > 1, let text = answer(String(words[1])) else { return }
      let channel = context.channel
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text))).whenComplete { _ in channel.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }

  /// A certificate of its own making, which nobody can verify.
  private static func serverContext() throws -> NIOSSLContext {
    let key = P256.Signing.PrivateKey()
    let name = try DistinguishedName { CommonName("nobody") }
    let now = Date()
    let certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
      notValidBefore: now - 7_200, notValidAfter: now - 3_600, issuer: name, subject: name,
      signatureAlgorithm: .ecdsaWithSHA256, extensions: Certificate.Extensions {}, issuerPrivateKey: .init(key))
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: [
          .certificate(
            try NIOSSLCertificate(bytes: Array(try certificate.serializeAsPEM().pemString.utf8), format: .pem))
        ],
        privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem))))
  }
}
