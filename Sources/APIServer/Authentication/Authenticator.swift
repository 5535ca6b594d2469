import KubeModel
import NIOHTTP1
import ObjectStore

/// Finds out who makes a request: by the client's certificate, or by the token of a service account.
struct Authenticator: Sendable {
  let tokens: (any TokenSigner)?
  let store: ObjectStore

  /// Who asks; nil without credentials, or with wrong ones.
  func user(of request: HTTPRequest) -> UserInfo? {
    if let identity = request.certificateIdentity {
      return UserInfo(name: identity.commonName, groups: identity.organizations + [UserInfo.authenticatedGroup])
    }
    return user(withTokenIn: request.headers)
  }

  /// Who presents the token in the headers; nil without one, or with one that is not valid.
  func user(withTokenIn headers: HTTPHeaders) -> UserInfo? {
    // RFC 6750, section 2.1; the scheme's case does not matter.
    let words = headers.first(name: "authorization")?.split(separator: " ") ?? []
    guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
    return review(String(words[1]), audiences: [])?.user
  }

  /// Who presents the token, and for which of the audiences it is meant; nil when it is not valid for any.
  ///
  /// - Parameter audiences: Empty means the API server's own.
  func review(_ token: String, audiences: [String]) -> (user: UserInfo, audiences: [String])? {
    guard let content = tokens?.content(of: token) else { return nil }
    let meant = (audiences.isEmpty ? [ServiceAccountTokens.audience] : audiences).filter(content.audiences.contains)
    guard !meant.isEmpty, isAlive(content) else { return nil }
    return (content.user, meant)
  }

  /// A token dies with its account, and with the pod or secret that it was made for.
  private func isAlive(_ content: TokenContent) -> Bool {
    func exists(_ resource: String, _ object: TokenContent.Object) -> Bool {
      let key = ObjectKey(GroupResource(resource: resource), namespace: content.namespace, name: object.name)
      return store.object(key)?.metadata.uid == object.uid
    }
    return exists("serviceaccounts", content.account) && content.pod.map { exists("pods", $0) } ?? true
      && content.secret.map { exists("secrets", $0) } ?? true
  }
}

/// What a valid token says.
package struct TokenContent: Sendable {
  /// An object that the token dies with.
  package struct Object: Sendable, Hashable {
    package var name: String
    package var uid: String
  }

  package var namespace: String
  package var account: Object
  /// The pod that the token was made for; nil when it was made for nobody in particular.
  package var pod: Object?
  /// The secret that the token was bound to; nil when it was bound to none.
  package var secret: Object?
  package var audiences: [String]

  /// The account as a user (Kubernetes: "Managing Service Accounts").
  var user: UserInfo {
    var user = UserInfo.serviceAccount(namespace: namespace, name: account.name, uid: account.uid)
    if let pod {
      user.extra["authentication.kubernetes.io/pod-name"] = [pod.name]
      user.extra["authentication.kubernetes.io/pod-uid"] = [pod.uid]
    }
    return user
  }
}
