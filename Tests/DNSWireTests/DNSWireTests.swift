import DNSWire
import Properties
import Testing

@Suite("DNS messages")
struct DNSWireTests {
  private func name(_ text: String) throws -> DNSName { try #require(DNSName(text)) }

  private func sample() throws -> DNSMessage {
    let zone = try name("cluster.local")
    let host = try name("web.default.svc.cluster.local")
    var message = DNSMessage(id: 4_711)
    message.isResponse = true
    message.isAuthoritative = true
    message.wantsRecursion = true
    message.questions = [DNSQuestion(host, .any)]
    message.answers = [
      DNSRecord(host, timeToLive: 5, .a(0x0A60_0001)),
      DNSRecord(host, timeToLive: 5, .aaaa(Array(0..<16))),
      DNSRecord(host, timeToLive: 5, .srv(priority: 0, weight: 100, port: 80, target: host)),
      DNSRecord(host, timeToLive: 5, .txt([Array("1.1.0".utf8)])),
      DNSRecord(host, timeToLive: 5, .cname(zone)),
      DNSRecord(host, timeToLive: 5, .ptr(zone)),
      DNSRecord(host, timeToLive: 5, .ns(zone)),
      DNSRecord(host, timeToLive: 5, .other(DNSRecordType(rawValue: 99), [1, 2, 3])),
    ]
    message.authorities = [
      DNSRecord(
        zone, timeToLive: 5,
        .soa(
          DNSStartOfAuthority(
            primary: try name("ns.dns.cluster.local"), mailbox: try name("hostmaster.cluster.local"), serial: 1,
            refresh: 2, retry: 3, expire: 4, minimum: 5)))
    ]
    message.edns = DNSMessage.Extension(payloadSize: 1_232, wantsSignatures: true)
    return message
  }

  @Test("What was written is read back, whole")
  func roundTrip() throws {
    let message = try sample()
    #expect(try DNSReader.message(DNSWriter.octets(message, limit: 65_535)) == message)
  }

  @Test("Names are compressed, and SRV targets are not")
  func compression() throws {
    let host = try name("web.default.svc.cluster.local")
    var message = DNSMessage(id: 1)
    message.questions = [DNSQuestion(host, .a)]
    message.answers = [DNSRecord(host, timeToLive: 5, .a(1))]
    #expect(DNSWriter.octets(message, limit: 512).count == 12 + 31 + 4 + 2 + 10 + 4)
    message.answers = [DNSRecord(host, timeToLive: 5, .srv(priority: 0, weight: 0, port: 1, target: host))]
    #expect(DNSWriter.octets(message, limit: 512).count == 12 + 31 + 4 + 2 + 10 + 6 + 31)
  }

  @Test("An answer that does not fit is cut off at a record and marked")
  func truncation() throws {
    let host = try name("many.default.svc.cluster.local")
    var message = DNSMessage(id: 1)
    message.isResponse = true
    message.questions = [DNSQuestion(host, .a)]
    message.answers = (0..<100).map { DNSRecord(host, timeToLive: 5, .a($0)) }
    message.edns = DNSMessage.Extension(payloadSize: 1_232)
    let octets = DNSWriter.octets(message, limit: 512)
    let read = try DNSReader.message(octets)
    #expect(octets.count <= 512)
    #expect(read.isTruncated)
    #expect((1..<100).contains(read.answers.count))
    #expect(read.edns != nil)
    #expect(try !DNSReader.message(DNSWriter.octets(message, limit: 65_535)).isTruncated)
  }

  @Test("Names compare without regard to case and keep the letters they came with")
  func names() throws {
    let mixed = try name("WeB.Default.svc.cluster.local.")
    #expect(mixed == (try name("web.default.SVC.cluster.local")))
    #expect(mixed.description == "WeB.Default.svc.cluster.local.")
    #expect(mixed.labels.first == "web")
    #expect(mixed.isWithin(try name("CLUSTER.local")))
    #expect(!mixed.isWithin(try name("uster.local")))
    #expect(mixed.isWithin(.root))
    #expect(try name("a.b").parent == (try name("b")))
    #expect(DNSName.root.description == ".")
  }

  @Test("Names that are too long are no names")
  func longNames() {
    #expect(DNSName(String(repeating: "a", count: 64)) == nil)
    #expect(DNSName(String(repeating: "a", count: 63)) != nil)
    #expect(DNSName(Array(repeating: "aaa", count: 64).joined(separator: ".")) == nil)
    #expect(DNSName("a..b") == nil)
    #expect(DNSName(".a") == nil)
  }

  @Test(
    "Malformed messages are refused",
    arguments: [
      ([], DNSFormatError.truncated),
      // A question whose name points to itself, and one that points forwards.
      ([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xC0, 12, 0, 1, 0, 1], .badPointer),
      ([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xC0, 14, 0, 1, 0, 1], .badPointer),
      // A label type that does not exist, and a label that ends behind the message.
      ([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x80, 0, 1, 0, 1], .badName),
      ([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 9, 65], .truncated),
      // An address of three octets.
      ([0, 1, 0x80, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 3, 1, 2, 3], .badData),
    ] as [([UInt8], DNSFormatError)])
  func malformed(octets: [UInt8], error: DNSFormatError) {
    #expect(throws: error) { try DNSReader.message(octets) }
  }

  @Test("Two pointers that lead back and forth do not make the reader run for ever")
  func loops() {
    let octets: [UInt8] = [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 65, 0xC0, 12, 0, 1, 0, 1]
    #expect(throws: DNSFormatError.badPointer) { try DNSReader.message(octets) }
  }

  @Test("Every cut and every changed octet of a message is read or refused, and what is read can be written")
  func fuzz() throws {
    let whole = DNSWriter.octets(try sample(), limit: 65_535)
    var generator = SeededGenerator(seed: 42)
    for round in 0..<4_000 {
      var octets = Array(whole.prefix(Int.random(in: 0...whole.count, using: &generator)))
      if round.isMultiple(of: 2) { octets = whole }
      for _ in 0..<Int.random(in: 0...4, using: &generator) where !octets.isEmpty {
        octets[Int.random(in: 0..<octets.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      guard let message = try? DNSReader.message(octets) else { continue }  // Refusing is one of the two right answers.
      let again = DNSWriter.octets(message, limit: 65_535)
      let reread = try DNSReader.message(again)
      #expect(reread.questions == message.questions)
    }
  }
}
