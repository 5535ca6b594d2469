import KubeModel
import NIOCore

/// A message of the protocols called `channel.k8s.io`: a channel's number, then data.
enum ChannelMessage: Sendable, Hashable {
  /// The channels that the server writes to.
  enum Output: UInt8, Sendable {
    case standardOutput = 1
    case standardError = 2
    /// How it ended, once, at the end.
    case status = 3
  }

  case input(ByteBuffer)
  case endOfInput
  case resize(TerminalSize)
  /// Nothing that the server acts on.
  case other

  /// Reads what a client sent; anything malformed is `other`.
  static func decode(_ message: ByteBuffer) -> Self {
    var rest = message
    switch rest.readInteger(as: UInt8.self) {
    case 0: return .input(rest)
    case 4: return TerminalSize(rest).map { .resize($0) } ?? .other
    case 255: return rest.readInteger(as: UInt8.self) == 0 ? .endOfInput : .other
    default: return .other
    }
  }

  static func encode(_ channel: Output, _ bytes: ByteBuffer) -> ByteBuffer {
    var message = ByteBuffer(integer: channel.rawValue)
    message.writeImmutableBuffer(bytes)
    return message
  }

  /// The `Status` object that tells an exit code.
  static func status(exitCode: Int32) -> JSONValue {
    guard exitCode != 0 else { return ["metadata": .emptyObject, "status": "Success"] }
    return [
      "metadata": .emptyObject, "status": "Failure",
      "message": .string("command terminated with non-zero exit code: exit status \(exitCode)"),
      "reason": "NonZeroExitCode",
      "details": ["causes": [["reason": "ExitCode", "message": .string(String(exitCode))]]],
    ]
  }
}
