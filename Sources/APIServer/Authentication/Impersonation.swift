import KubeModel
import NIOHTTP1

/// Acting as somebody else by the `Impersonate-` headers (Kubernetes: "Authentication", user impersonation).
struct Impersonation {
  private static let extraPrefix = "impersonate-extra-"

  private let name: String
  private let groups: [String]
  private let uid: String?
  private let extra: [(key: String, value: String)]

  /// What the headers ask for; nil when they ask for nothing.
  ///
  /// Throws when they ask for parts of a user without a name.
  init?(_ headers: HTTPHeaders) throws(StatusError) {
    groups = headers["impersonate-group"]
    uid = headers.first(name: "impersonate-uid")
    extra = headers.compactMap { field in
      let header = field.name.lowercased()
      guard header.hasPrefix(Self.extraPrefix) else { return nil }
      let key = header.dropFirst(Self.extraPrefix.count)
      return (PercentEncoding.decode(key, plusIsSpace: false) ?? String(key), field.value)
    }
    guard let name = headers.first(name: "impersonate-user"), !name.isEmpty else {
      if groups.isEmpty, uid == nil, extra.isEmpty { return nil }
      throw .internalError("requested groups, uid or extra fields without impersonating a user")
    }
    self.name = name
  }

  /// The user to be taken for; throws 403 when the requestor may not be that user, or have one of the parts.
  func user(for requestor: UserInfo, _ authorizer: RBACAuthorizer) throws(StatusError) -> UserInfo {
    func check(_ resource: AccessAttributes.Resource) throws(StatusError) {
      try authorizer.require(AccessAttributes(user: requestor, verb: "impersonate", .resource(resource)))
    }
    var user = UserInfo(name: name, uid: uid, groups: groups)
    if let account = UserInfo.serviceAccount(named: name) {
      try check(.init(resource: "serviceaccounts", namespace: account.namespace, name: account.name))
      if groups.isEmpty { user.groups = UserInfo.serviceAccount(namespace: account.namespace, name: "").groups }
    } else {
      try check(.init(resource: "users", name: name))
    }
    for group in groups { try check(.init(resource: "groups", name: group)) }
    let own = "authentication.k8s.io"
    for (key, value) in extra {
      try check(.init(group: own, resource: "userextras", name: value, subresource: key))
      user.extra[key, default: []].append(value)
    }
    if let uid { try check(.init(group: own, resource: "uids", name: uid)) }
    let isAnonymous = name == UserInfo.anonymous.name
    let state = isAnonymous ? UserInfo.unauthenticatedGroup : UserInfo.authenticatedGroup
    let known = isAnonymous ? [state] : [state, UserInfo.unauthenticatedGroup]
    if !known.contains(where: user.groups.contains) { user.groups.append(state) }
    return user
  }
}
