import ArgumentParser
import KubeClient
import KubeModel

/// `localkube events`.
struct EventsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", abstract: "Show what happened, in the order of time.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions

  @Flag(name: [.customShort("A"), .long], help: "In all namespaces")
  var allNamespaces = false

  @Option(help: "Only events about this object, such as pod/web")
  var `for`: String?

  @Option(help: "Only events of these types: Normal, Warning (comma-separated)")
  var types: String?

  @Flag(name: [.customShort("w"), .long], help: "Go on with events as they happen")
  var watch = false

  @Flag(help: "Leave the headers out")
  var noHeaders = false

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      let place = allNamespaces ? nil : session.namespace
      let options = ListOptions(fieldSelector: try await selector(session))
      let list = try await session.client.list(Event.resource, namespace: place, options: options)
      let events = EventRow.sorted(list.items).filter(isWanted)
      var table = TextTable()
      let headers = (allNamespaces ? ["NAMESPACE"] : []) + ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]
      if events.isEmpty, !watch {
        return Console.complain(
          allNamespaces ? "No events found." : "No events found in \(session.namespace) namespace.")
      }
      let rows = events.map { EventRow($0).cells(showsNamespace: allNamespaces) }
      try Console.write(table.format((noHeaders ? [] : [headers]) + rows))
      guard watch else { return }
      var following = options
      following.resourceVersion = list.resourceVersion
      while true {
        for try await event in try await session.client.watch(Event.resource, namespace: place, options: following) {
          switch event {
          case .added(let object), .modified(let object):
            following.resourceVersion = object["metadata"]?["resourceVersion"]?.stringValue
            guard isWanted(object) else { continue }
            try Console.write(table.format([EventRow(object).cells(showsNamespace: allNamespaces)]))
          case .bookmark(let revision, _): following.resourceVersion = revision
          case .deleted: break
          }
        }
      }
    }
  }

  private func selector(_ session: Session) async throws -> String? {
    guard let about = self.for else { return nil }
    let parts = about.split(separator: "/").map(String.init)
    guard parts.count == 2 else { throw CommandFailure.usage("--for needs TYPE/NAME, such as pod/web") }
    let type = try await session.catalog.type(named: parts[0])
    return "involvedObject.kind=\(type.kind),involvedObject.name=\(parts[1])"
  }

  private func isWanted(_ event: JSONValue) -> Bool {
    guard let types else { return true }
    return types.split(separator: ",").contains { $0.lowercased() == event["type"]?.stringValue?.lowercased() }
  }
}

/// An event as a line.
struct EventRow {
  private let event: JSONValue

  init(_ event: JSONValue) { self.event = event }

  /// Events in the order in which they last happened.
  static func sorted(_ events: [JSONValue]) -> [JSONValue] {
    events.enumerated().sorted { left, right in
      let (first, second) = (EventRow(left.element).last, EventRow(right.element).last)
      return first == second ? left.offset < right.offset : first < second
    }.map(\.element)
  }

  private func moment(_ value: JSONValue?) -> Timestamp? { value.flatMap(Timestamp.init(json:)) }

  var first: Timestamp {
    moment(event["firstTimestamp"]) ?? moment(event["eventTime"]) ?? moment(event["metadata"]?["creationTimestamp"])
      ?? Timestamp(seconds: 0)
  }

  var last: Timestamp { moment(event["series"]?["lastObservedTime"]) ?? moment(event["lastTimestamp"]) ?? first }

  /// `12s`, or `12s (x3 over 5m)` for one that came again.
  var age: String {
    let count = event["series"]?["count"]?.integerValue ?? event["count"]?.integerValue ?? 1
    guard count > 1 else { return Age.text(since: last) }
    return "\(Age.text(since: last)) (x\(count) over \(Age.text(since: first)))"
  }

  var type: String { event["type"]?.stringValue ?? "" }
  var reason: String { event["reason"]?.stringValue ?? "" }
  var message: String { (event["message"]?.stringValue ?? "").trimmed }

  var source: String {
    event["source"]?["component"]?.stringValue ?? event["reportingComponent"]?.stringValue ?? ""
  }

  func cells(showsNamespace: Bool) -> [String] {
    let object = event["involvedObject"]
    let name = "\((object?["kind"]?.stringValue ?? "").lowercased())/\(object?["name"]?.stringValue ?? "")"
    let message = message.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
    let cells = [age, type, reason, name, message]
    return showsNamespace ? [event["metadata"]?["namespace"]?.stringValue ?? ""] + cells : cells
  }
}
