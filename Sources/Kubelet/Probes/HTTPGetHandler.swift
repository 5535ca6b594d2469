import LinuxSystem
import NIOCore
import NIOHTTP1
import NIOSSL

/// One answer to a GET request.
struct HTTPGetAnswer: Sendable {
  var status: Int
  /// Where a redirect leads to; nil when the answer is none.
  var location: String?
  var body: String
}

/// Why there is no whole answer, in Go's words.
struct HTTPGetFailure: Error {
  var text: String
  /// Whether the head of the answer was there.
  var isInBody = false

  static func timedOut(isInBody: Bool) -> Self {
    Self(
      text: "context deadline exceeded (Client.Timeout "
        + (isInBody ? "or context cancellation while reading body)" : "exceeded while awaiting headers)"),
      isInBody: isInBody)
  }
}

/// Sends a GET request once the connection stands, and collects the answer.
final class HTTPGetHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  /// What came over the connection, for saying what was wrong with it.
  struct Transcript {
    var isEncrypted: Bool
    /// Before decryption.
    var raw: FirstBytes
    /// After it.
    var clear: FirstBytes
  }

  /// How much of a body is read.
  private static let mostBytes = 10_240
  private static let redirects: Set<Int> = [301, 302, 303, 307, 308]

  private let head: HTTPRequestHead
  private let timeout: TimeAmount?
  private let transcript: Transcript
  /// nil once it was kept.
  private var answer: EventLoopPromise<HTTPGetAnswer>?
  private var received: HTTPResponseHead?
  private var body: [UInt8] = []
  private var deadline: Scheduled<Void>?
  /// Both ends, which cannot be asked for any more once the connection is broken.
  private var ends = "->"

  init(head: HTTPRequestHead, answer: EventLoopPromise<HTTPGetAnswer>, timeout: TimeAmount?, transcript: Transcript) {
    self.head = head
    self.answer = answer
    self.timeout = timeout
    self.transcript = transcript
  }

  func handlerAdded(context: ChannelHandlerContext) {
    guard let timeout else { return }
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    deadline = context.eventLoop.scheduleTask(in: timeout) {
      handler.value.fail(.timedOut(isInBody: handler.value.received != nil))
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { fail(HTTPGetFailure(text: "EOF")) }

  func channelActive(context: ChannelHandlerContext) {
    ends = "\(context.localAddress?.text ?? "")->\(context.remoteAddress?.text ?? "")"
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): received = head
    case .body(let bytes):
      body += bytes.readableBytesView.prefix(Self.mostBytes - body.count)
      if body.count == Self.mostBytes { finish() }
    case .end: finish()
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    fail(HTTPGetFailure(text: transcript.clear.bytes.isEmpty ? "EOF" : "unexpected EOF", isInBody: received != nil))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(HTTPGetFailure(text: text(error), isInBody: received != nil))
    context.close(promise: nil)
  }

  private func finish() {
    guard let received else { return }
    let status = Int(received.status.code)
    let location = Self.redirects.contains(status) ? received.headers.first(name: "Location") : nil
    answer?.succeed(
      HTTPGetAnswer(
        status: status, location: location.flatMap { $0.isEmpty ? nil : $0 },
        body: String(decoding: body, as: UTF8.self)))
    answer = nil
    deadline?.cancel()
  }

  private func fail(_ failure: HTTPGetFailure) {
    answer?.fail(failure)
    answer = nil
    deadline?.cancel()
  }

  private func text(_ error: any Error) -> String {
    if transcript.isEncrypted, transcript.raw.bytes.starts(with: "HTTP/".utf8) {
      return "http: server gave HTTP response to HTTPS client"
    }
    switch error {
    case let error as IOError:
      let call = error.errnoCode == SystemError.brokenPipe ? "write" : "read"
      return "\(call) tcp \(ends): \(call): \(SystemError.text(error.errnoCode))"
    case HTTPParserError.invalidEOFState: return "unexpected EOF"
    case is HTTPParserError:
      let line = transcript.clear.bytes.prefix { $0 != UInt8(ascii: "\n") }
      let shown = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      return "net/http: HTTP/1.x transport connection broken: malformed HTTP response \(GoText.quoted(shown))"
    case NIOSSLError.uncleanShutdown: return received == nil ? "EOF" : "unexpected EOF"
    case is NIOSSLError, is BoringSSLError: return Self.textOfTLS("\(error)")
    default: return transcript.clear.bytes.isEmpty ? "EOF" : "unexpected EOF"
    }
  }

  /// The alert that the other side sent, or that the handshake failed.
  private static func textOfTLS(_ error: String) -> String {
    guard let mark = error.firstRange(of: "_ALERT_") else { return "tls: handshake failure" }
    let words = error[mark.upperBound...].prefix { $0.isUppercase || $0 == "_" }
    return "remote error: tls: " + words.lowercased().split(separator: "_").joined(separator: " ")
  }
}

/// Remembers how what comes over a connection begins.
final class FirstBytes: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// As much as a status line has, most of the time.
  private static let most = 128

  private(set) var bytes: [UInt8] = []

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if bytes.count < Self.most { bytes += unwrapInboundIn(data).readableBytesView.prefix(Self.most - bytes.count) }
    context.fireChannelRead(data)
  }
}

extension NIOCore.SocketAddress {
  /// `address:port`.
  fileprivate var text: String { PodDialer.place(ipAddress ?? "", port: port ?? 0) }
}
