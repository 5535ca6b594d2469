import LinuxSystem
import Synchronization

/// One line on standard error that is written over and over while something lasts; nothing when that is no terminal.
final class ProgressLine: Sendable {
  private let shown = Mutex("")

  /// Shows `text` in place of what was shown before.
  func show(_ text: String) {
    guard TerminalMode.isTerminal(2) else { return }
    shown.withLock { shown in
      guard shown != text else { return }
      shown = text
      Self.write("\r\u{1B}[K\(text)")
    }
  }

  /// Leaves the line empty for what comes next.
  func clear() {
    shown.withLock { shown in
      guard !shown.isEmpty else { return }
      shown = ""
      Self.write("\r\u{1B}[K")
    }
  }

  private static func write(_ text: String) {
    // Progress that cannot be shown is no reason to stop.
    try? Console.write(Array(text.utf8), to: 2)
  }
}
