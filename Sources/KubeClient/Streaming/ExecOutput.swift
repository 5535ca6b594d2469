package import KubeModel

/// What the server says on an exec or attach stream.
package enum ExecOutput: Sendable, Hashable {
  case standardOutput([UInt8])
  case standardError([UInt8])
  /// The command ended with this code.
  case exited(Int32)
  /// The command could not be run, or the connection to it broke.
  case failed(StatusError)

  /// The channels of `v5.channel.k8s.io`.
  package enum Channel {
    package static let standardInput: UInt8 = 0
    package static let standardOutput: UInt8 = 1
    package static let standardError: UInt8 = 2
    package static let status: UInt8 = 3
    package static let resize: UInt8 = 4
  }

  /// Reads a message; nil for channels that an exec stream does not have.
  package init?(_ message: StreamConnection.Message) {
    switch message.channel {
    case Channel.standardOutput: self = .standardOutput(message.bytes)
    case Channel.standardError: self = .standardError(message.bytes)
    case Channel.status: self = Self.status(message.bytes)
    default: return nil
    }
  }

  private static func status(_ bytes: [UInt8]) -> ExecOutput {
    guard let json = JSONValue(textOrNil: bytes) else {
      return .failed(.internalError(String(decoding: bytes, as: UTF8.self)))
    }
    if json["status"]?.stringValue == "Success" { return .exited(0) }
    let causes = json["details"]?["causes"]?.arrayValue ?? []
    if json["reason"]?.stringValue == "NonZeroExitCode",
      let code = causes.first(where: { $0["reason"]?.stringValue == "ExitCode" })?["message"]?.stringValue,
      let number = Int32(code)
    {
      return .exited(number)
    }
    var status = json
    // The status of a stream may come without its type.
    status["kind"] = "Status"
    return .failed(StatusError(status: status) ?? .internalError("the command failed without a reason"))
  }

  /// The message that tells the server of the terminal's size.
  package static func resize(columns: UInt16, rows: UInt16) -> [UInt8] {
    Array("{\"Width\":\(columns),\"Height\":\(rows)}\n".utf8)
  }
}
