import FoundationEssentials

/// The environment that the command was started with.
enum Environment {
  static var all: [String: String] { ProcessInfo.processInfo.environment }

  /// A variable's value; nil when it is unset or empty.
  static func value(_ name: String) -> String? {
    guard let value = all[name], !value.isEmpty else { return nil }
    return value
  }
}
