import Logging
import Testing

@testable import ClusterDNS

@Suite("What questions may wait for")
struct DNSLimitsTests {
  @Test("A question beyond those that may wait is refused at once, and answered when one of them is done")
  func questions() async {
    let limits = DNSLimits(mostQuestions: 2, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })
    let answer = await limits.asking(for: "a") {
      // A client has half of it, so "a" has none left; "b" has one.
      let own = await limits.asking(for: "a") { 1 }
      let other = await limits.asking(for: "b") {
        await limits.asking(for: "c") { 1 }
      }
      return own == nil && other == .some(nil)
    }
    #expect(answer == true)
    #expect(await limits.asking(for: "a") { 2 } == 2)
  }

  @Test("A connection beyond those that may be open is closed, until one of them is")
  func connections() {
    let limits = DNSLimits(mostConnections: 2, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })
    #expect(limits.connect("a") && !limits.connect("a") && limits.connect("b") && !limits.connect("c"))
    limits.disconnect("a")
    #expect(limits.connect("c"))
  }

  @Test("A refusal has the question's id and flags, and the code REFUSED")
  func refusal() {
    #expect(DNSLimits.refused([7, 9, 0x81, 0x82, 0, 1]) == [7, 9, 0x81, 0x85, 0, 1])
    #expect(DNSLimits.refused([7]) == [7])
  }
}
