import KubeModel
import OrderedCollections

/// A webhook's answer (`AdmissionResponse` of `admission.k8s.io`), checked as kube-apiserver checks it.
struct AdmissionResponse: Sendable {
  let isAllowed: Bool
  /// The `Status` of a refusal.
  let result: JSONValue?
  /// A JSON patch; nil when nothing is to be changed.
  let patch: JSONValue?
  let warnings: [String]
  let auditAnnotations: [String: String]

  /// Reads the review that came back; throws ``WebhookFailure`` when it is no proper answer to the one that was sent.
  init(review: JSONValue, version: String, uid: String, isMutating: Bool) throws(WebhookFailure) {
    func invalid(_ why: String) -> WebhookFailure { WebhookFailure("received invalid webhook response: \(why)") }
    guard let response = review["response"], response.objectValue != nil else {
      throw invalid("webhook response was absent")
    }
    let patch = response["patch"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    let patchType = response["patchType"]?.stringValue
    if version == "v1" {
      let answered = response["uid"]?.stringValue ?? ""
      guard answered == uid else { throw invalid("expected response.uid=\"\(uid)\", got \"\(answered)\"") }
      let kind = "\(review["apiVersion"]?.stringValue ?? ""), Kind=\(review["kind"]?.stringValue ?? "")"
      let expected = "admission.k8s.io/v1, Kind=AdmissionReview"
      guard kind == expected else { throw invalid("expected webhook response of \(expected), got \(kind)") }
      switch (patch != nil, patchType != nil) {
      case (true, _) where !isMutating: throw invalid("validating webhook may not return response.patch")
      case (_, true) where !isMutating: throw invalid("validating webhook may not return response.patchType")
      case (true, false): throw invalid("webhook returned response.patch but not response.patchType")
      case (false, true): throw invalid("webhook returned response.patchType but not response.patch")
      default: break
      }
    }
    isAllowed = response["allowed"]?.boolValue ?? false
    result = response["status"]
    warnings = (response["warnings"]?.arrayValue ?? []).compactMap(\.stringValue)
    auditAnnotations = (response["auditAnnotations"]?.objectValue ?? [:])
      .reduce(into: [:]) { $0[$1.key] = $1.value.stringValue }
    self.patch = try isMutating ? Self.patch(patch, type: patchType ?? "JSONPatch") : nil
  }

  private static func patch(_ text: String?, type: String) throws(WebhookFailure) -> JSONValue? {
    guard let text else { return nil }
    guard type == "JSONPatch" else { throw WebhookFailure("unsupported patch type \"\(type)\"") }
    guard let bytes = Base64.decode(text), let patch = try? JSONValue(parsing: bytes), let steps = patch.arrayValue
    else { throw WebhookFailure("received undecodable patch in webhook response: it is no base64 of a JSON patch") }
    return steps.isEmpty ? nil : patch
  }

  /// The refusal as the client is told of it.
  func refusal(by webhook: String) -> StatusError {
    let denied = "admission webhook \"\(webhook)\" denied the request"
    let text = result?["message"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    let reason = result?["reason"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    let message = (text ?? reason).map { "\(denied): \($0)" } ?? "\(denied) without explanation"
    let code = result?["code"]?.integerValue.map { Int($0) } ?? 0
    var details: StatusError.Details?
    if let given = result?["details"] {
      details = .init(
        name: given["name"]?.stringValue, group: given["group"]?.stringValue, kind: given["kind"]?.stringValue,
        uid: given["uid"]?.stringValue,
        causes: (given["causes"]?.arrayValue ?? []).map { cause in
          .init(
            reason: cause["reason"]?.stringValue ?? "", message: cause["message"]?.stringValue ?? "",
            field: cause["field"]?.stringValue)
        }, retryAfterSeconds: given["retryAfterSeconds"]?.integerValue.map { Int($0) })
    }
    return StatusError(
      code: max(code, 400), reason: reason.flatMap(StatusError.Reason.init) ?? .unknown, message: message,
      details: details)
  }
}

/// A webhook that could not be asked, or whose answer is none.
struct WebhookFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
