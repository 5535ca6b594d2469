import KubeModel
import OrderedCollections

/// An Event as a component reports it.
struct EventReport: Sendable, Hashable {
  let type: String
  let involvedObject: ObjectReference
  let reason: String
  let message: String
}

/// Decides which Event a report is counted on, with client-go's rules: the same report again raises the count of its
/// Event; after 10 reports within 10 minutes that differ only in the message, further ones are combined.
struct EventCorrelator: Sendable {
  /// What to write.
  struct Entry: Sendable, Hashable {
    var name: String
    var namespace: String
    var message: String
    var count: Int
    var firstTimestamp: Timestamp
    var lastTimestamp: Timestamp
  }

  private struct Similar: Sendable {
    var messages: Set<String>
    var lastTimestamp: Timestamp
  }

  private static let similarLimit = 10
  private static let similarInterval = Duration.seconds(600)
  private static let capacity = 4_096

  private var entries: OrderedDictionary<EventReport, Entry> = [:]
  private var similar: OrderedDictionary<EventReport, Similar> = [:]

  /// Counts `report` and returns its Event; the Event is new when its count is 1.
  mutating func observe(_ report: EventReport, now: Timestamp) -> Entry {
    let key = aggregated(report, now: now)
    if var known = entries[key] {
      known.count += 1
      known.lastTimestamp = now
      known.message = key == report ? report.message : Self.combined(report.message)
      entries[key] = known
      return known
    }
    let entry = Entry(
      name: "\(report.involvedObject.name ?? "").\(String(now.nanoseconds, radix: 16))",
      namespace: report.involvedObject.namespace ?? "default",
      message: key == report ? report.message : Self.combined(report.message),
      count: 1, firstTimestamp: now, lastTimestamp: now)
    if entries.count >= Self.capacity { entries.removeFirst(Self.capacity / 2) }
    entries[key] = entry
    return entry
  }

  /// Makes the next report like `report` start a new Event, because the old one is gone.
  mutating func forget(_ report: EventReport) {
    entries[report] = nil
    entries[Self.withoutMessage(report)] = nil
  }

  /// The report itself, or, when too many like it came, the one without a message that stands for all of them.
  private mutating func aggregated(_ report: EventReport, now: Timestamp) -> EventReport {
    let key = Self.withoutMessage(report)
    var record = similar[key] ?? Similar(messages: [], lastTimestamp: now)
    if now - record.lastTimestamp > Self.similarInterval { record.messages = [] }
    record.messages.insert(report.message)
    record.lastTimestamp = now
    if record.messages.count >= Self.similarLimit, let oldest = record.messages.first(where: { $0 != report.message }) {
      record.messages.remove(oldest)
      similar[key] = record
      return key
    }
    if similar.count >= Self.capacity { similar.removeFirst(Self.capacity / 2) }
    similar[key] = record
    return report
  }

  private static func withoutMessage(_ report: EventReport) -> EventReport {
    EventReport(type: report.type, involvedObject: report.involvedObject, reason: report.reason, message: "")
  }

  private static func combined(_ message: String) -> String { "(combined from similar events): \(message)" }
}
