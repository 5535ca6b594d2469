import Foundation
import Testing

@testable import CLI

@Suite("Known differences")
struct KnownDifferenceTests {
  @Test("The documentation shows each of them, in the words of doctor --conformance")
  func documentation() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appending(path: "Sources/CLI/CLI.docc/Conformance.md"), encoding: .utf8)
    let shown = page.split(separator: "\n").filter { $0.hasPrefix("- `") }.map(String.init)
    #expect(shown == KnownDifference.all.map(\.text))
  }
}
