package import KubeModel
package import ObjectStore

/// An object in an answer.
///
/// Objects as they are stored carry their bytes, encoded once.
package struct ResponseObject: Sendable {
  private enum Content: Sendable {
    case stored(StoredObject)
    case made(JSONValue)
  }

  private let content: Content

  package init(_ object: StoredObject) { content = .stored(object) }

  package init(_ value: JSONValue) { content = .made(value) }

  /// The object.
  package var value: JSONValue {
    switch content {
    case .stored(let object): object.value
    case .made(let value): value
    }
  }

  /// The object as JSON.
  package var bytes: [UInt8] {
    switch content {
    case .stored(let object): object.bytes
    case .made(let value): value.serialized()
    }
  }
}

/// The answer to a list: its parts, so that the HTTP layer can put stored bytes one after the other.
package struct ResponseList: Sendable {
  /// The kind of the list, such as `PodList`, and its version.
  package var kind: GroupVersionKind
  package var items: [ResponseObject]
  package var resourceVersion: String
  /// Where the next page starts; nil after the last one.
  package var continueToken: String?
  /// How many follow, where that is known without filtering.
  package var remainingItemCount: Int?
}

/// The answer to a request.
package enum ResourceResponse: Sendable {
  /// An object, with status 200 or 201.
  case object(ResponseObject, code: Int)
  case list(ResponseList)
  case watch(ResourceWatch)
  /// A `Status` object of success, with its code.
  case status(JSONValue, code: Int)
}
