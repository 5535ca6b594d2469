/// What may be written to standard output besides plain lines.
enum TerminalStyle: Sendable, Hashable {
  /// Lines only: it is no terminal, or one that can do nothing else (`TERM=dumb`).
  case plain
  /// Lines that are replaced, without colours (no-color.org).
  case moving
  /// Lines that are replaced, and colours.
  case coloured

  init(isTerminal: Bool, environment: [String: String]) {
    guard isTerminal, let terminal = environment["TERM"], !terminal.isEmpty, terminal != "dumb" else {
      self = .plain
      return
    }
    self = environment["NO_COLOR"]?.isEmpty == false ? .moving : .coloured
  }
}
