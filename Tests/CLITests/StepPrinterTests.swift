import Testing

@testable import CLI

@Suite("Progress")
struct StepPrinterTests {
  private func printed(_ style: TerminalStyle, _ body: (StepPrinter) throws -> Void) rethrows -> String {
    var text = ""
    try body(StepPrinter(style: style) { text += $0 })
    return text
  }

  @Test("Elsewhere than on a terminal every finished step is a plain line with its time")
  func plain() throws {
    let text = try printed(.plain) { steps in
      try steps.start("Opening")
      try steps.done("The store is open")
      try steps.start("Waiting")
      try steps.stop()
    }
    #expect(text.wholeMatch(of: #/The store is open \(\d+ ms\)\n/#) != nil, "\(text)")
  }

  @Test("On a terminal the step under way is replaced by the finished one, and leaves nothing behind an error")
  func terminal() throws {
    let text = try printed(.coloured) { steps in
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

  @Test("Without colours lines are replaced all the same")
  func colourless() throws {
    let text = try printed(.moving) { steps in
      try steps.start("Opening")
      try steps.done("The store is open")
    }
    #expect(text.contains("✓ The store is open (") && !text.contains("\u{1B}[" + "3"), "\(text)")
  }

  @Test(
    "What a terminal shows follows TERM and NO_COLOR",
    arguments: [
      (true, ["TERM": "xterm"], .coloured), (true, ["TERM": "xterm", "NO_COLOR": "1"], .moving),
      (true, ["TERM": "xterm", "NO_COLOR": ""], .coloured), (true, ["TERM": "dumb"], .plain), (true, [:], .plain),
      (false, ["TERM": "xterm"], .plain),
    ] as [(Bool, [String: String], TerminalStyle)])
  func style(isTerminal: Bool, environment: [String: String], expected: TerminalStyle) {
    #expect(TerminalStyle(isTerminal: isTerminal, environment: environment) == expected)
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
