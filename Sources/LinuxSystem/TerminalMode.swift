private import Glibc

/// The terminal behind a descriptor (termios(3), tty_ioctl(4)).
package enum TerminalMode {
  /// The size of a terminal's window.
  package struct Size: Sendable, Hashable {
    package let columns: UInt16
    package let rows: UInt16
  }

  /// What `enterRawMode` changed, to be given back.
  package struct SavedMode: Sendable {
    fileprivate let flags: (input: tcflag_t, output: tcflag_t, control: tcflag_t, local: tcflag_t)
    fileprivate let minimum: cc_t
    fileprivate let time: cc_t
  }

  /// Whether the descriptor is a terminal.
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The size of the window; nil when the descriptor is no terminal.
  package static func size(_ descriptor: Int32) -> Size? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Size(columns: size.ws_col, rows: size.ws_row)
  }

  /// Passes keys on as they are typed, without echo or signals; nil when the descriptor is no terminal.
  package static func enterRawMode(_ descriptor: Int32) -> SavedMode? {
    var mode = termios()
    guard unsafe tcgetattr(descriptor, &mode) == 0 else { return nil }
    let saved = SavedMode(
      flags: (mode.c_iflag, mode.c_oflag, mode.c_cflag, mode.c_lflag), minimum: mode.c_cc.6,
      time: mode.c_cc.5)
    unsafe cfmakeraw(&mode)
    guard unsafe tcsetattr(descriptor, TCSADRAIN, &mode) == 0 else { return nil }
    return saved
  }

  /// Gives the terminal back as it was.
  package static func restore(_ saved: SavedMode, _ descriptor: Int32) {
    var mode = termios()
    guard unsafe tcgetattr(descriptor, &mode) == 0 else { return }
    (mode.c_iflag, mode.c_oflag, mode.c_cflag, mode.c_lflag) = saved.flags
    mode.c_cc.6 = saved.minimum
    mode.c_cc.5 = saved.time
    _ = unsafe tcsetattr(descriptor, TCSADRAIN, &mode)
  }
}
