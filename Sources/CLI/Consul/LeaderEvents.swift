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

  /// When that happened which an Event reports.
  static func moment(of event: Event) -> Timestamp? {
    event.metadata.annotations[LeaderLabel.moment].flatMap(Timestamp.init(_:)) ?? event.lastTimestamp
  }

  private mutating func note(_ event: Event) { counts[event.uid] = event.count ?? 1 }

  /// Longer than the restart of a control plane takes, by far.
  private static let patience = Duration.seconds(30)

  /// Calls `body` with every report from now on until it returns false; goes on when the control plane is restarted.
  ///
  /// A control plane that does not answer is waited for, since it is started again when it has ended.
  ///
  /// - Parameter clock: Tells how long that has been, from the first silence on.
  /// - Throws: what `body` throws, an error of the API, or why the control plane cannot be reached for half a minute.
  mutating func follow<Time: Clock>(
    client: any KubeClient, namespace: String, clock: Time = ContinuousClock(), _ body: (Event) throws -> Bool
  ) async throws where Time.Duration == Duration {
    var silentSince: Time.Instant?
    while true {
      do {
        let options = ListOptions(fieldSelector: Self.selector, resourceVersion: revision)
        var changes = try await client.watch(Event.resource, namespace: namespace, options: options).makeAsyncIterator()
        silentSince = nil
        while let change = try await changes.next() {
          guard let event = report(in: change) else { continue }
          guard try body(event) else { return }
        }
      } catch let error as StatusError where error.code == 410 {
        // More has happened than the server remembers: what there is now holds all of it.
        let list = try await client.list(
          Event.resource, namespace: namespace, options: ListOptions(fieldSelector: Self.selector))
        for item in list.items {
          guard let event = report(in: .modified(item)) else { continue }
          guard try body(event) else { return }
        }
        revision = list.resourceVersion
      } catch let error where Self.isOfTheConnection(error) {
        let since = silentSince ?? clock.now
        silentSince = since
        guard since.duration(to: clock.now) < Self.patience else { throw error }
        try await clock.sleep(for: .milliseconds(200))
      }
    }
  }

  /// Whether the control plane did not answer, or not for good: it may be about to start.
  private static func isOfTheConnection(_ error: any Error) -> Bool {
    (error as? StatusError).map { $0.isConnectionFailure || $0.code >= 500 } ?? false
  }
}
