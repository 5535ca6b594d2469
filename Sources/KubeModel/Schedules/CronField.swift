/// One field of a cron expression: which numbers it names.
struct CronField: Sendable, Hashable {
  /// What the numbers of a field may be, and the names that some of them have.
  struct Bounds: Sendable {
    let range: ClosedRange<Int>
    var names: [String: Int] = [:]

    static let minute = Bounds(range: 0...59)
    static let hour = Bounds(range: 0...23)
    static let dayOfMonth = Bounds(range: 1...31)
    static let month = Bounds(
      range: 1...12,
      names: [
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
        "dec": 12,
      ])
    static let dayOfWeek = Bounds(
      range: 0...6, names: ["sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6])
  }

  /// Bit n is set when the field names the number n.
  private var bits: UInt64 = 0
  /// Whether the field is a star: it names every number, and says that it does not care.
  private(set) var isStar = false

  func contains(_ number: Int) -> Bool { bits & (1 << UInt64(number)) != 0 }

  /// Reads a list of ranges; the messages of what is thrown are those that Kubernetes gives.
  init(_ text: Substring, _ bounds: Bounds) throws(CronSchedule.Problem) {
    for part in text.split(separator: ",") { try add(part, bounds) }
  }

  private mutating func add(_ text: Substring, _ bounds: Bounds) throws(CronSchedule.Problem) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    let ends = (halves.first ?? "").split(separator: "-", omittingEmptySubsequences: false)
    var (start, end) = (bounds.range.lowerBound, bounds.range.upperBound)
    var step = 1
    let isWhole = ends.first == "*" || ends.first == "?"
    if !isWhole {
      start = try Self.number(ends.first ?? "", bounds)
      switch ends.count {
      case 1: end = start
      case 2: end = try Self.number(ends[1], bounds)
      default: throw CronSchedule.Problem(message: "too many hyphens: \(text)")
      }
    }
    switch halves.count {
    case 1: break
    case 2:
      step = try Self.number(halves[1], Bounds(range: bounds.range))
      // A number with a step is a range to the end.
      if !isWhole, ends.count == 1 { end = bounds.range.upperBound }
    default: throw CronSchedule.Problem(message: "too many slashes: \(text)")
    }
    if isWhole, step <= 1 { isStar = true }
    try Self.check(start, end, step, bounds.range, text)
    for number in stride(from: start, through: end, by: step) { bits |= 1 << UInt64(number) }
  }

  private static func check(
    _ start: Int, _ end: Int, _ step: Int, _ range: ClosedRange<Int>, _ text: Substring
  ) throws(CronSchedule.Problem) {
    let why: String? =
      if start < range.lowerBound {
        "beginning of range (\(start)) below minimum (\(range.lowerBound))"
      } else if end > range.upperBound {
        "end of range (\(end)) above maximum (\(range.upperBound))"
      } else if start > end {
        "beginning of range (\(start)) beyond end of range (\(end))"
      } else {
        step == 0 ? "step of range should be a positive number" : nil
      }
    if let why { throw CronSchedule.Problem(message: "\(why): \(text)") }
  }

  private static func number(_ text: Substring, _ bounds: Bounds) throws(CronSchedule.Problem) -> Int {
    if let named = bounds.names[text.lowercased()] { return named }
    guard let number = Int(text) else {
      throw CronSchedule.Problem(
        message: "failed to parse int from \(text): strconv.Atoi: parsing \"\(text)\": invalid syntax")
    }
    guard number >= 0 else { throw CronSchedule.Problem(message: "negative number (\(number)) not allowed: \(text)") }
    return number
  }
}
