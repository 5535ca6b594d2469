import Consul
import KubeClient
import KubeModel

/// What the leader reporter says, each report once.
///
/// A report that comes again, as when the same server is lost twice, is counted on the Event of the first time, which
/// is then modified.
struct LeaderEvents: Sendable {
  /// How often each Event was reported, by its uid.
  private var counts: [String: Int] = [:]
  /// The revision up to which changes were seen.
  private(set) var revision: String

  private static let selector = "source=\(LeaderReporter.component)"

  /// - Parameter list: What was reported before, which is not news.
  init(after list: ObjectList) {
    revision = list.resourceVersion
    for json in list.items { note(Event(json: json)) }
  }

  /// What was reported in a namespace up to now.
  init(client: any KubeClient, namespace: String) async throws {
    let options = ListOptions(fieldSelector: Self.selector)
    self.init(after: try await client.list(Event.resource, namespace: namespace, options: options))
  }

  /// The report that a change of an Event stands for; nil when it is none.
  mutating func report(in change: WatchEvent) -> Event? {
    switch change {
    case .bookmark(let revision, _):
      self.revision = revision
      return nil
    case .deleted(let json):
      let event = Event(json: json)
      counts[event.uid] = nil
      revision = event.metadata.resourceVersion ?? revision
      return nil
    case .added(let json), .modified(let json):
      let event = Event(json: json)
      revision = event.metadata.resourceVersion ?? revision
      let before = counts[event.uid] ?? 0
      note(event)
      return (event.count ?? 1) > before ? event : nil
    }
  }

  private mutating func note(_ event: Event) { counts[event.uid] = event.count ?? 1 }

  /// Calls `body` with every report from now on until it returns false.
  mutating func follow(
    client: any KubeClient, namespace: String, _ body: (Event) throws -> Bool
  ) async throws {
    while true {
      let options = ListOptions(fieldSelector: Self.selector, resourceVersion: revision)
      for try await change in try await client.watch(Event.resource, namespace: namespace, options: options) {
        guard let event = report(in: change) else { continue }
        guard try body(event) else { return }
      }
    }
  }
}
