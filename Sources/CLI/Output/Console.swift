import Glibc
import LinuxSystem

/// The terminal or pipe that the command was started on.
enum Console {
  /// Writes to standard output at once.
  ///
  /// A reader that went away ends the program quietly, as in a pipeline.
  static func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// Writes a line to standard output.
  static func line(_ text: String) throws { try write(text + "\n") }

  /// Writes bytes to standard output, or to standard error.
  static func write(_ bytes: [UInt8], to descriptor: Int32 = 1) throws {
    guard !bytes.isEmpty else { return }
    // A duplicate is closed afterwards; the number itself stays open for the whole process.
    let output = OwnedDescriptor(owning: dup(descriptor))
    do {
      try output.writeAll(bytes)
    } catch {
      if error.number == EPIPE { throw ExitStatus(code: 0) }
      throw error
    }
  }

  /// Writes a line to standard error; when that fails there is nowhere left to say so.
  static func complain(_ text: String) {
    try? write(Array((text + "\n").utf8), to: 2)
  }

  /// Whether standard output is a terminal.
  static var isTerminal: Bool { TerminalMode.isTerminal(1) }

  /// How much standard output can show.
  static var style: TerminalStyle { TerminalStyle(isTerminal: isTerminal, environment: Environment.all) }
}
