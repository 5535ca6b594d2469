package import KubeModel

extension StatusError {
  /// Reads a `Status` object of `meta/v1` that reports a failure; nil when `json` is anything else.
  package init?(status json: JSONValue) {
    guard json["kind"]?.stringValue == "Status", json["status"]?.stringValue != "Success" else { return nil }
    var details: Details?
    if let found = json["details"] {
      let causes = (found["causes"]?.arrayValue ?? []).map { cause in
        Cause(
          reason: cause["reason"]?.stringValue ?? "", message: cause["message"]?.stringValue ?? "",
          field: cause["field"]?.stringValue)
      }
      details = Details(
        name: found["name"]?.stringValue, group: found["group"]?.stringValue, kind: found["kind"]?.stringValue,
        uid: found["uid"]?.stringValue, causes: causes,
        retryAfterSeconds: found["retryAfterSeconds"]?.integerValue.map(Int.init))
    }
    self.init(
      code: json["code"]?.integerValue.map(Int.init) ?? 500,
      reason: json["reason"]?.stringValue.flatMap(Reason.init(rawValue:)) ?? .unknown,
      message: json["message"]?.stringValue ?? "the server gave no reason", details: details)
  }

  /// The error of an answer with this HTTP status whose body may be a `Status`, or a plain text from a proxy.
  init(httpStatus: Int, body: [UInt8]) {
    if let json = JSONValue(textOrNil: body), let error = StatusError(status: json) {
      self = error
      return
    }
    let reason: Reason =
      switch httpStatus {
      case 400: .badRequest
      case 401: .unauthorized
      case 403: .forbidden
      case 404: .notFound
      case 405: .methodNotAllowed
      case 409: .conflict
      case 410: .gone
      case 429: .tooManyRequests
      case 503: .serviceUnavailable
      default: .unknown
      }
    let text = String(decoding: body.prefix(500), as: UTF8.self)
    self.init(
      code: httpStatus, reason: reason,
      message: text.isEmpty ? "the server answered with HTTP status \(httpStatus)" : text)
  }
}

extension JSONValue {
  /// Reads a document where a malformed one only means that it is something else.
  init?(textOrNil bytes: [UInt8]) {
    guard let value = try? JSONValue(parsing: bytes) else { return nil }  // The caller goes on with the raw text.
    self = value
  }
}
