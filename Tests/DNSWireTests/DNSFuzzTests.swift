import Properties
import Testing

@testable import DNSWire

@Suite("Fuzzers of DNS", .serialized)
struct DNSFuzzTests {
  private func name(_ generator: inout SeededGenerator) -> DNSName {
    let labels = generator.list(upTo: 5) {
      $0.pick(["a", "web", "default", "svc", "cluster", "local", "_http", "_tcp"])
    }
    return DNSName(labels.joined(separator: ".")) ?? .root
  }

  private func record(_ generator: inout SeededGenerator) -> DNSRecord {
    let data: DNSRecordData =
      switch generator.number(0...6) {
      case 0: .a(UInt32.random(in: 0 ... .max, using: &generator))
      case 1: .aaaa(generator.bytes(16))
      case 2: .cname(name(&generator))
      case 3: .ptr(name(&generator))
      case 4: .srv(priority: 1, weight: 2, port: 3, target: name(&generator))
      case 5: .txt([generator.bytes(generator.number(0...20))])
      default: .other(DNSRecordType(rawValue: 99), generator.bytes(generator.number(0...20)))
      }
    return DNSRecord(name(&generator), timeToLive: 5, data)
  }

  private func message(_ generator: inout SeededGenerator) -> DNSMessage {
    var message = DNSMessage(id: UInt16.random(in: 0 ... .max, using: &generator))
    message.isResponse = generator.chance(0.5)
    message.questions = [DNSQuestion(name(&generator), .a)]
    message.answers = generator.list(upTo: 4) { record(&$0) }
    message.additionals = generator.list(upTo: 2) { record(&$0) }
    if generator.chance(0.3) { message.edns = .init(payloadSize: 1_232) }
    return message
  }

  @Test("A message comes back from the wire as it was")
  func roundTrip() throws {
    try forAll(runs: 1_000) { generator in
      let sent = message(&generator)
      let received = try DNSReader.message(DNSWriter.octets(sent, limit: 65_535))
      try hold(received == sent, "\(sent) came as \(received)")
    }
  }

  @Test("Octets are a message, or refused; a message that was read can be written")
  func messages() async throws {
    try await Fuzzing.run("dns") { generator in
      let octets = generator.mutated(
        DNSWriter.octets(message(&generator), limit: 65_535), words: ["\u{c0}\u{c}", "\u{3f}", "\u{0}"])
      do throws(DNSFormatError) {
        let read = try DNSReader.message(octets)
        _ = DNSWriter.octets(read, limit: 65_535)
      } catch {
        // Refused.
      }
    }
  }
}
