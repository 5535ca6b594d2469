/// Prints the steps of something that takes a while, each with its time.
///
/// On a terminal the step under way stands on the last line and is replaced when it is done; elsewhere every finished
/// step is a plain line.
final class StepPrinter {
  private let style: TerminalStyle
  private let output: (String) throws -> Void
  private let clock = ContinuousClock()
  private let begin: ContinuousClock.Instant
  private var last: ContinuousClock.Instant
  private var isUnderWay = false

  /// - Parameters:
  ///   - style: Whether lines can be replaced, and coloured.
  ///   - output: Takes the text.
  init(style: TerminalStyle = Console.style, output: @escaping (String) throws -> Void = { try Console.write($0) }) {
    self.style = style
    self.output = output
    begin = clock.now
    last = begin
  }

  /// The time since the start, such as `212 ms`.
  var total: String { Self.text(clock.now - begin) }

  /// A step begins; said on a terminal only.
  func start(_ text: String) throws {
    guard style != .plain else { return }
    try output("\(Self.clearedLine)  \(text)…")
    isUnderWay = true
  }

  /// A step is done, and took the time since the last one.
  func done(_ text: String) throws {
    let now = clock.now
    defer { last = now }
    let time = Self.text(now - last)
    switch style {
    case .plain: return try output("\(text) (\(time))\n")
    case .moving: try output("\(Self.clearedLine)✓ \(text) (\(time))\n")
    case .coloured: try output("\(Self.clearedLine)\u{1B}[32m✓\u{1B}[0m \(text) \u{1B}[2m(\(time))\u{1B}[0m\n")
    }
    isUnderWay = false
  }

  /// Takes the step under way off the terminal, so that an error stands alone.
  func stop() throws {
    guard isUnderWay else { return }
    isUnderWay = false
    try output(Self.clearedLine)
  }

  /// Back to the first column, and everything on the line erased (ECMA-48, CR and EL).
  private static let clearedLine = "\r\u{1B}[K"

  private static func text(_ duration: Duration) -> String {
    duration < .seconds(10) ? "\(Int64(duration / .milliseconds(1))) ms" : "\(Int64(duration / .seconds(1))) s"
  }
}
