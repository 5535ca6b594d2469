/// How far a zone's clocks are from UTC at any moment, from a compiled time zone file (RFC 8536).
package struct TimeZoneRules: Sendable, Hashable {
  /// Clocks that show UTC.
  package static let utc = TimeZoneRules()

  private var transitions: [Int64] = []
  /// The offset from each transition on.
  private var offsets: [Int64] = []
  private var first: Int64 = 0
  /// What holds after the last transition.
  private var rule: ZoneRule?

  private init() {}

  /// Reads a file of version 2 or later; nil when the bytes are anything else.
  package init?(_ bytes: [UInt8]) {
    guard let old = Header(bytes, at: 0), old.version >= UInt8(ascii: "2"),
      let header = Header(bytes, at: 44 + old.size(of: 4))
    else { return nil }
    let start = 44 + old.size(of: 4) + 44
    let end = start + header.size(of: 8)
    guard end < bytes.count, header.types > 0 else { return nil }
    func integer(_ at: Int, _ count: Int) -> Int64 {
      let value = bytes[at..<at + count].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return count == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }
    let indexes = start + 8 * header.times
    let types = indexes + header.times
    func offset(ofType type: Int) -> Int64? {
      type < header.types ? integer(types + 6 * type, 4) : nil
    }
    for number in 0..<header.times {
      guard let offset = offset(ofType: Int(bytes[indexes + number])) else { return nil }
      transitions.append(integer(start + 8 * number, 8))
      offsets.append(offset)
    }
    first = offset(ofType: 0) ?? 0
    let footer = bytes[(end + 1)...].prefix { $0 != UInt8(ascii: "\n") }
    rule = footer.isEmpty ? nil : ZoneRule(String(decoding: footer, as: UTF8.self))
  }

  /// Seconds east of UTC at a moment, counted in seconds since 1970.
  func offset(at moment: Int64) -> Int64 {
    guard let last = transitions.last, moment < last || rule == nil else { return rule?.offset(at: moment) ?? first }
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= moment { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : offsets[low - 1]
  }

  /// The moment at which the zone's clocks show `local`; of a time that they skip, the first moment after it.
  func moment(local: Int64) -> Int64 {
    let guess = local - offset(at: local)
    let moment = local - offset(at: guess)
    // Where clocks show the time twice, the first time counts.
    let earlier = local - offset(at: moment - 3 * 3_600)
    return earlier < moment && earlier + offset(at: earlier) == local ? earlier : moment
  }

  /// The text of a moment with the zone's offset, as RFC 3339 has it.
  package func text(of moment: Timestamp) -> String {
    let offset = offset(at: moment.seconds)
    guard offset != 0 else { return moment.description }
    let clock = Timestamp(seconds: moment.seconds + offset).description.dropLast()
    func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(clock)\(offset < 0 ? "-" : "+")\(padded(abs(offset) / 3_600)):\(padded(abs(offset) / 60 % 60))"
  }

  /// The counts at the start of each half of a file.
  private struct Header {
    let version: UInt8
    let isUTC: Int
    let isStandard: Int
    let leaps: Int
    let times: Int
    let types: Int
    let characters: Int

    init?(_ bytes: [UInt8], at start: Int) {
      guard bytes.count >= start + 44, bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
      let counts = (0..<6).map { number in
        bytes[(start + 20 + 4 * number)..<(start + 24 + 4 * number)].reduce(0) { $0 << 8 | Int($1) }
      }
      guard counts.allSatisfy({ $0 < 1 << 20 }) else { return nil }
      version = bytes[start + 4]
      (isUTC, isStandard, leaps) = (counts[0], counts[1], counts[2])
      (times, types, characters) = (counts[3], counts[4], counts[5])
    }

    /// The bytes behind the header when times have `width` bytes.
    func size(of width: Int) -> Int {
      times * (width + 1) + types * 6 + characters + leaps * (width + 4) + isStandard + isUTC
    }
  }
}
