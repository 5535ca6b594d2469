package import KubeClient
package import KubeModel
package import Logging
import ServiceLifecycle
import Synchronization

/// A local copy of all objects of one kind, kept up to date by a list and a watch.
///
/// Reading it costs no request. It may lag behind the API by the time a watch event takes; whoever has just written
/// and wants to read that write waits with `waitUntilSeen`.
package final class Informer<Kind: ObjectWithMetadata>: ServiceLifecycle.Service, Sendable {
  package typealias Handler = @Sendable (InformerEvent<Kind>) -> Void

  private struct State {
    var cache = InformerCache<Kind>()
    var waiters = InformerWaiters<Kind>()
  }

  private let client: any KubeClient
  private let resource: GroupVersionResource
  private let options: ListOptions
  private let logger: Logger
  private let clock: any Clock<Duration>
  private let state = Mutex(State())
  /// Held while handlers are called, so that they are called one at a time and in the order of the changes.
  private let handlers = Mutex<[Handler]>([])

  /// - Parameters:
  ///   - client: Where to list and watch.
  ///   - resource: What to list and watch.
  ///   - options: Selectors that narrow the copy.
  ///   - clock: Measures the pauses after errors.
  ///   - logger: Reports lists that failed and are tried again.
  package init(
    client: any KubeClient, resource: GroupVersionResource, options: ListOptions = ListOptions(),
    clock: any Clock<Duration> = ContinuousClock(), logger: Logger
  ) {
    self.client = client
    self.resource = resource
    self.options = options
    self.clock = clock
    self.logger = logger
  }

  /// Lists, watches, and lists again whenever the watch is lost, until cancelled or asked to shut down.
  package func run() async throws {
    try await cancelWhenGracefulShutdown { try await self.follow() }
  }

  /// Calls `handler` for every change from now on, one at a time; objects known already come first as added.
  ///
  /// The handler must not block and must not call `onChange` of the same informer: it usually adds a key to a queue.
  package func onChange(_ handler: @escaping Handler) {
    handlers.withLock { handlers in
      for object in list() { handler(.added(object)) }
      handlers.append(handler)
    }
  }

  /// Returns when the first list has arrived; throws `CancellationError` when cancelled before.
  package func waitUntilSynced() async throws {
    try await wait { $0.resourceVersion != nil }
  }

  /// Returns when the copy holds every change up to `resourceVersion`, as a write has answered it; at once for nil.
  package func waitUntilSeen(_ resourceVersion: String?) async throws {
    guard let resourceVersion else { return }
    try await wait { $0.hasSeen(resourceVersion) }
  }

  /// Returns when the copy shows that the object is gone, was made anew, or is being deleted.
  package func waitUntilDeleting(_ object: Kind) async throws {
    try await wait { cache in
      guard let known = cache.get(namespace: object.namespace, name: object.name) else { return true }
      return known.uid != object.uid || known.metadata.isBeingDeleted
    }
  }

  /// The object, or nil.
  package func get(namespace: String? = nil, name: String) -> Kind? {
    state.withLock { $0.cache.get(namespace: namespace, name: name) }
  }

  /// All objects, or those of one namespace, in no particular order.
  package func list(namespace: String? = nil) -> [Kind] {
    state.withLock { $0.cache.list(namespace: namespace) }
  }

  // MARK: Following the API

  private func follow() async throws {
    let backoff = Backoff(base: .milliseconds(100), limit: .seconds(30))
    var failures = 0
    while !Task.isCancelled {
      do {
        if state.withLock({ $0.cache.resourceVersion }) == nil || failures < 0 { try await listAll() }
        failures = max(failures, 0)
        if try await watchUntilClosed() {
          failures = 0
        } else {
          // A server that closes every watch at once is not to be asked in a tight loop.
          failures += 1
        }
      } catch let error as StatusError where error.code == 410 && failures >= 0 {
        logger.debug("the watch fell behind, listing again", metadata: ["resource": "\(resource.groupResource)"])
        failures = -1
        continue
      } catch is CancellationError where Task.isCancelled {
        return
      } catch {
        failures = max(failures, 0) + 1
        logger.warning(
          "a list or watch failed, trying again after a pause",
          metadata: ["resource": "\(resource.groupResource)", "error": "\(error)", "failures": "\(failures)"])
      }
      guard failures > 0 else { continue }
      // A cancelled pause ends the loop above.
      try? await clock.sleep(for: backoff.jitteredDelay(afterFailures: failures))
    }
  }

  private func listAll() async throws {
    var selection = options
    selection.resourceVersion = nil
    let list = try await client.list(resource, namespace: nil, options: selection)
    let items = list.items.map(Kind.init(json:))
    apply { $0.replace(with: items, resourceVersion: list.resourceVersion) }
  }

  /// Returns, when the server closes the watch, whether anything came.
  private func watchUntilClosed() async throws -> Bool {
    var selection = options
    selection.resourceVersion = state.withLock { $0.cache.resourceVersion }
    selection.allowWatchBookmarks = true
    var hasHeard = false
    for try await event in try await client.watch(resource, namespace: nil, options: selection) {
      hasHeard = true
      switch event {
      case .added(let json), .modified(let json):
        let object = Kind(json: json)
        apply { $0.upsert(object) }
      case .deleted(let json):
        let object = Kind(json: json)
        apply { $0.remove(object) }
      case .bookmark(let resourceVersion, _):
        apply { cache in
          cache.advance(to: resourceVersion)
          return []
        }
      }
    }
    return hasHeard
  }

  /// Changes the copy, tells the handlers, and then wakes those who waited for the change.
  private func apply(_ change: (inout InformerCache<Kind>) -> [InformerEvent<Kind>]) {
    handlers.withLock { handlers in
      let (events, woken) = state.withLock { state in
        let events = change(&state.cache)
        return (events, state.waiters.takeSatisfied(by: state.cache))
      }
      for event in events {
        for handler in handlers { handler(event) }
      }
      for waiter in woken { waiter.resume() }
    }
  }

  private func wait(until condition: @escaping @Sendable (InformerCache<Kind>) -> Bool) async throws {
    let token = WaiterToken()
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isToWait = state.withLock { state in
          guard !Task.isCancelled, !condition(state.cache) else { return false }
          state.waiters.add(token, condition: condition, continuation: continuation)
          return true
        }
        if !isToWait { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.take(token) }?.resume()
    }
    try Task.checkCancellation()
  }
}

extension Informer where Kind: KubeObject {
  /// An informer of a typed kind, which knows where it is served.
  package convenience init(
    client: any KubeClient, options: ListOptions = ListOptions(), clock: any Clock<Duration> = ContinuousClock(),
    logger: Logger
  ) {
    self.init(client: client, resource: Kind.resource, options: options, clock: clock, logger: logger)
  }
}
