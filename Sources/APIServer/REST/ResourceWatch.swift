package import KubeModel
import ObjectStore

/// One event of a watch, for the HTTP layer to frame and for the in-process client to hand on.
package enum ResourceWatchEvent: Sendable {
  case added(ResponseObject)
  case modified(ResponseObject)
  case deleted(ResponseObject)
  /// Nothing changed up to this revision; `endsInitialEvents` closes the first listing of a streaming list.
  case bookmark(kind: GroupVersionKind, resourceVersion: String, endsInitialEvents: Bool)
  /// The last event: why there are no others.
  case failed(StatusError)

  package var isBookmark: Bool { if case .bookmark = self { true } else { false } }

  /// Whether the event is about an object of the resource, which may be shown as a Table.
  package var isAboutObject: Bool {
    switch self {
    case .added, .modified, .deleted: true
    case .bookmark, .failed: false
    }
  }

  /// The `type` of the event on the wire.
  package var type: String {
    switch self {
    case .added: "ADDED"
    case .modified: "MODIFIED"
    case .deleted: "DELETED"
    case .bookmark: "BOOKMARK"
    case .failed: "ERROR"
    }
  }

  /// The object of the event; for a bookmark, one with nothing but a kind and a revision.
  package var object: ResponseObject {
    switch self {
    case .added(let object), .modified(let object), .deleted(let object): return object
    case .failed(let error): return ResponseObject(error.json)
    case .bookmark(let kind, let resourceVersion, let endsInitialEvents):
      var metadata: JSONValue = ["resourceVersion": .string(resourceVersion)]
      if endsInitialEvents { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
      return ResponseObject([
        "kind": .string(kind.kind), "apiVersion": .string(kind.groupVersion.description), "metadata": metadata,
      ])
    }
  }
}

extension ResourceWatchEvent {
  /// The event in the conversion's served version.
  func converted(by conversion: VersionConversion) -> ResourceWatchEvent {
    switch self {
    case .added(let object): .added(object.converted(by: conversion))
    case .modified(let object): .modified(object.converted(by: conversion))
    case .deleted(let object): .deleted(object.converted(by: conversion))
    case .bookmark, .failed: self
    }
  }

  /// The event with its object converted; throws why it cannot be.
  fileprivate func converted(
    by convert: @Sendable (ResponseObject) async throws -> ResponseObject
  ) async throws -> ResourceWatchEvent {
    switch self {
    case .added(let object): .added(try await convert(object))
    case .modified(let object): .modified(try await convert(object))
    case .deleted(let object): .deleted(try await convert(object))
    case .bookmark, .failed: self
    }
  }
}

/// A running watch with its selectors: the events of the matching objects, in the order of their revisions.
///
/// It ends when the store closes it (see ``StoreWatch``), or by `cancel()`. `keepTime()` belongs beside it in a task
/// group: it sends bookmarks and ends the watch at its timeout.
package struct ResourceWatch: AsyncSequence, Sendable {
  package typealias Element = ResourceWatchEvent
  package typealias Failure = Never

  let initial: [ResourceWatchEvent]
  let base: StoreWatch
  let filter: ObjectFilter
  let resource: ServedResource
  let wantsBookmarks: Bool
  let timeout: Duration?
  /// How the events' objects get into the version asked for; nil when that is the stored one.
  var conversion: VersionConversion?
  /// The same by a webhook, which may fail.
  var webhookConversion: (@Sendable (ResponseObject) async throws -> ResponseObject)?

  package func makeAsyncIterator() -> Iterator { Iterator(watch: self, base: base.makeAsyncIterator()) }

  /// Ends the sequence after what is buffered.
  package func cancel() { base.cancel() }

  /// Asks for a bookmark every minute, if the request wanted them, and ends the watch after its timeout.
  package func keepTime(clock: some Clock<Duration> = ContinuousClock()) async throws {
    let end = timeout.map { clock.now.advanced(by: $0) }
    while true {
      let next = clock.now.advanced(by: .seconds(60))
      try await clock.sleep(until: end.map { Swift.min($0, next) } ?? next, tolerance: nil)
      if let end, clock.now >= end { return cancel() }
      if wantsBookmarks { base.requestProgress() }
    }
  }

  package struct Iterator: AsyncIteratorProtocol {
    private let watch: ResourceWatch
    private var base: StoreWatch.Iterator
    private var position = 0
    private var hasFailed = false

    init(watch: ResourceWatch, base: StoreWatch.Iterator, position: Int = 0) {
      self.watch = watch
      self.base = base
      self.position = position
    }

    /// The next event; nil when the watch has ended or the task is cancelled.
    package mutating func next() async -> ResourceWatchEvent? {
      guard !hasFailed else { return nil }
      let event = await nextStored()
      if let convert = watch.webhookConversion {
        do {
          return try await event?.converted(by: convert)
        } catch {
          hasFailed = true
          return .failed(error as? StatusError ?? .internalError("\(error)"))
        }
      }
      guard let conversion = watch.conversion else { return event }
      return event?.converted(by: conversion)
    }

    private mutating func nextStored() async -> ResourceWatchEvent? {
      if position < watch.initial.count {
        position += 1
        return watch.initial[position - 1]
      }
      while let item = await base.next() {
        switch item {
        case .progress(let revision):
          return .bookmark(
            kind: watch.resource.groupVersionKind, resourceVersion: String(revision), endsInitialEvents: false)
        case .event(let event):
          if let event = translate(event) { return event }
        }
      }
      return nil
    }

    /// What the event means to a watch that sees only matching objects.
    private func translate(_ event: StoreEvent) -> ResourceWatchEvent? {
      let wasSeen = event.old.map(watch.filter.matches) ?? false
      let isSeen = !event.isDeletion && watch.filter.matches(event.object)
      switch (wasSeen, isSeen) {
      case (false, true): return .added(ResponseObject(event.object))
      case (true, true): return .modified(ResponseObject(event.object))
      case (false, false): return nil
      case (true, false):
        guard !event.isDeletion, let old = event.old else { return .deleted(ResponseObject(event.object)) }
        // It lives on but no longer matches: told as a deletion of what the watch knew, at the new revision.
        var last = old.value
        last["metadata"]?["resourceVersion"] = .string(event.object.resourceVersion)
        return .deleted(ResponseObject(last))
      }
    }
  }
}
