import KubeModel
import NIOCore
import NIOHTTP1
import OrderedCollections

/// The OpenAPI documents: one of version 2 about everything, and one of version 3 for each group version, under URLs
/// that change with their content.
struct OpenAPI: Sendable {
  let table: any ResourceTable
  let kubernetes: KubernetesTable
  let cache: DocumentCache
  let now: @Sendable () -> Timestamp

  /// The media types of a document in protobuf: as clients ask for it, and as answers name it.
  private static let protobufV2 = (
    asked: "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
    named: "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"
  )
  private static let protobufV3 = (
    asked: "application/com.github.proto-openapi.spec.v3@v1.0+protobuf",
    named: "application/com.github.proto-openapi.spec.v3.v1.0+protobuf"
  )

  /// `/openapi/v2`.
  func v2(_ request: HTTPRequest) throws(StatusError) -> HTTPAnswer {
    let isProtobuf = try wantsProtobuf(request, Self.protobufV2)
    return try kept("/openapi/v2", isProtobuf, as: Self.protobufV2.named, OpenAPIProtobuf.version2) { catalog in
      OpenAPIv2(kubernetes: kubernetes).document(of: catalog)
    }.answer(to: request)
  }

  /// `/openapi/v3`: where the documents are.
  func index(_ request: HTTPRequest) throws(StatusError) -> HTTPAnswer {
    let index = cache.document("/openapi/v3", of: table) { catalog in
      var paths = JSONValue.emptyObject
      for version in catalog.versions {
        let path = path(of: version.groupVersion)
        paths[path] = ["serverRelativeURL": .string("/openapi/v3/\(path)?hash=\(version.fingerprint)")]
      }
      return Document(contentType: "application/json", JSONValue.object(["paths": paths]).serialized())
    }
    return index.answer(to: request)
  }

  /// `/openapi/v3/PATH`: the document about one group version.
  func v3(_ request: HTTPRequest, _ path: String) throws(StatusError) -> HTTPAnswer {
    let isProtobuf = try wantsProtobuf(request, Self.protobufV3)
    guard
      let version = cache.catalog(of: table).versions.first(where: { self.path(of: $0.groupVersion) == path })
    else { throw .unknownPath }
    let hash = request.target.value("hash") ?? ""
    guard hash.isEmpty || hash == version.fingerprint else {
      return HTTPAnswer(
        status: .movedPermanently, headers: ["location": "/openapi/v3/\(path)?hash=\(version.fingerprint)"],
        body: .bytes(ByteBuffer()))
    }
    let document = try kept("/openapi/v3/\(path)", isProtobuf, as: Self.protobufV3.named, OpenAPIProtobuf.version3) {
      _ in OpenAPIv3(kubernetes: kubernetes).document(of: version)
    }
    guard !hash.isEmpty else { return document.answer(to: request) }
    var answer = document.answer(to: request)
    answer.headers.add(name: "cache-control", value: "public, immutable")
    answer.headers.add(name: "expires", value: (now() + .seconds(365 * 86_400)).httpDate)
    return answer
  }

  private func path(of groupVersion: GroupVersion) -> String {
    (groupVersion.group.isEmpty ? "api/" : "apis/") + groupVersion.description
  }

  /// A document of the cache, in one of its two forms.
  private func kept(
    _ name: String, _ isProtobuf: Bool, as mediaType: String,
    _ protobuf: (JSONValue) throws(ProtobufError) -> [UInt8], _ make: (ServedCatalog) -> JSONValue
  ) throws(StatusError) -> Document {
    do {
      return try cache.document("\(name) \(isProtobuf)", of: table) { catalog in
        let document = make(catalog)
        guard isProtobuf else { return Document(contentType: "application/json", document.serialized()) }
        return Document(contentType: mediaType, try protobuf(document))
      }
    } catch {
      throw .internalError("\(error)")
    }
  }

  /// Whether the client likes protobuf better than JSON; throws 406 when it takes neither.
  private func wantsProtobuf(
    _ request: HTTPRequest, _ protobuf: (asked: String, named: String)
  ) throws(StatusError) -> Bool {
    let ranges = MediaRange.ranges(request.headers[canonicalForm: "accept"].map(String.init))
    guard !ranges.isEmpty else { return false }
    for range in ranges {
      if range.takes("application/json") { return false }
      if range.type == protobuf.asked || range.type == protobuf.named { return true }
    }
    throw .notAcceptable(only: ["application/json", protobuf.asked])
  }
}
