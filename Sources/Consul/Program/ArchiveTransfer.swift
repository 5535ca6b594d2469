import AsyncHTTPClient
import Crypto
import LinuxSystem
import NIOCore
import NIOHTTP1

/// Fetches files of an archive over HTTP.
///
/// Whatever keeps the archive from giving a file is a ``FetchError``; other errors are of this machine's own.
struct ArchiveTransfer {
  private let client: HTTPClient

  /// How long one file may take.
  private static let timeout = TimeAmount.seconds(600)

  /// Gives up on an address where nobody answers, where the usual client would go on trying for a minute and a half,
  /// and on a transfer that stands still.
  private static var configuration: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(timeout: .init(connect: .seconds(10), read: .seconds(30)))
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }

  /// Runs `body` with connections that end with it.
  static func with<Result: Sendable>(_ body: (ArchiveTransfer) async throws -> Result) async throws -> Result {
    try await HTTPClient.withHTTPClient(configuration: configuration) { try await body(ArchiveTransfer(client: $0)) }
  }

  /// The text at an address, of up to 1 MiB.
  func text(_ url: String) async throws -> String {
    var bytes: [UInt8] = []
    try await receive(try await request(url), url) { chunk in
      bytes += chunk
      guard bytes.count <= 1 << 20 else { throw FetchError(description: "\(url) is no list of checksums") }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes the file and returns its SHA-256 in hexadecimal.
  ///
  /// - Parameter onProgress: Called with the bytes that have come, and how many there are if that is known.
  func download(
    _ url: String, to path: String, onProgress: (_ received: Int, _ total: Int?) -> Void
  ) async throws -> String {
    let response = try await request(url)
    let total = response.headers.first(name: "content-length").flatMap(Int.init)
    let file = try FileSystem.open(path, .replacing, permissions: 0o644)
    var hash = SHA256()
    var received = 0
    try await receive(response, url) { chunk in
      hash.update(data: chunk)
      try file.writeAll(chunk)
      received += chunk.count
      onProgress(received, total)
    }
    guard total.map({ $0 == received }) ?? true else { throw cutOff(url, after: received) }
    return hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// Hands over the body piece by piece; a connection that ends before the body does is a ``FetchError``.
  private func receive(
    _ response: HTTPClientResponse, _ url: String, _ take: ([UInt8]) throws -> Void
  ) async throws {
    var received = 0
    var body = response.body.makeAsyncIterator()
    while true {
      let chunk: ByteBuffer?
      do {
        chunk = try await body.next()
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        throw cutOff(url, after: received)
      }
      guard let chunk else { return }
      received += chunk.readableBytes
      try take(Array(chunk.readableBytesView))
    }
  }

  private func cutOff(_ url: String, after count: Int) -> FetchError {
    FetchError(description: "\(url) was cut off after \(count) bytes: try again")
  }

  private func request(_ url: String) async throws -> HTTPClientResponse {
    let response: HTTPClientResponse
    do {
      response = try await client.execute(HTTPClientRequest(url: url), timeout: Self.timeout)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      let cause = (error as? IOError).map { SystemError.text($0.errnoCode) } ?? "\(error)"
      throw FetchError(description: "\(url) is out of reach: \(cause)")
    }
    guard response.status == .ok else {
      let advice = response.status == .notFound ? "is the version right?" : "try again later"
      throw FetchError(description: "\(url) answered \(response.status.code): \(advice)")
    }
    return response
  }
}
