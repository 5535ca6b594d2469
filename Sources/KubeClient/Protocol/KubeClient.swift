package import KubeModel

/// What every part of localkube, and the command line, asks of a Kubernetes API.
///
/// There are two implementations: `HTTPKubeClient` in this module, and the in-process client of `APIServer`, which
/// goes through the same admission, validation and storage without HTTP. Every method throws `StatusError` when the
/// API refuses, and `CancellationError` when the task is cancelled.
///
/// A `namespace` of nil means the cluster for cluster-scoped kinds, and all namespaces for `list` and `watch`.
package protocol KubeClient: Sendable {
  /// One object.
  func get(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?
  ) async throws -> JSONValue

  /// The objects that match `options`, in the order of namespace and name, and the revision they were read at.
  func list(_ resource: GroupVersionResource, namespace: String?, options: ListOptions) async throws -> ObjectList

  /// The changes after `options.resourceVersion` (or all objects first, when it is nil). The sequence ends without
  /// an error when the server closes the watch (list again then, or watch from the last revision seen), and throws
  /// `StatusError` with code 410 when the revision is too old.
  func watch(_ resource: GroupVersionResource, namespace: String?, options: ListOptions) async throws -> WatchStream

  /// Creates `object` and returns it as stored. With a `subresource` the object is what that subresource takes
  /// (`Binding`, `Eviction`, `TokenRequest`).
  func create(
    _ resource: GroupVersionResource, namespace: String?, name: String?, subresource: String?, object: JSONValue,
    options: WriteOptions
  ) async throws -> JSONValue

  /// Replaces the object, or its `status` or `scale`. A `metadata.resourceVersion` in the object must be the stored
  /// one, or the call throws a conflict.
  func update(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?, object: JSONValue,
    options: WriteOptions
  ) async throws -> JSONValue

  /// Changes the object by a patch and returns it as stored.
  func patch(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?, patch: Patch,
    options: WriteOptions
  ) async throws -> JSONValue

  /// Asks for deletion. The answer is the object while it lives on (a grace period, finalizers), or a `Status`.
  @discardableResult
  func delete(
    _ resource: GroupVersionResource, namespace: String?, name: String, options: DeleteOptions
  ) async throws -> JSONValue
}

/// Which objects a list or watch is about, and from where.
package struct ListOptions: Sendable, Hashable {
  /// A label selector in its text form, such as `app=web,tier!=cache`; nil selects all.
  package var labelSelector: String?
  /// A field selector in its text form, such as `metadata.name=web`; nil selects all.
  package var fieldSelector: String?
  package var resourceVersion: String?
  /// `Exact` or `NotOlderThan`.
  package var resourceVersionMatch: String?
  package var limit: Int?
  package var continueToken: String?
  package var allowWatchBookmarks: Bool
  package var sendInitialEvents: Bool?
  package var timeoutSeconds: Int?

  package init(
    labelSelector: String? = nil, fieldSelector: String? = nil, resourceVersion: String? = nil,
    resourceVersionMatch: String? = nil, limit: Int? = nil, continueToken: String? = nil,
    allowWatchBookmarks: Bool = false, sendInitialEvents: Bool? = nil, timeoutSeconds: Int? = nil
  ) {
    self.labelSelector = labelSelector
    self.fieldSelector = fieldSelector
    self.resourceVersion = resourceVersion
    self.resourceVersionMatch = resourceVersionMatch
    self.limit = limit
    self.continueToken = continueToken
    self.allowWatchBookmarks = allowWatchBookmarks
    self.sendInitialEvents = sendInitialEvents
    self.timeoutSeconds = timeoutSeconds
  }
}

/// How a write is to be made.
package struct WriteOptions: Sendable, Hashable {
  /// Everything but the storing.
  package var dryRun: Bool
  package var fieldManager: String?
  /// `Ignore`, `Warn` or `Strict`.
  package var fieldValidation: String?
  /// Takes fields over from other managers in server-side apply.
  package var force: Bool

  package init(
    dryRun: Bool = false, fieldManager: String? = nil, fieldValidation: String? = nil, force: Bool = false
  ) {
    self.dryRun = dryRun
    self.fieldManager = fieldManager
    self.fieldValidation = fieldValidation
    self.force = force
  }
}

/// How a deletion is to be made; the fields are those of `DeleteOptions` in `meta/v1`.
package struct DeleteOptions: Sendable, Hashable {
  package var gracePeriodSeconds: Int?
  /// `Background`, `Foreground` or `Orphan`; nil takes the kind's default.
  package var propagationPolicy: String?
  /// Deletes only the object with this uid.
  package var uid: String?
  /// Deletes only the object at this revision.
  package var resourceVersion: String?
  package var dryRun: Bool

  package init(
    gracePeriodSeconds: Int? = nil, propagationPolicy: String? = nil, uid: String? = nil,
    resourceVersion: String? = nil, dryRun: Bool = false
  ) {
    self.gracePeriodSeconds = gracePeriodSeconds
    self.propagationPolicy = propagationPolicy
    self.uid = uid
    self.resourceVersion = resourceVersion
    self.dryRun = dryRun
  }
}

/// A patch and the content type that says how to read it.
package enum Patch: Sendable, Hashable {
  /// RFC 6902.
  case json(JSONValue)
  /// RFC 7396.
  case merge(JSONValue)
  /// Kubernetes' strategic merge patch.
  case strategic(JSONValue)
  /// Server-side apply; `WriteOptions.fieldManager` must be set.
  case apply(JSONValue)

  /// The media type of the body.
  package var contentType: String {
    switch self {
    case .json: "application/json-patch+json"
    case .merge: "application/merge-patch+json"
    case .strategic: "application/strategic-merge-patch+json"
    case .apply: "application/apply-patch+yaml"
    }
  }

  /// The patch document.
  package var document: JSONValue {
    switch self {
    case .json(let document), .merge(let document), .strategic(let document), .apply(let document): document
    }
  }
}

/// The answer to a list.
package struct ObjectList: Sendable, Hashable {
  package var items: [JSONValue]
  /// The revision of the whole list: where a watch goes on.
  package var resourceVersion: String
  /// Where the next page starts; nil after the last one.
  package var continueToken: String?

  package init(items: [JSONValue], resourceVersion: String, continueToken: String? = nil) {
    self.items = items
    self.resourceVersion = resourceVersion
    self.continueToken = continueToken
  }
}

/// One change.
package enum WatchEvent: Sendable, Hashable {
  case added(JSONValue)
  case modified(JSONValue)
  /// The object in its last state, at the revision of the deletion.
  case deleted(JSONValue)
  /// Nothing changed up to this revision; `endsInitialEvents` closes the first listing of a streaming list.
  case bookmark(resourceVersion: String, endsInitialEvents: Bool)
}

/// The changes of a watch, in the order of their revisions.
package struct WatchStream: AsyncSequence, Sendable {
  package typealias Element = WatchEvent
  package typealias Failure = any Error

  private let base: AsyncThrowingStream<WatchEvent, any Error>

  /// Wraps `base`, which must throw nothing but `StatusError` and `CancellationError`.
  package init(_ base: AsyncThrowingStream<WatchEvent, any Error>) { self.base = base }

  package func makeAsyncIterator() -> AsyncThrowingStream<WatchEvent, any Error>.Iterator { base.makeAsyncIterator() }
}
