import Foundation

/// The user's browser.
enum Browser {
  /// Opens a URL with `xdg-open`; when there is none the printed URL must do.
  static func open(_ url: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["xdg-open", url]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }
}
