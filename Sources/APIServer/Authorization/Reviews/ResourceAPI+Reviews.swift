import KubeModel

extension ResourceAPI {
  /// Answers a question that is asked by creating an object which is never stored.
  func review(_ call: Call) async throws -> ResourceResponse {
    guard call.request.verb == .create, call.request.subresource == nil else {
      throw StatusError.methodNotAllowed
    }
    let asked = try admitted(try call.object(), call)
    let user = call.context.user
    let access = AccessReviews(authorizer: authorizer, user: user)
    let answer: JSONValue
    switch call.served.resource.resource {
    case "selfsubjectaccessreviews": answer = try access.selfSubjectAccess(asked)
    case "subjectaccessreviews": answer = try access.subjectAccess(asked, namespace: nil)
    case "localsubjectaccessreviews": answer = try access.subjectAccess(asked, namespace: call.namespace)
    case "selfsubjectrulesreviews": answer = try access.selfSubjectRules(asked)
    case "selfsubjectreviews": answer = whoAmI(asked, user: user)
    case "tokenreviews": answer = await tokenReview(asked)
    default: throw StatusError.methodNotAllowed
    }
    return .object(ResponseObject(answer), code: 201)
  }

  private func whoAmI(_ review: JSONValue, user: UserInfo) -> JSONValue {
    var answer = review
    answer["metadata"]?["creationTimestamp"] = now().json
    answer["status"] = ["userInfo": user.json]
    return answer
  }

  private func tokenReview(_ review: JSONValue) async -> JSONValue {
    let token = review[path: "spec", "token"]?.stringValue ?? ""
    let audiences = review[path: "spec", "audiences"]?.arrayValue?.compactMap(\.stringValue) ?? []
    var answer = review
    if let found = Authenticator(tokens: signer, store: store).review(token, audiences: audiences) {
      answer["status"] = [
        "authenticated": true, "user": found.user.json,
        "audiences": .array(found.audiences.map(JSONValue.string)),
      ]
    } else {
      answer["status"] = ["user": .emptyObject, "error": "invalid bearer token"]
    }
    return answer
  }
}
