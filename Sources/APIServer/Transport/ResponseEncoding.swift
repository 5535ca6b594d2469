import KubeModel
import NIOCore
import NIOHTTP1

/// Turns answers of the API into bodies: JSON, or protobuf for clients that prefer it and kinds that have it.
struct ResponseEncoding: Sendable {
  private static let json = "application/json"

  private let form: ResponseForm
  private let kubernetes: KubernetesTable
  private let now: @Sendable () -> Timestamp

  /// - Parameters:
  ///   - accept: The values of the header.
  ///   - includeObject: The query parameter of that name, which is about Tables.
  ///   - kubernetes: The types of protobuf bodies.
  ///   - customColumns: The columns of custom resources in Tables.
  ///   - now: The wall clock, for ages.
  init(
    accept: [String], includeObject: String?, kubernetes: KubernetesTable,
    customColumns: @escaping @Sendable (GroupVersionKind) -> [TableColumn]? = { _ in nil },
    now: @escaping @Sendable () -> Timestamp
  ) {
    form = ResponseForm(accept: accept, includeObject: includeObject, customColumns: customColumns)
    self.kubernetes = kubernetes
    self.now = now
  }

  func answer(_ response: ResourceResponse) throws -> HTTPAnswer {
    switch response {
    case .object(let object, let code):
      let status = HTTPResponseStatus(statusCode: code)
      if form.prefersProtobuf, let bytes = try protobuf(form.single(object, now: now())) {
        return HTTPAnswer(status: status, contentType: KubernetesProtobuf.mediaType, ByteBuffer(bytes: bytes))
      }
      return HTTPAnswer(status: status, contentType: Self.json, ByteBuffer(bytes: json(of: object)))
    case .status(let status, let code):
      guard form.prefersProtobuf, let bytes = try protobuf(status) else { return .json(status, code: code) }
      return HTTPAnswer(
        status: HTTPResponseStatus(statusCode: code), contentType: KubernetesProtobuf.mediaType,
        ByteBuffer(bytes: bytes))
    case .list(let list):
      if form.prefersProtobuf, let bytes = try protobuf(document(of: list)) {
        return HTTPAnswer(contentType: KubernetesProtobuf.mediaType, ByteBuffer(bytes: bytes))
      }
      return HTTPAnswer(contentType: Self.json, json(of: list))
    case .watch(let watch): return stream(watch)
    }
  }

  /// A failure as a `Status` object.
  func answer(_ error: StatusError) -> HTTPAnswer {
    guard form.prefersProtobuf else { return HTTPAnswer(error) }
    do {
      guard let bytes = try kubernetes.protobuf(of: error.json) else { return HTTPAnswer(error) }
      return HTTPAnswer(error, contentType: KubernetesProtobuf.mediaType, ByteBuffer(bytes: bytes))
    } catch {
      return HTTPAnswer(.internalError("\(error)"))
    }
  }

  private func protobuf(_ object: JSONValue) throws(StatusError) -> [UInt8]? {
    do {
      return try kubernetes.protobuf(of: object)
    } catch {
      throw .internalError("the object cannot be written as protobuf: \(error)")
    }
  }

  private func json(of object: ResponseObject) -> [UInt8] {
    form.isPlain ? object.bytes : form.single(object, now: now()).serialized()
  }

  // MARK: Lists

  private func metadata(of list: ResponseList) -> JSONValue {
    var metadata: JSONValue = ["resourceVersion": .string(list.resourceVersion)]
    if let token = list.continueToken { metadata["continue"] = .string(token) }
    if let remaining = list.remainingItemCount { metadata["remainingItemCount"] = .integer(Int64(remaining)) }
    return metadata
  }

  private func head(of list: ResponseList) -> JSONValue {
    [
      "kind": .string(list.kind.kind), "apiVersion": .string(list.kind.groupVersion.description),
      "metadata": metadata(of: list),
    ]
  }

  /// The list in another than the plain form; nil for that one, which stored bytes serve better.
  private func formed(_ list: ResponseList) -> JSONValue? {
    form.list(list.items, kind: list.kind, metadata: metadata(of: list), now: now())
  }

  private func document(of list: ResponseList) -> JSONValue {
    if let document = formed(list) { return document }
    var document = head(of: list)
    document["items"] = .array(list.items.map(\.value))
    return document
  }

  /// The list's head and the stored bytes of its items, one after the other.
  private func json(of list: ResponseList) -> ByteBuffer {
    if let document = formed(list) { return ByteBuffer(bytes: document.serialized()) }
    var body = ByteBuffer(bytes: head(of: list).serialized().dropLast())
    body.writeString(",\"items\":[")
    var isFirst = true
    for item in list.items {
      if !isFirst { body.writeInteger(UInt8(ascii: ",")) }
      isFirst = false
      body.writeBytes(item.bytes)
    }
    body.writeString("]}")
    return body
  }

  // MARK: Watches

  /// One JSON document a line and event, or one `WatchEvent` message a frame.
  ///
  /// `watch` is cancelled with the task that writes the answer.
  private func stream(_ watch: ResourceWatch) -> HTTPAnswer {
    let isProtobuf =
      form.prefersProtobuf && (!form.isPlain || kubernetes.hasWireForm(watch.resource.groupVersionKind))
    return HTTPAnswer(
      headers: ["content-type": isProtobuf ? "\(KubernetesProtobuf.mediaType);stream=watch" : Self.json],
      body: .stream { writer in
        defer { watch.cancel() }
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { try await watch.keepTime() }
          group.addTask {
            for await event in watch {
              try await writer.write(isProtobuf ? try frame(event) : line(event))
            }
            throw CancellationError()
          }
          do {
            for try await _ in group {}
          } catch is CancellationError {
            // The events have ended, which the client takes as the end of the watch.
          }
          group.cancelAll()
        }
      })
  }

  private func line(_ event: ResourceWatchEvent) -> ByteBuffer {
    var line = ByteBuffer(string: "{\"type\":\"\(event.type)\",\"object\":")
    if case .bookmark = event {
      line.writeBytes(event.object.bytes)
    } else {
      line.writeBytes(json(of: event.object))
    }
    line.writeString("}\n")
    return line
  }

  /// The length in four bytes, the highest first, and a `WatchEvent`.
  private func frame(_ event: ResourceWatchEvent) throws(StatusError) -> ByteBuffer {
    let object = form.single(event.object, now: now())
    guard let bytes = try protobuf(object) else {
      throw .internalError("\(object["kind"]?.stringValue ?? "an object") has no protobuf form")
    }
    let message = KubernetesTable.watchEvent(type: event.type, protobuf: bytes)
    var frame = ByteBuffer()
    frame.writeInteger(UInt32(message.count))
    frame.writeBytes(message)
    return frame
  }
}
