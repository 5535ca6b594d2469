import KubeClient
import KubeModel
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// Calls webhooks over HTTPS: by URL on the host's network, or as services in the cluster's.
final class WebhookClient: WebhookCaller {
  private struct State {
    var services: ServiceDialer?
    /// By the authority that they trust; nil is the system's.
    var contexts: [[UInt8]?: NIOSSLContext] = [:]
  }

  /// The longest answer that is read, in bytes.
  private static let answerLimit = 8 << 20

  private let state = Mutex(State())

  /// Says how services are reached; before that they count as unreachable.
  func reachServices(through dialer: ServiceDialer) { state.withLock { $0.services = dialer } }

  func call(_ webhook: AdmissionWebhook, _ review: JSONValue) async throws -> JSONValue {
    do {
      return try await send(review, to: webhook.endpoint)
    } catch let failure as WebhookFailure {
      throw WebhookFailure("failed to call webhook: \(failure)")
    }
  }

  /// Sends a review and brings the answer; throws ``WebhookFailure``, worded as client-go words it.
  func send(_ review: JSONValue, to webhook: WebhookEndpoint) async throws -> JSONValue {
    let url = "\(webhook.url)?timeout=\(webhook.timeoutSeconds)s"
    do {
      return try await withThrowingTaskGroup(of: JSONValue.self) { group in
        group.addTask { try await self.post(review, to: webhook) }
        group.addTask {
          try await Task.sleep(for: .seconds(webhook.timeoutSeconds))
          throw WebhookFailure("context deadline exceeded")
        }
        defer { group.cancelAll() }
        guard let answer = try await group.next() else { throw CancellationError() }
        return answer
      }
    } catch let error as ServerAnswer {
      throw WebhookFailure(error.text)
    } catch {
      // The request's own cancellation, not the end of the webhook's time.
      try Task.checkCancellation()
      throw WebhookFailure("Post \"\(url)\": \(ConnectionErrorText.of(error))")
    }
  }

  /// An answer that is none of a webhook.
  private struct ServerAnswer: Error {
    let text: String
  }

  private func post(_ review: JSONValue, to webhook: WebhookEndpoint) async throws -> JSONValue {
    let body = ByteBuffer(bytes: review.serialized())
    let address = try Address(webhook)
    var headers: HTTPHeaders = [
      "host": address.authority, "content-type": "application/json", "accept": "application/json, */*",
      "user-agent": "kube-apiserver-admission", "connection": "close",
    ]
    headers.add(name: "content-length", value: String(body.readableBytes))
    let head = HTTPRequestHead(
      version: .http1_1, method: .POST, uri: "\(address.path)?timeout=\(webhook.timeoutSeconds)s", headers: headers)
    let tls = SocketRequest.TLS(
      context: try context(trusting: webhook.certificateAuthority), serverName: address.host)
    let request = SocketRequest(head: head, body: body)
    let answer: SocketRequest.Answer
    switch webhook.target {
    case .url: answer = try await request.send(to: address.host, port: address.port, tls: tls)
    case .service(let namespace, let name, let port, _):
      guard let services = state.withLock({ $0.services }) else {
        throw StatusError.unavailable("no endpoints available for service \"\(name)\"")
      }
      let connection = try await services.connect(namespace: namespace, name: name, port: port)
      answer = try await request.send(over: connection, tls: tls)
    }
    guard case .body(let response, let stream) = answer else {
      throw ServerAnswer(text: "the server switched protocols")
    }
    var bytes: [UInt8] = []
    for try await chunk in stream {
      bytes += chunk
      guard bytes.count <= Self.answerLimit else { throw ServerAnswer(text: "the answer is too long") }
    }
    return try Self.document(response.status, bytes)
  }

  /// The document of an answer; others are told as client-go tells them.
  private static func document(_ status: HTTPResponseStatus, _ bytes: [UInt8]) throws -> JSONValue {
    let document = try? JSONValue(parsing: bytes)
    guard (200..<300).contains(status.code) else {
      if let message = document?["message"]?.stringValue, document?["kind"] == "Status" {
        throw ServerAnswer(text: message)
      }
      let text = String(decoding: bytes.prefix(2_048), as: UTF8.self).trimmingSpaces()
      throw ServerAnswer(
        text: status == .notFound
          ? "the server could not find the requested resource"
          : "an error on the server (\"\(text.isEmpty ? "unknown" : text)\") has prevented the request from succeeding")
    }
    guard let document, document.objectValue != nil else {
      throw ServerAnswer(text: "couldn't get version/kind; the answer is no JSON object")
    }
    return document
  }

  private func context(trusting authority: [UInt8]?) throws -> NIOSSLContext {
    if let known = state.withLock({ $0.contexts[authority] }) { return known }
    let made = try SocketRequest.TLS.context(ClientConfiguration.TLS(certificateAuthority: authority))
    state.withLock { $0.contexts[authority] = made }
    return made
  }

  /// The host, port and path of a webhook.
  private struct Address {
    let host: String
    let port: Int
    let path: String
    let authority: String

    init(_ webhook: WebhookEndpoint) throws {
      guard let parsed = ClientConfiguration(server: webhook.url) else {
        throw ServerAnswer(text: "\(webhook.url) is no URL of a server")
      }
      host = parsed.host
      port = parsed.port
      path = parsed.pathPrefix.isEmpty ? "/" : parsed.pathPrefix
      authority = parsed.authority
    }
  }
}
