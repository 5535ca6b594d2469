import KubeModel
import Logging
import NIOCore
import NIOHTTP1
import Properties
import Testing

@testable import APIServer

/// Hostile requests, once they have come through the transport.
@Suite("Fuzzers of requests", .serialized)
struct RequestFuzzTests {
  /// Who impersonates nobody's groups, and who applies what is no object of its kind.
  private static let internalErrors = ["without impersonating a user", "failed to create typed patch object"]

  @Test("Every request gets an answer that is no internal error, and what is stored can be read in every form")
  func requests() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.api.bootstrapPolicy()
    let handler = APIHandler(api: client.api, logger: Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() })
    try await Fuzzing.run("requests") { generator in
      let request = RequestMaker.request(&generator)
      let answer = await handler.answer(request)
      let body: ByteBuffer
      switch answer.body {
      case .bytes(let bytes): body = bytes
      case .stream, .upgrade: return
      }
      let text = String(buffer: body)
      // 501 and 503 are told of what this API has not got; no request may bring it to anything else above 499, but for
      // what kube-apiserver has internal errors of, too.
      try hold(
        answer.status.code < 500 || [501, 503, 504].contains(answer.status.code)
          || Self.internalErrors.contains { text.contains($0) },
        "\(request.method) \(request.target.text) \(request.contentType ?? "") \(String(buffer: request.body).prefix(4_000)): "
          + "\(answer.status) \(text.prefix(2_000))")
      if answer.headers.first(name: "content-type") == "application/json" {
        try hold((try? JSONValue(parsing: Array(body.readableBytesView))) != nil, "no JSON: \(text)")
      }
    }
  }

  @Test("Selectors are read or refused, and match as a naive reading of their requirements does")
  func selectors() async throws {
    try await Fuzzing.run("selectors") { generator in
      let bytes = generator.mutated(
        Array("a in (b,c),!d,e!=f,g>1,x notin (y)".utf8), words: ["in", "(", ")", ",", "=", "==", "!", "!=", ">", "<"])
      let text = String(decoding: bytes, as: UTF8.self)
      do throws(StatusError) {
        _ = try LabelQuery(text).matches(["a": "b", "e": "f", "g": "2"])
      } catch {
        try hold(error.code == 400, "\(error)")
      }
    }
  }

  @Test("Request targets are read or refused")
  func targets() async throws {
    try await Fuzzing.run("targets") { generator in
      let bytes = generator.mutated(
        Array("/api/v1/namespaces/default/pods/a/log?limit=5&labelSelector=a%3Db".utf8),
        words: ["%", "%00", "%2f", "//", "/../", "?", "&&", "=", "+", "#"])
      guard let target = RequestTarget(String(decoding: bytes, as: UTF8.self)) else { return }
      _ = target.segments.count + target.query.count
    }
  }

  @Test("SPDY's bytes are frames, or the end of the connection")
  func spdy() async throws {
    try await Fuzzing.run("spdy") { generator in
      var decoder = try SPDYDecoder()
      var bytes = SPDYTests.opening + SPDYTests.bytes("00000003 01000005 6162636465 80030006 00000004 00000007")
      bytes = generator.mutated(bytes, words: ["\u{0}\u{3}", "\u{0}\u{0}\u{0}\u{1}"])
      var frames = 0
      do {
        while !bytes.isEmpty {
          let piece = bytes.prefix(generator.number(1...40))
          bytes.removeFirst(piece.count)
          decoder.append(ByteBuffer(bytes: piece))
          while try decoder.next() != nil { frames += 1 }
        }
      } catch is SPDYError {
        return
      }
      try hold(frames < 10_000, "\(frames) frames")
    }
  }
}
