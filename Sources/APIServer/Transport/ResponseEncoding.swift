import KubeModel
import NIOCore
import NIOHTTP1

/// Turns answers of the API into bodies.
struct ResponseEncoding: Sendable {
  private let form: ResponseForm
  private let now: @Sendable () -> Timestamp

  /// - Parameters:
  ///   - accept: The values of the header.
  ///   - includeObject: The query parameter of that name, which is about Tables.
  ///   - now: The wall clock, for ages.
  init(accept: [String], includeObject: String?, now: @escaping @Sendable () -> Timestamp) {
    form = ResponseForm(accept: accept, includeObject: includeObject)
    self.now = now
  }

  func answer(_ response: ResourceResponse) throws -> HTTPAnswer {
    switch response {
    case .object(let object, let code):
      return HTTPAnswer(
        status: HTTPResponseStatus(statusCode: code), contentType: form.contentType,
        ByteBuffer(bytes: bytes(of: object)))
    case .status(let status, let code): return .json(status, code: code)
    case .list(let list): return HTTPAnswer(contentType: form.contentType, bytes(of: list))
    case .watch(let watch): return stream(watch)
    }
  }

  private func bytes(of object: ResponseObject) -> [UInt8] {
    if case .plain = form { return object.bytes }
    return form.single(object.value, now: now()).serialized()
  }

  /// The list's head and the stored bytes of its items, one after the other.
  private func bytes(of list: ResponseList) -> ByteBuffer {
    var metadata: JSONValue = ["resourceVersion": .string(list.resourceVersion)]
    if let token = list.continueToken { metadata["continue"] = .string(token) }
    if let remaining = list.remainingItemCount { metadata["remainingItemCount"] = .integer(Int64(remaining)) }
    let kind = String(list.kind.kind.dropLast(4))
    if let document = form.list(list.items.map(\.value), kind: kind, metadata: metadata, now: now()) {
      return ByteBuffer(bytes: document.serialized())
    }
    let head: JSONValue = [
      "kind": .string(list.kind.kind), "apiVersion": .string(list.kind.groupVersion.description), "metadata": metadata,
    ]
    var body = ByteBuffer(bytes: head.serialized().dropLast())
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

  /// One JSON document a line and event.
  ///
  /// `watch` is cancelled with the task that writes the answer.
  private func stream(_ watch: ResourceWatch) -> HTTPAnswer {
    HTTPAnswer(
      headers: ["content-type": "application/json"],
      body: .stream { writer in
        defer { watch.cancel() }
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { try await watch.keepTime() }
          group.addTask {
            for await event in watch {
              var line = ByteBuffer(string: "{\"type\":\"\(event.type)\",\"object\":")
              if case .bookmark = event {
                line.writeBytes(event.object.bytes)
              } else {
                line.writeBytes(bytes(of: event.object))
              }
              line.writeString("}\n")
              try await writer.write(line)
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
}
