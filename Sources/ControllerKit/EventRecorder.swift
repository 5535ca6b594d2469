package import KubeClient
package import KubeModel
package import Logging
import ServiceLifecycle

/// Writes Kubernetes Events (`v1`) about objects.
///
/// Events of the same object, reason and message are counted on one Event. Writing happens in the background of
/// `run()`, and a failure is logged, never thrown.
package final class EventRecorder: ServiceLifecycle.Service, Sendable {
  /// The severity of an Event.
  package enum Kind: String, Sendable {
    case normal = "Normal"
    case warning = "Warning"
  }

  private struct Item: Sendable {
    let report: EventReport
    let moment: Timestamp
    let annotations: [String: String]
  }

  private let client: any KubeClient
  private let component: String
  private let host: String?
  private let time: TimeSource
  private let logger: Logger
  private let items: AsyncStream<Item>
  private let queue: AsyncStream<Item>.Continuation

  /// - Parameters:
  ///   - client: Where the Events go.
  ///   - component: The reporting component, such as `kubelet`.
  ///   - host: The node that it runs on, for components that belong to one.
  ///   - time: Dates the Events.
  ///   - logger: Reports Events that could not be written.
  package init(
    client: any KubeClient, component: String, host: String? = nil, time: TimeSource = .system, logger: Logger
  ) {
    self.client = client
    self.component = component
    self.host = host
    self.time = time
    self.logger = logger
    // As in client-go, Events beyond what waits to be written are dropped.
    (items, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1_000))
  }

  /// Records an Event about `object`; never waits.
  package func record(_ kind: Kind, about object: some KubeObject, reason: String, message: String) {
    record(kind, about: ObjectReference(to: object), reason: reason, message: message)
  }

  /// Records an Event about part of an object, such as `spec.containers{web}`.
  ///
  /// - Parameter annotations: What programs are to read beside the message; those of the last report stand on an Event
  ///   that is counted.
  package func record(
    _ kind: Kind, about reference: ObjectReference, reason: String, message: String,
    annotations: [String: String] = [:]
  ) {
    let report = EventReport(type: kind.rawValue, involvedObject: reference, reason: reason, message: message)
    queue.yield(Item(report: report, moment: time.now(), annotations: annotations))
  }

  /// Writes what is recorded, in order, until cancelled; asked to shut down, it writes what waits and returns.
  package func run() async throws {
    var correlator = EventCorrelator()
    await withGracefulShutdownHandler {
      for await item in items {
        // The same part of the same object is meant, whatever its revision was at the time.
        var reference = item.report.involvedObject
        reference.resourceVersion = nil
        let report = EventReport(
          type: item.report.type, involvedObject: reference, reason: item.report.reason, message: item.report.message)
        var entry = correlator.observe(report, now: item.moment)
        do {
          if entry.count > 1, try await !update(entry, item.annotations) {
            correlator.forget(report)
            entry = correlator.observe(report, now: item.moment)
          }
          if entry.count == 1 { try await create(entry, item) }
        } catch {
          logger.debug(
            "an Event could not be written",
            metadata: ["event": "\(entry.namespace)/\(entry.name)", "error": "\(error)"])
        }
      }
    } onGracefulShutdown: {
      self.queue.finish()
    }
  }

  private func create(_ entry: EventCorrelator.Entry, _ item: Item) async throws {
    let report = item.report
    var event = Event(name: entry.name, namespace: entry.namespace)
    if !item.annotations.isEmpty { event.metadata.annotations = item.annotations }
    event.involvedObject = report.involvedObject
    event.reason = report.reason
    event.message = entry.message
    event.source = .with {
      $0.component = component
      $0.host = host
    }
    event.firstTimestamp = entry.firstTimestamp
    event.lastTimestamp = entry.lastTimestamp
    event.count = entry.count
    event.type = report.type
    event.reportingComponent = component
    event.reportingInstance = host ?? ""
    try await client.create(event)
  }

  /// Returns false when the Event is no longer there.
  private func update(_ entry: EventCorrelator.Entry, _ annotations: [String: String]) async throws -> Bool {
    var patch: JSONValue = [
      "count": entry.count.json, "lastTimestamp": entry.lastTimestamp.json, "message": .string(entry.message),
    ]
    for (name, text) in annotations {
      var metadata = patch["metadata"] ?? ["annotations": [:]]
      metadata["annotations"]?[name] = .string(text)
      patch["metadata"] = metadata
    }
    do {
      try await client.patch(Event.self, namespace: entry.namespace, name: entry.name, .merge(patch))
      return true
    } catch let error as StatusError where error.reason == .notFound {
      return false
    }
  }
}

extension ObjectReference {
  /// A reference to the object at its present revision.
  package init(to object: some KubeObject) {
    self = .with {
      $0.kind = type(of: object).kind
      $0.namespace = object.namespace
      $0.name = object.name
      $0.uid = object.metadata.uid
      $0.apiVersion = type(of: object).resource.groupVersion.description
      $0.resourceVersion = object.metadata.resourceVersion
    }
  }
}
