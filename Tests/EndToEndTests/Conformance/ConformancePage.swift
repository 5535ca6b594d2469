import Foundation

/// The documentation's page of what was shown.
enum ConformancePage {
  static let settings = ProcessInfo.processInfo.environment
  static let path = "\(Machine.root)/Sources/CLI/CLI.docc/Conformance.md"

  /// Whether there is a table to compare with, or one is to be written.
  static var isComparable: Bool {
    if settings["LOCALKUBE_CONFORMANCE_WRITE"] != nil || settings["LOCALKUBE_CONFORMANCE_ONLY"] != nil { return true }
    // A page that cannot be read has no table.
    return (try? String(contentsOfFile: path, encoding: .utf8))?.contains("| `kubectl` |") ?? false
  }
}
