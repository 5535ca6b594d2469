import Foundation
import KubeModel
import Testing

@Suite("Cron schedules")
struct CronScheduleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let schedule: String
    let after: String
    let next: [String]
    var zone: String?

    init(_ schedule: String, _ after: String, _ next: String..., zone: String? = nil) {
      self.schedule = schedule
      self.after = after
      self.next = next
      self.zone = zone
    }

    var testDescription: String { "\(schedule) after \(after) \(zone ?? "")" }
  }

  private static let plain: [Case] = [
    Case("* * * * *", "2026-11-24T10:00:00Z", "2026-11-24T10:01:00Z", "2026-11-24T10:02:00Z"),
    Case("* * * * *", "2026-11-24T10:00:59Z", "2026-11-24T10:01:00Z"),
    Case(
      "*/15 * * * *", "2026-11-24T10:16:00Z", "2026-11-24T10:30:00Z", "2026-11-24T10:45:00Z", "2026-11-24T11:00:00Z"),
    Case(
      "5/20 * * * *", "2026-11-24T10:00:00Z", "2026-11-24T10:05:00Z", "2026-11-24T10:25:00Z", "2026-11-24T10:45:00Z"),
    Case(
      "10-20/5 9 * * *", "2026-11-24T10:00:00Z", "2026-11-25T09:10:00Z", "2026-11-25T09:15:00Z", "2026-11-25T09:20:00Z"),
    Case("0 0 31 * *", "2026-11-24T10:00:00Z", "2026-12-31T00:00:00Z", "2027-01-31T00:00:00Z", "2027-03-31T00:00:00Z"),
    Case("0 0 29 2 *", "2026-11-24T10:00:00Z", "2028-02-29T00:00:00Z"),
    Case(
      "30 4 1,15 * 5", "2026-11-24T10:00:00Z", "2026-11-27T04:30:00Z", "2026-12-01T04:30:00Z", "2026-12-04T04:30:00Z"),
    Case("0 12 * * mon-WED", "2026-11-20T10:00:00Z", "2026-11-23T12:00:00Z", "2026-11-24T12:00:00Z"),
    Case("0 12 ? jan,jul sun", "2026-11-24T10:00:00Z", "2027-01-03T12:00:00Z"),
    Case("@hourly", "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z"),
    Case("@daily", "2026-11-24T10:00:00Z", "2026-11-25T00:00:00Z"),
    Case("@weekly", "2026-11-24T10:00:00Z", "2026-11-29T00:00:00Z"),
    Case("@monthly", "2026-11-24T10:00:00Z", "2026-12-01T00:00:00Z"),
    Case("@yearly", "2026-11-24T10:00:00Z", "2027-01-01T00:00:00Z"),
    Case("@every 1h30m", "2026-11-24T10:00:10Z", "2026-11-24T11:30:10Z"),
    Case("0 0 31 2 *", "2026-11-24T10:00:00Z"),
  ]

  private static let zoned: [Case] = [
    Case("0 9 * * *", "2026-11-24T10:00:00Z", "2026-11-25T08:00:00Z", zone: "Europe/Berlin"),
    Case("0 9 * * *", "2026-07-24T10:00:00Z", "2026-07-25T07:00:00Z", zone: "Europe/Berlin"),
    Case("0 0 * * *", "2026-11-24T10:00:00Z", "2026-11-24T18:30:00Z", zone: "Asia/Kolkata"),
    // Clocks skip 02:00 to 03:00 on 29 March 2026.
    Case("30 2 * * *", "2026-03-28T10:00:00Z", "2026-03-30T00:30:00Z", zone: "Europe/Berlin"),
    // Clocks show 02:30 twice on 25 October 2026.
    Case(
      "30 2 * * *", "2026-10-24T10:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z",
      zone: "Europe/Berlin"),
    // Beyond the table of changes only the rule counts.
    Case("0 9 * * *", "2055-07-24T10:00:00Z", "2055-07-25T07:00:00Z", zone: "Europe/Berlin"),
    Case("0 9 * * *", "2055-01-24T10:00:00Z", "2055-01-24T22:00:00Z", zone: "Australia/Sydney"),
  ]

  @Test("The next times", arguments: plain)
  func times(example: Case) throws { try check(example, .utc) }

  @Test("The next times in a zone", arguments: zoned)
  func zones(example: Case) throws {
    let file = "/usr/share/zoneinfo/\(example.zone ?? "")"
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: file)))
    try check(example, try #require(TimeZoneRules(bytes)))
  }

  private func check(_ example: Case, _ zone: TimeZoneRules) throws {
    let schedule = try CronSchedule(example.schedule)
    var moment = try #require(Timestamp(example.after))
    for expected in example.next {
      moment = try #require(schedule.next(after: moment, in: zone))
      #expect(moment.description == expected)
    }
    if example.next.isEmpty { #expect(schedule.next(after: moment, in: zone) == nil) }
  }

  private static let broken: [(String, String)] = [
    ("bad", "expected exactly 5 fields, found 1: [bad]"), ("", "empty spec string"),
    ("* * * *", "expected exactly 5 fields, found 4: [* * * *]"),
    ("60 * * * *", "end of range (60) above maximum (59): 60"),
    ("* * 0 * *", "beginning of range (0) below minimum (1): 0"),
    ("* 5-3 * * *", "beginning of range (5) beyond end of range (3): 5-3"),
    ("*/0 * * * *", "step of range should be a positive number: */0"),
    ("1/2/3 * * * *", "too many slashes: 1/2/3"), ("1-2-3 * * * *", "too many hyphens: 1-2-3"),
    ("x * * * *", #"failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax"#),
    ("@often", "unrecognized descriptor: @often"),
  ]

  @Test("What is no schedule is refused with a reason", arguments: broken)
  func problems(text: String, message: String) {
    #expect(throws: CronSchedule.Problem(message: message)) { try CronSchedule(text) }
  }

  @Test("A moment is written with its zone's offset")
  func text() throws {
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/America/New_York")))
    let zone = try #require(TimeZoneRules(bytes))
    let moment = try #require(Timestamp("2026-11-24T10:00:00Z"))
    #expect(zone.text(of: moment) == "2026-11-24T05:00:00-05:00")
    #expect(TimeZoneRules.utc.text(of: moment) == "2026-11-24T10:00:00Z")
    #expect(TimeZoneRules([1, 2, 3]) == nil)
  }
}
