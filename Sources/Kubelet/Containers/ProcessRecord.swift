import KubeModel
import LinuxSystem
import SandboxRuntime

/// The record of how a container's process was started, kept beside the container's layer as runtimes keep their
/// bundle's configuration: a kubelet that takes the place of another gives commands the same environment and identity.
///
/// The container cannot see the file; since an environment may hold secrets, nobody but its owner can.
enum ProcessRecord {
  /// Writes the record of a process that is about to be started.
  static func write(_ process: ProcessSpecification, to path: String) throws(SystemError) {
    let json: JSONValue = [
      "environment": .array(process.environment.map { .string($0) }),
      "workingDirectory": .string(process.workingDirectory), "user": .integer(Int64(process.user)),
      "group": .integer(Int64(process.group)),
      "supplementaryGroups": .array(process.supplementaryGroups.map { .integer(Int64($0)) }),
      "capabilities": .array(process.capabilities.map { .string($0) }),
      "noNewPrivileges": .bool(process.noNewPrivileges),
    ]
    try FileSystem.write(text: json.jsonText, to: path, permissions: 0o600)
  }

  /// Reads a record; the process has no arguments, which are those of the command to come.
  static func read(_ path: String) throws -> ProcessSpecification {
    let json = try JSONValue(parsing: try FileSystem.readText(path))
    func texts(_ name: String) -> [String] { (json[name]?.arrayValue ?? []).compactMap(\.stringValue) }
    func number(_ value: JSONValue?) -> UInt32? { value?.integerValue.flatMap { UInt32(exactly: $0) } }
    guard let user = number(json["user"]), let group = number(json["group"]) else {
      throw ConfigurationError("\(path) is no record of a process")
    }
    return ProcessSpecification(
      arguments: [], environment: texts("environment"), workingDirectory: json["workingDirectory"]?.stringValue ?? "/",
      user: user, group: group,
      supplementaryGroups: (json["supplementaryGroups"]?.arrayValue ?? []).compactMap { number($0) },
      capabilities: texts("capabilities"), noNewPrivileges: json["noNewPrivileges"]?.boolValue ?? false)
  }
}
