/// Reads messages from octets that anybody may have sent: every length is checked, and a name's compression pointers
/// must point to earlier octets each time, so that reading ends.
package struct DNSReader {
  private let octets: [UInt8]
  private var position = 0

  private init(_ octets: [UInt8]) { self.octets = octets }

  /// The message in `octets`.
  ///
  /// Octets behind the last record are ignored, as servers do.
  package static func message(_ octets: [UInt8]) throws(DNSFormatError) -> DNSMessage {
    var reader = DNSReader(octets)
    return try reader.message()
  }

  private mutating func message() throws(DNSFormatError) -> DNSMessage {
    var message = DNSMessage(id: try number16())
    let flags = try number16()
    message.isResponse = flags & 0x8000 != 0
    message.operation = UInt8(flags >> 11 & 15)
    message.isAuthoritative = flags & 0x0400 != 0
    message.isTruncated = flags & 0x0200 != 0
    message.wantsRecursion = flags & 0x0100 != 0
    message.offersRecursion = flags & 0x0080 != 0
    message.responseCode = DNSResponseCode(rawValue: flags & 15)
    let counts = [try number16(), try number16(), try number16(), try number16()]
    for _ in 0..<counts[0] {
      let name = try name()
      message.questions.append(
        DNSQuestion(name, DNSRecordType(rawValue: try number16()), questionClass: try number16()))
    }
    for _ in 0..<counts[1] { message.answers.append(try record()) }
    for _ in 0..<counts[2] { message.authorities.append(try record()) }
    for _ in 0..<counts[3] { try additional(&message) }
    return message
  }

  private mutating func additional(_ message: inout DNSMessage) throws(DNSFormatError) {
    let record = try record()
    guard record.data.type == .opt else {
      message.additionals.append(record)
      return
    }
    // RFC 6891 section 6.1.1: more than one OPT record, or one that is not the root's, is a format error.
    guard message.edns == nil, record.name == .root else { throw .badData }
    message.edns = DNSMessage.Extension(
      payloadSize: record.recordClass, version: UInt8(record.timeToLive >> 16 & 255),
      wantsSignatures: record.timeToLive & 0x8000 != 0)
    let high = UInt16(record.timeToLive >> 24) << 4
    message.responseCode = DNSResponseCode(rawValue: message.responseCode.rawValue | high)
  }

  private mutating func record() throws(DNSFormatError) -> DNSRecord {
    let name = try name()
    let type = DNSRecordType(rawValue: try number16())
    let recordClass = try number16()
    let timeToLive = try number32()
    let length = Int(try number16())
    let end = position + length
    guard end <= octets.count else { throw .truncated }
    let data = try data(type, end: end)
    guard position == end else { throw .badData }
    return DNSRecord(name, timeToLive: timeToLive, data, recordClass: recordClass)
  }

  private mutating func data(_ type: DNSRecordType, end: Int) throws(DNSFormatError) -> DNSRecordData {
    switch type {
    case .a:
      guard end - position == 4 else { throw .badData }
      return .a(try number32())
    case .aaaa:
      guard end - position == 16 else { throw .badData }
      return .aaaa(rest(until: end))
    case .cname: return .cname(try name())
    case .ns: return .ns(try name())
    case .ptr: return .ptr(try name())
    case .txt:
      var strings: [[UInt8]] = []
      while position < end {
        let length = Int(try number8())
        guard position + length <= end else { throw .badData }
        strings.append(rest(until: position + length))
      }
      return .txt(strings)
    case .srv:
      return .srv(priority: try number16(), weight: try number16(), port: try number16(), target: try name())
    case .soa:
      return .soa(
        DNSStartOfAuthority(
          primary: try name(), mailbox: try name(), serial: try number32(), refresh: try number32(),
          retry: try number32(), expire: try number32(), minimum: try number32()))
    default: return .other(type, rest(until: end))
    }
  }

  private mutating func rest(until end: Int) -> [UInt8] {
    defer { position = end }
    return Array(octets[position..<end])
  }

  /// RFC 1035 section 4.1.4.
  private mutating func name() throws(DNSFormatError) -> DNSName {
    var wire: [UInt8] = []
    var cursor = position
    var earliest = position
    var hasJumped = false
    while true {
      guard cursor < octets.count else { throw .truncated }
      let length = octets[cursor]
      switch length & 0xC0 {
      case 0 where length == 0:
        if !hasJumped { position = cursor + 1 }
        guard let name = DNSName(wire: wire) else { throw .badName }
        return name
      case 0:
        let end = cursor + 1 + Int(length)
        guard end <= octets.count else { throw .truncated }
        wire.append(contentsOf: octets[cursor..<end])
        guard wire.count <= 254 else { throw .badName }
        cursor = end
      case 0xC0:
        guard cursor + 1 < octets.count else { throw .truncated }
        if !hasJumped { position = cursor + 2 }
        hasJumped = true
        let target = Int(length & 0x3F) << 8 | Int(octets[cursor + 1])
        // Only pointers that go further back than all before them are followed: a loop cannot be written that way.
        guard target < earliest else { throw .badPointer }
        earliest = target
        cursor = target
      default: throw .badName
      }
    }
  }

  private mutating func number8() throws(DNSFormatError) -> UInt8 {
    guard position < octets.count else { throw .truncated }
    defer { position += 1 }
    return octets[position]
  }

  private mutating func number16() throws(DNSFormatError) -> UInt16 {
    UInt16(try number8()) << 8 | UInt16(try number8())
  }

  private mutating func number32() throws(DNSFormatError) -> UInt32 {
    UInt32(try number16()) << 16 | UInt32(try number16())
  }
}
