/// Who makes a request: `UserInfo` of `authentication.k8s.io/v1`.
package struct UserInfo: Sendable, Hashable {
  package var name: String
  package var uid: String?
  package var groups: [String]
  package var extra: [String: [String]]

  package init(name: String, uid: String? = nil, groups: [String] = [], extra: [String: [String]] = [:]) {
    self.name = name
    self.uid = uid
    self.groups = groups
    self.extra = extra
  }

  /// localkube's own parts, and the administrator's certificate: may do everything.
  package static let administrator = UserInfo(
    name: "kubernetes-admin", groups: ["system:masters", "system:authenticated"])

  /// A request without credentials.
  package static let anonymous = UserInfo(name: "system:anonymous", groups: ["system:unauthenticated"])

  /// A service account, as its tokens name it.
  package static func serviceAccount(namespace: String, name: String, uid: String? = nil) -> Self {
    Self(
      name: "system:serviceaccount:\(namespace):\(name)", uid: uid,
      groups: ["system:serviceaccounts", "system:serviceaccounts:\(namespace)", "system:authenticated"])
  }
}
