import Testing

@testable import CLI

@Suite("Progress")
struct StepPrinterTests {
  private func printed(isTerminal: Bool, _ body: (StepPrinter) throws -> Void) rethrows -> String {
    var text = ""
    try body(StepPrinter(isTerminal: isTerminal) { text += $0 })
    return text
  }

  @Test("Elsewhere than on a terminal every finished step is a plain line with its time")
  func plain() throws {
    let text = try printed(isTerminal: false) { steps in
      try steps.start("Opening")
      try steps.done("The store is open")
      try steps.start("Waiting")
      try steps.stop()
    }
    #expect(text.wholeMatch(of: #/The store is open \(\d+ ms\)\n/#) != nil, "\(text)")
  }

  @Test("On a terminal the step under way is replaced by the finished one, and leaves nothing behind an error")
  func terminal() throws {
    let text = try printed(isTerminal: true) { steps in
      try steps.start("Opening")
      try steps.done("The store is open")
      try steps.start("Waiting")
      try steps.stop()
      try steps.stop()
    }
    let erased = "\r\u{1B}[K"
    let parts = text.components(separatedBy: erased)
    #expect(parts.count == 5)
    #expect(parts.dropFirst().first == "  Opening…")
    #expect(parts.dropFirst(2).first?.contains("✓\u{1B}[0m The store is open") == true, "\(text)")
    #expect(parts.suffix(2) == ["  Waiting…", ""])
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
