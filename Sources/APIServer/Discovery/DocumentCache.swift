import Crypto
import NIOCore
import NIOHTTP1
import Synchronization

/// A document about what is served, with the tag by which clients know it again.
struct Document: Sendable {
  let contentType: String
  let body: ByteBuffer
  /// The SHA-512 of the body in hexadecimal digits.
  let hash: String

  init(contentType: String, _ bytes: [UInt8]) {
    self.contentType = contentType
    body = ByteBuffer(bytes: bytes)
    hash = Self.hash(bytes)
  }

  static func hash(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    return String(
      decoding: SHA512.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The document, or 304 when the client says that it has it (RFC 9110, section 13.1.2).
  func answer(to request: HTTPRequest) -> HTTPAnswer {
    let tag = "\"\(hash)\""
    let known = request.headers[canonicalForm: "if-none-match"]
    let isKnown = known.contains { $0 == tag || $0 == "*" }
    var answer = HTTPAnswer(contentType: contentType, body)
    if isKnown { answer = HTTPAnswer(status: .notModified, body: .bytes(ByteBuffer())) }
    answer.headers.add(name: "etag", value: tag)
    answer.headers.add(name: "vary", value: "Accept")
    return answer
  }
}

/// The documents about what is served, each made when it is first asked for and kept until the rows change.
final class DocumentCache: Sendable {
  private struct State {
    var revision: Int?
    var catalog: ServedCatalog?
    var documents: [String: Document] = [:]
  }

  private let state = Mutex(State())

  /// The rows of `table` in the order of discovery.
  func catalog(of table: any ResourceTable) -> ServedCatalog {
    let revision = table.revision
    if let known = state.withLock({ $0.revision == revision ? $0.catalog : nil }), revision != nil { return known }
    let catalog = ServedCatalog(table.all)
    state.withLock { state in
      guard revision != nil else { return }
      state = State(revision: revision, catalog: catalog)
    }
    return catalog
  }

  /// The document called `name`, which `make` makes for a state of `table` in which it is not there yet.
  func document(
    _ name: String, of table: any ResourceTable, make: (ServedCatalog) throws -> Document
  ) rethrows -> Document {
    let catalog = catalog(of: table)
    let revision = table.revision
    if let known = state.withLock({ $0.revision == revision ? $0.documents[name] : nil }), revision != nil {
      return known
    }
    let document = try make(catalog)
    state.withLock { state in
      // The rows may have changed meanwhile; then the document serves this request only.
      if revision != nil, state.revision == revision { state.documents[name] = document }
    }
    return document
  }
}
