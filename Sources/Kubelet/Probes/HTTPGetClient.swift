import KubeModel
import LinuxSystem
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What a GET request came to; texts are worded as by Go's HTTP client, on which the kubelet builds.
package enum HTTPGetOutcome: Sendable, Hashable {
  /// The last answer, and the first 10 KiB of its body.
  case answered(status: Int, body: String)
  /// There was no answer.
  case failed(String)
  /// The answer's body could not be read.
  case broken(String)
}

/// Makes the GET requests of probes and hooks, with or without TLS; nobody's certificate is verified.
struct HTTPGetClient: Sendable {
  let dialer: PodDialer
  let group: any EventLoopGroup

  /// How many redirects are followed at most.
  private static let mostRedirects = 10
  /// How long connecting may take where nothing else bounds it.
  private static let dialLimit = Duration.seconds(30)

  /// Sends a request and follows redirects.
  ///
  /// - Parameters:
  ///   - timeout: For all of it, redirects and bodies included; nil waits for as long as the task lives.
  ///   - staysOnHost: Whether a redirect to another host is taken for the answer instead of being followed.
  func get(_ first: HTTPGetRequest, timeout: Duration?, staysOnHost: Bool) async -> HTTPGetOutcome {
    let deadline = timeout.map { ContinuousClock.now + $0 }
    var request = first
    for followed in 0... {
      if let problem = request.problem { return .failed("Get \"\(request.url)\": \(problem)") }
      let answer: HTTPGetAnswer
      do throws(HTTPGetFailure) {
        answer = try await send(request, deadline: deadline)
      } catch {
        return error.isInBody ? .broken(error.text) : .failed("Get \"\(request.url)\": \(error.text)")
      }
      guard let location = answer.location else {
        return .answered(status: answer.status, body: answer.body)
      }
      guard let next = request.following(location) else {
        return .failed("Get \"\(location)\": unsupported protocol scheme")
      }
      if staysOnHost, next.url.host != first.url.host { return .answered(status: answer.status, body: answer.body) }
      if followed + 1 >= Self.mostRedirects {
        return .failed("Get \"\(location)\": stopped after \(Self.mostRedirects) redirects")
      }
      request = next
    }
    return .failed("Get \"\(request.url)\": stopped")
  }

  private func send(
    _ request: HTTPGetRequest, deadline: ContinuousClock.Instant?
  ) async throws(HTTPGetFailure) -> HTTPGetAnswer {
    let limit = deadline.map { $0 - ContinuousClock.now } ?? Self.dialLimit
    guard limit > .zero else { throw .timedOut(isInBody: false) }
    let socket: Int32
    do throws(PodDialer.Failure) {
      socket = try await dialer.open(request.url.host, port: request.url.effectivePort, timeout: limit).release()
    } catch {
      switch error {
      case .timedOut: throw .timedOut(isInBody: false)
      case .refused(let text): throw HTTPGetFailure(text: "dial tcp\(text)")
      }
    }
    let loop = group.next()
    let answer = loop.makePromise(of: HTTPGetAnswer.self)
    let left = deadline.map { TimeAmount($0 - ContinuousClock.now) }
    let connection = ClientBootstrap(group: loop).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        try Self.configure(channel, request, answer: answer, timeout: left)
      }
    }.withConnectedSocket(socket)
    connection.whenFailure { answer.fail($0) }
    defer { connection.whenSuccess { $0.close(promise: nil) } }
    do {
      return try await withTaskCancellationHandler {
        try await answer.futureResult.get()
      } onCancel: {
        answer.fail(CancellationError())
      }
    } catch let failure as HTTPGetFailure {
      throw failure
    } catch {
      throw HTTPGetFailure(text: error is CancellationError ? "context canceled" : "EOF")
    }
  }

  private static func configure(
    _ channel: any Channel, _ request: HTTPGetRequest, answer: EventLoopPromise<HTTPGetAnswer>, timeout: TimeAmount?
  ) throws {
    let pipeline = channel.pipeline.syncOperations
    let raw = FirstBytes()
    try pipeline.addHandler(raw)
    if request.url.scheme == "https" {
      try pipeline.addHandler(NIOSSLClientHandler(context: try trustingContext.get(), serverHostname: nil))
    }
    let clear = FirstBytes()
    try pipeline.addHandler(clear)
    try pipeline.addHTTPClientHandlers()
    var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: request.url.target)
    for header in request.headers { head.headers.add(name: header.name, value: header.value) }
    try pipeline.addHandler(
      HTTPGetHandler(
        head: head, answer: answer, timeout: timeout,
        transcript: .init(isEncrypted: request.url.scheme == "https", raw: raw, clear: clear)))
  }

  /// The kubelet asks without knowing any certificate.
  private static let trustingContext = Result {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.certificateVerification = .none
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    return try NIOSSLContext(configuration: configuration)
  }
}
