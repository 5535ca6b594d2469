import KubeModel
import NIOCore
import NIOHTTP1

/// Turns answers of the API into bodies.
struct ResponseEncoding: Sendable {
  init(accept: [String]) {}

  func answer(_ response: ResourceResponse) throws -> HTTPAnswer {
    switch response {
    case .object(let object, let code):
      return HTTPAnswer(
        status: HTTPResponseStatus(statusCode: code), contentType: "application/json", ByteBuffer(bytes: object.bytes))
    case .status(let status, let code): return .json(status, code: code)
    case .list(let list): return HTTPAnswer(contentType: "application/json", Self.bytes(of: list))
    case .watch(let watch): return Self.stream(watch)
    }
  }

  /// The list's head and the stored bytes of its items, one after the other.
  private static func bytes(of list: ResponseList) -> ByteBuffer {
    var metadata: JSONValue = ["resourceVersion": .string(list.resourceVersion)]
    if let token = list.continueToken { metadata["continue"] = .string(token) }
    if let remaining = list.remainingItemCount { metadata["remainingItemCount"] = .integer(Int64(remaining)) }
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
  private static func stream(_ watch: ResourceWatch) -> HTTPAnswer {
    HTTPAnswer(
      headers: ["content-type": "application/json"],
      body: .stream { writer in
        defer { watch.cancel() }
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { try await watch.keepTime() }
          group.addTask {
            for await event in watch {
              var line = ByteBuffer(string: "{\"type\":\"\(event.type)\",\"object\":")
              line.writeBytes(event.object.bytes)
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
