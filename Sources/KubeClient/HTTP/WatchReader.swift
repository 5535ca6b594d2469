package import KubeModel

/// One line of a watch: what happened, and the object in whatever form was asked for (a Table, for instance).
package struct RawWatchEvent: Sendable, Hashable {
  /// `ADDED`, `MODIFIED`, `DELETED` or `BOOKMARK`.
  package let type: String
  package let object: JSONValue
}

/// Reads the events of one watch. An actor only so that the stream's closure may hold it; it has one reader.
actor WatchReader {
  private let iterator: ByteStream.AsyncIterator
  private var framer = LineFramer()

  init(_ body: ByteStream) { iterator = body.makeAsyncIterator() }

  /// The next event; nil at the end of the watch.
  ///
  /// A connection that breaks ends it like a server that closes it, since the reader's answer to both is to watch
  /// again.
  func next() async throws -> RawWatchEvent? {
    while true {
      if let line = framer.next() { return try event(line) }
      var iterator = iterator
      // The iterator is shared state of the stream; one reader asks at a time, so nothing changed meanwhile.
      do {
        guard let bytes = try await iterator.next(isolation: self) else { return nil }
        framer.append(bytes)
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        return nil
      }
    }
  }

  private func event(_ line: [UInt8]) throws -> RawWatchEvent {
    guard let json = JSONValue(textOrNil: line), let type = json["type"]?.stringValue, let object = json["object"]
    else { throw StatusError.internalError("the server sent a watch event that is not JSON") }
    if type == "ERROR" {
      throw StatusError(status: object) ?? .internalError("the server ended the watch without a reason")
    }
    return RawWatchEvent(type: type, object: object)
  }
}

extension WatchEvent {
  /// The event of a line; nil for a type that this client does not know.
  init?(_ event: RawWatchEvent) {
    switch event.type {
    case "ADDED": self = .added(event.object)
    case "MODIFIED": self = .modified(event.object)
    case "DELETED": self = .deleted(event.object)
    case "BOOKMARK":
      let metadata = ObjectMeta(json: event.object["metadata"] ?? .emptyObject)
      self = .bookmark(
        resourceVersion: metadata.resourceVersion ?? "",
        endsInitialEvents: metadata.annotations["k8s.io/initial-events-end"] == "true")
    default: return nil
    }
  }
}
