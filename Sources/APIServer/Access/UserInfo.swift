import KubeModel

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

  /// The group of everybody who has shown who they are.
  package static let authenticatedGroup = "system:authenticated"

  /// The group of everybody else.
  package static let unauthenticatedGroup = "system:unauthenticated"

  /// localkube's own parts, and the administrator's certificate: may do everything.
  package static let administrator = UserInfo(
    name: "kubernetes-admin", groups: [RBACAuthorizer.administrators, authenticatedGroup])

  /// A request without credentials.
  package static let anonymous = UserInfo(name: "system:anonymous", groups: [unauthenticatedGroup])

  /// A service account, as its tokens name it.
  package static func serviceAccount(namespace: String, name: String, uid: String? = nil) -> Self {
    Self(
      name: "system:serviceaccount:\(namespace):\(name)", uid: uid,
      groups: ["system:serviceaccounts", "system:serviceaccounts:\(namespace)", authenticatedGroup])
  }

  /// The account that a user's name stands for; nil when it is no service account's.
  static func serviceAccount(named name: String) -> (namespace: String, name: String)? {
    let prefix = "system:serviceaccount:"
    guard name.hasPrefix(prefix) else { return nil }
    let parts = name.dropFirst(prefix.count).split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    return (String(parts[0]), String(parts[1]))
  }

  /// The user in the form of `UserInfo`.
  var json: JSONValue {
    var json: JSONValue = ["username": .string(name)]
    if let uid { json["uid"] = .string(uid) }
    if !groups.isEmpty { json["groups"] = .array(groups.map(JSONValue.string)) }
    if !extra.isEmpty {
      var members = JSONValue.emptyObject
      for (key, values) in extra.sorted(by: { $0.key < $1.key }) {
        members[key] = .array(values.map(JSONValue.string))
      }
      json["extra"] = members
    }
    return json
  }
}
