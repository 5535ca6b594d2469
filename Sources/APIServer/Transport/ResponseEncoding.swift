import KubeModel
import NIOCore
import NIOHTTP1

/// Turns answers of the API into bodies: JSON, YAML, or protobuf for clients that prefer it and kinds that have it.
struct ResponseEncoding: Sendable {
  private let form: ResponseForm
  /// Whether a person reads the answer.
  private let isPretty: Bool
  private let kubernetes: KubernetesTable
  private let now: @Sendable () -> Timestamp

  /// The form that the client of `request` likes best; throws 406 when it takes none.
  ///
  /// - Parameters:
  ///   - kubernetes: The types of protobuf bodies.
  ///   - hasTable: Whether the answer can be shown in rows.
  ///   - customColumns: The columns of custom resources in Tables.
  ///   - now: The wall clock, for ages.
  init(
    _ request: HTTPRequest, kubernetes: KubernetesTable, hasTable: Bool = true,
    customColumns: @escaping @Sendable (GroupVersionKind) -> [TableColumn]? = { _ in nil },
    now: @escaping @Sendable () -> Timestamp = ResourceAPI.wallClock
  ) throws(StatusError) {
    form = try ResponseForm(
      accept: request.headers[canonicalForm: "accept"].map(String.init),
      includeObject: request.target.value("includeObject"), hasTable: hasTable, customColumns: customColumns)
    self.kubernetes = kubernetes
    self.now = now
    isPretty = form.encoding == .json && Self.wantsPretty(request)
  }

  /// By the parameter `pretty`; without it, browsers and programs for the command line get it.
  private static func wantsPretty(_ request: HTTPRequest) -> Bool {
    if let asked = request.target.value("pretty") { return asked != "false" && asked != "0" }
    guard let agent = request.headers.first(name: "user-agent") else { return false }
    return ["curl/", "Wget/", "Mozilla/5.0"].contains { agent.hasPrefix($0) }
  }

  /// Plain JSON.
  init(kubernetes: KubernetesTable) {
    form = ResponseForm()
    isPretty = false
    self.kubernetes = kubernetes
    now = ResourceAPI.wallClock
  }

  func answer(_ response: ResourceResponse) throws(StatusError) -> HTTPAnswer {
    switch response {
    case .object(let object, let code):
      guard form.encoding == .json, !isPretty else {
        return try answer(form.single(object, now: now()), code: code)
      }
      return answer(ByteBuffer(bytes: json(of: object)), .json, code: code)
    case .status(let status, let code): return try answer(status, code: code)
    case .list(let list):
      guard form.encoding == .json, !isPretty else { return try answer(document(of: list), code: 200) }
      return answer(json(of: list), .json, code: 200)
    case .watch(let watch): return try stream(watch)
    }
  }

  /// A failure as a `Status` object.
  func answer(_ error: StatusError) -> HTTPAnswer {
    do {
      var answer = try answer(error.json, code: error.code)
      if let seconds = error.details?.retryAfterSeconds { answer.headers.add(name: "retry-after", value: "\(seconds)") }
      return answer
    } catch {
      return HTTPAnswer(error)
    }
  }

  /// Any document.
  func answer(_ document: JSONValue, code: Int) throws(StatusError) -> HTTPAnswer {
    switch form.encoding {
    case .yaml: return answer(ByteBuffer(string: document.yamlText), .yaml, code: code)
    case .protobuf:
      if let bytes = try protobuf(document) { return answer(ByteBuffer(bytes: bytes), .protobuf, code: code) }
      fallthrough
    case .json:
      let body =
        isPretty ? ByteBuffer(string: document.prettyPrinted(indent: 2)) : ByteBuffer(bytes: document.serialized())
      return answer(body, .json, code: code)
    }
  }

  private func answer(_ body: ByteBuffer, _ encoding: ResponseForm.Encoding, code: Int) -> HTTPAnswer {
    HTTPAnswer(status: HTTPResponseStatus(statusCode: code), contentType: encoding.rawValue, body)
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
    let head = head(of: list).serialized().dropLast()
    let items = list.items.map(\.bytes)
    var body = ByteBuffer()
    body.reserveCapacity(items.reduce(head.count + 16) { $0 + $1.count + 1 })
    body.writeBytes(head)
    body.writeString(",\"items\":[")
    for (index, item) in items.enumerated() {
      if index > 0 { body.writeInteger(UInt8(ascii: ",")) }
      body.writeBytes(item)
    }
    body.writeString("]}")
    return body
  }

  // MARK: Watches

  /// One JSON document a line and event, or one `WatchEvent` message a frame.
  ///
  /// `watch` is cancelled with the task that writes the answer.
  private func stream(_ watch: ResourceWatch) throws(StatusError) -> HTTPAnswer {
    guard form.encoding != .yaml else {
      watch.cancel()
      throw .notAcceptable(only: [ResponseForm.Encoding.json, .protobuf].map { "\($0.rawValue);stream=watch" })
    }
    let isProtobuf =
      form.encoding == .protobuf && (!form.isPlain || kubernetes.hasWireForm(watch.resource.groupVersionKind))
    return HTTPAnswer(
      headers: ["content-type": isProtobuf ? "\(KubernetesProtobuf.mediaType);stream=watch" : "application/json"],
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

  /// A watch of one event, which tells why there are no others.
  func answer(endOfWatch error: StatusError) throws(StatusError) -> HTTPAnswer {
    guard form.encoding == .protobuf, let status = try protobuf(error.json) else {
      let event: JSONValue = ["type": "ERROR", "object": error.json]
      return HTTPAnswer(contentType: "application/json", ByteBuffer(bytes: event.serialized() + [UInt8(ascii: "\n")]))
    }
    return HTTPAnswer(
      contentType: "\(KubernetesProtobuf.mediaType);stream=watch", frame(type: "ERROR", protobuf: status))
  }

  private func line(_ event: ResourceWatchEvent) -> ByteBuffer {
    var line = ByteBuffer(string: "{\"type\":\"\(event.type)\",\"object\":")
    line.writeBytes(form.isTable && !event.isAboutObject ? event.object.bytes : json(of: event.object))
    line.writeString("}\n")
    return line
  }

  /// The length in four bytes, the highest first, and a `WatchEvent`.
  private func frame(_ event: ResourceWatchEvent) throws(StatusError) -> ByteBuffer {
    let object = form.single(event.object, now: now())
    guard let bytes = try protobuf(object) else {
      throw .internalError("\(object["kind"]?.stringValue ?? "an object") has no protobuf form")
    }
    return frame(type: event.type, protobuf: bytes)
  }

  private func frame(type: String, protobuf bytes: [UInt8]) -> ByteBuffer {
    let message = KubernetesTable.watchEvent(type: type, protobuf: bytes)
    var frame = ByteBuffer()
    frame.writeInteger(UInt32(message.count))
    frame.writeBytes(message)
    return frame
  }
}
