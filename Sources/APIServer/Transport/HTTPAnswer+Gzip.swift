import LinuxSystem
import NIOCore
import NIOHTTP1

extension HTTPAnswer {
  /// Smaller answers cost more time to pack than they save on the way, as kube-apiserver has it too.
  private static let smallestToPack = 128 * 1024

  /// The answer packed, if it is large and the client takes gzip (RFC 9110, section 12.5.3).
  func packed(for request: HTTPRequest) -> HTTPAnswer {
    guard case .bytes(let body) = body, body.readableBytes >= Self.smallestToPack, request.method == .GET,
      headers["content-encoding"].isEmpty, Self.takesGzip(request)
    else { return self }
    var answer = self
    do {
      let bytes = try Deflater(format: .gzip).compress(Array(body.readableBytesView), flush: .finish)
      answer.body = .bytes(ByteBuffer(bytes: bytes))
    } catch {
      return self  // There is no memory for it; the client takes the plain form as well.
    }
    answer.headers.add(name: "content-encoding", value: "gzip")
    answer.headers.add(name: "vary", value: "Accept-Encoding")
    return answer
  }

  private static func takesGzip(_ request: HTTPRequest) -> Bool {
    request.headers[canonicalForm: "accept-encoding"].contains { coding in
      let parts = coding.split(separator: ";").map { $0.trimmingSpaces().lowercased() }
      return parts.first == "gzip"
        && !parts.dropFirst().contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
    }
  }
}
