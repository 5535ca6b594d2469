/// The status of a gRPC call (gRPC, "Status codes and their use in gRPC").
package struct GRPCStatus: Sendable, Hashable {
  package var code: Int
  package var message: String

  package init(code: Int, message: String) {
    self.code = code
    self.message = message
  }

  package static let success = 0
  package static let unknown = 2
  package static let deadlineExceeded = 4
  package static let unimplemented = 12
  package static let internalError = 13
  package static let unavailable = 14

  private static let names = [
    "OK", "Canceled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound", "AlreadyExists",
    "PermissionDenied", "ResourceExhausted", "FailedPrecondition", "Aborted", "OutOfRange", "Unimplemented",
    "Internal", "Unavailable", "DataLoss", "Unauthenticated",
  ]

  /// As Go's gRPC writes an error of this status.
  package var text: String {
    let name = Self.names.indices.contains(code) ? Self.names[code] : "Code(\(code))"
    return "rpc error: code = \(name) desc = \(message)"
  }

  /// The status of an answer that is no gRPC: what HTTP's status stands for, and what was wrong with it.
  package init(httpStatus: Int, reason: String, contentType: String?) {
    code =
      switch httpStatus {
      case 400: Self.internalError
      case 401: 16
      case 403: 7
      case 404: Self.unimplemented
      case 429, 502, 503, 504: Self.unavailable
      default: Self.unknown
      }
    let type =
      contentType.map { "transport: received unexpected content-type \"\($0)\"" }
      ?? "malformed header: missing HTTP content-type"
    message = "unexpected HTTP status code received from server: \(httpStatus) (\(reason)); \(type)"
  }

  /// A message without the percent-encoding that it has in a header (gRPC over HTTP/2, "Responses").
  package static func decoded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let byte = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        result.append(byte)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
