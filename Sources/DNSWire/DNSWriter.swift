/// Writes messages, with name compression in the places where RFC 3597 section 4 allows it.
package struct DNSWriter {
  private var octets: [UInt8] = []
  /// Where a name, or the end of one, was written; in lower case names that differ in case share their ends.
  private var places: [DNSName: UInt16] = [:]

  /// The message in at most `limit` octets.
  ///
  /// Records that do not fit are left out, and the message is marked as truncated if an answer or authority is among
  /// them (RFC 2181 section 9); the OPT record is always kept.
  package static func octets(_ message: DNSMessage, limit: Int) -> [UInt8] {
    var writer = DNSWriter()
    writer.octets.reserveCapacity(512)
    return writer.write(message, limit: limit)
  }

  private mutating func write(_ message: DNSMessage, limit: Int) -> [UInt8] {
    append16(message.id)
    append16(0)
    for _ in 0..<4 { append16(0) }
    for question in message.questions {
      append(question.name, compressing: true)
      append16(question.type.rawValue)
      append16(question.questionClass)
    }
    let reserve = limit - (message.edns == nil ? 0 : 11)
    var isTruncated = message.isTruncated
    var counts = (answers: 0, authorities: 0, additionals: 0)
    for record in message.answers where !isTruncated {
      if append(record, limit: reserve) { counts.answers += 1 } else { isTruncated = true }
    }
    for record in message.authorities where !isTruncated {
      if append(record, limit: reserve) { counts.authorities += 1 } else { isTruncated = true }
    }
    // Additional records are a courtesy: a message without them is whole.
    for record in message.additionals where !isTruncated {
      guard append(record, limit: reserve) else { break }
      counts.additionals += 1
    }
    if let edns = message.edns {
      octets.append(0)
      append16(DNSRecordType.opt.rawValue)
      append16(edns.payloadSize)
      let high = UInt32(message.responseCode.rawValue >> 4) << 24
      append32(high | UInt32(edns.version) << 16 | (edns.wantsSignatures ? 0x8000 : 0))
      append16(0)
      counts.additionals += 1
    }
    set16(flags(message, isTruncated: isTruncated), at: 2)
    set16(UInt16(truncatingIfNeeded: message.questions.count), at: 4)
    set16(UInt16(truncatingIfNeeded: counts.answers), at: 6)
    set16(UInt16(truncatingIfNeeded: counts.authorities), at: 8)
    set16(UInt16(truncatingIfNeeded: counts.additionals), at: 10)
    return octets
  }

  private func flags(_ message: DNSMessage, isTruncated: Bool) -> UInt16 {
    var flags = UInt16(message.operation & 15) << 11 | message.responseCode.rawValue & 15
    if message.isResponse { flags |= 0x8000 }
    if message.isAuthoritative { flags |= 0x0400 }
    if isTruncated { flags |= 0x0200 }
    if message.wantsRecursion { flags |= 0x0100 }
    if message.offersRecursion { flags |= 0x0080 }
    return flags
  }

  /// Writes the record whole, or not at all when it ends behind `limit`.
  private mutating func append(_ record: DNSRecord, limit: Int) -> Bool {
    let start = octets.count
    append(record.name, compressing: true)
    append16(record.data.type.rawValue)
    append16(record.recordClass)
    append32(record.timeToLive)
    let length = octets.count
    append16(0)
    append(record.data)
    let size = octets.count - length - 2
    guard octets.count <= limit, size <= 65_535 else {
      octets.removeSubrange(start...)
      places = places.filter { Int($0.value) < start }
      return false
    }
    set16(UInt16(size), at: length)
    return true
  }

  private mutating func append(_ data: DNSRecordData) {
    switch data {
    case .a(let address): append32(address)
    case .aaaa(let address): octets.append(contentsOf: address)
    case .cname(let name), .ns(let name), .ptr(let name): append(name, compressing: true)
    case .txt(let strings):
      for string in strings {
        let part = string.prefix(255)
        octets.append(UInt8(part.count))
        octets.append(contentsOf: part)
      }
      if strings.isEmpty { octets.append(0) }
    case .srv(let priority, let weight, let port, let target):
      append16(priority)
      append16(weight)
      append16(port)
      append(target, compressing: false)  // RFC 2782: "name compression is not to be used for this field"
    case .soa(let authority):
      append(authority.primary, compressing: true)
      append(authority.mailbox, compressing: true)
      append32(authority.serial)
      append32(authority.refresh)
      append32(authority.retry)
      append32(authority.expire)
      append32(authority.minimum)
    case .other(_, let data): octets.append(contentsOf: data)
    }
  }

  private mutating func append(_ name: DNSName, compressing: Bool) {
    var rest = name
    while let parent = rest.parent {
      if compressing, let place = places[rest] {
        append16(0xC000 | place)
        return
      }
      // A pointer has 14 bits.
      if octets.count < 0x4000, places[rest] == nil { places[rest] = UInt16(octets.count) }
      octets.append(contentsOf: rest.wire.prefix(1 + Int(rest.wire[0])))
      rest = parent
    }
    octets.append(0)
  }

  private mutating func append16(_ number: UInt16) {
    octets.append(UInt8(number >> 8))
    octets.append(UInt8(number & 255))
  }

  private mutating func append32(_ number: UInt32) {
    append16(UInt16(number >> 16))
    append16(UInt16(number & 0xFFFF))
  }

  private mutating func set16(_ number: UInt16, at index: Int) {
    octets[index] = UInt8(number >> 8)
    octets[index + 1] = UInt8(number & 255)
  }
}
