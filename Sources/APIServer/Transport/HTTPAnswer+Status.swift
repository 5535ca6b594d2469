package import KubeModel
import NIOCore
import NIOHTTP1

extension HTTPAnswer {
  /// A failure as a `Status` object.
  package init(_ error: StatusError) {
    self.init(error, contentType: "application/json", ByteBuffer(bytes: error.json.serialized()))
  }

  /// A failure whose `Status` object is written already.
  init(_ error: StatusError, contentType: String, _ body: ByteBuffer) {
    self.init(status: HTTPResponseStatus(statusCode: error.code), contentType: contentType, body)
    if let seconds = error.details?.retryAfterSeconds { headers.add(name: "retry-after", value: String(seconds)) }
  }
}

extension StatusError {
  /// The `Status` object of the failure.
  var json: JSONValue {
    var status: JSONValue = [
      "kind": "Status", "apiVersion": "v1", "metadata": .emptyObject, "status": "Failure",
      "message": .string(message),
    ]
    if let continueToken { status["metadata"] = ["continue": .string(continueToken)] }
    if reason != .unknown { status["reason"] = .string(reason.rawValue) }
    if let details { status["details"] = Self.json(details) }
    status["code"] = .integer(Int64(code))
    return status
  }

  private static func json(_ details: Details) -> JSONValue {
    var json = JSONValue.emptyObject
    if let name = details.name { json["name"] = .string(name) }
    if let group = details.group { json["group"] = .string(group) }
    if let kind = details.kind { json["kind"] = .string(kind) }
    if let uid = details.uid { json["uid"] = .string(uid) }
    if !details.causes.isEmpty {
      json["causes"] = .array(
        details.causes.map { cause in
          var one = JSONValue.emptyObject
          if !cause.reason.isEmpty { one["reason"] = .string(cause.reason) }
          one["message"] = .string(cause.message)
          if let field = cause.field { one["field"] = .string(field) }
          return one
        })
    }
    if let seconds = details.retryAfterSeconds { json["retryAfterSeconds"] = .integer(Int64(seconds)) }
    return json
  }
}

extension StatusError {
  static let requestTooLarge = StatusError(
    code: 413, reason: .requestEntityTooLarge,
    message: "Request entity too large: limit is \(ExchangeHandler.bodyLimit)")
  static let stopping = StatusError(
    code: 503, reason: .serviceUnavailable, message: "the server is shutting down, try again soon")
  static let unknownPath = StatusError(
    code: 404, reason: .notFound, message: "the server could not find the requested resource",
    details: Details())
  static let methodNotAllowed = StatusError(
    code: 405, reason: .methodNotAllowed, message: "the server does not allow this method on the requested resource",
    details: Details())
  static let unauthorized = StatusError(code: 401, reason: .unauthorized, message: "Unauthorized")
}
