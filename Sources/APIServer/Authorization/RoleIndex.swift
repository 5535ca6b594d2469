import KubeModel
import ObjectStore

/// The roles by name, and by subject what is bound to them: what a decision needs, without a search.
struct RoleIndex {
  static let group = "rbac.authorization.k8s.io"
  static let resources = ["clusterroles", "roles", "clusterrolebindings", "rolebindings"].map {
    GroupResource(group: group, resource: $0)
  }

  /// A role; the namespace is empty for cluster roles.
  struct RoleName: Hashable {
    let namespace: String
    let name: String
  }

  /// A user or group, in the bindings of one namespace or, with an empty one, of the cluster.
  private struct Subject: Hashable {
    let namespace: String
    let isGroup: Bool
    let name: String
  }

  /// A role that a subject has by a binding.
  struct Grant {
    let binding: ObjectKey
    let role: RoleName
    /// The subject as messages name it: `Group "developers"`.
    let subject: String

    private var roleKind: String { role.namespace.isEmpty ? "ClusterRole" : "Role" }

    /// The reason of a permission.
    var text: String {
      let name = binding.namespace.map { "RoleBinding \"\(binding.name)/\($0)\"" }
      return "\(name ?? "ClusterRoleBinding \"\(binding.name)\"") of \(roleKind) \"\(role.name)\" to \(subject)"
    }

    /// The reason of a refusal when the role does not exist.
    var missingRole: String { "\(roleKind.lowercased()).\(RoleIndex.group) \"\(role.name)\" not found" }
  }

  private var roles: [RoleName: [AccessRule]] = [:]
  private var grants: [Subject: [Grant]] = [:]
  /// Where each binding stands in `grants`.
  private var subjects: [ObjectKey: [Subject]] = [:]

  // MARK: Following the store

  /// Takes over an object as it is now.
  mutating func set(_ object: StoredObject) {
    switch object.key.resource.resource {
    case "clusterroles", "roles": roles[name(of: object)] = Role(json: object.value).rules.map(AccessRule.init)
    default:
      removeBinding(object.key)
      addBinding(object)
    }
  }

  /// Forgets an object.
  mutating func remove(_ object: StoredObject) {
    switch object.key.resource.resource {
    case "clusterroles", "roles": roles[name(of: object)] = nil
    default: removeBinding(object.key)
    }
  }

  private func name(of role: StoredObject) -> RoleName {
    RoleName(namespace: role.key.namespace ?? "", name: role.key.name)
  }

  private mutating func addBinding(_ object: StoredObject) {
    let binding = RoleBinding(json: object.value)
    let namespace = object.key.namespace ?? ""
    guard let role = Self.role(binding.roleRef, namespace: namespace) else { return }
    var own: [Subject] = []
    for subject in binding.subjects {
      guard let name = subject.name, let kind = subject.kind else { continue }
      var key = Subject(namespace: namespace, isGroup: kind == "Group", name: name)
      var text = "\(kind) \"\(name)\""
      switch kind {
      case "User", "Group": break
      case "ServiceAccount":
        let home = subject.namespace ?? namespace
        guard !home.isEmpty else { continue }
        key = Subject(
          namespace: namespace, isGroup: false, name: UserInfo.serviceAccount(namespace: home, name: name).name)
        text = "ServiceAccount \"\(name)/\(home)\""
      default: continue
      }
      grants[key, default: []].append(Grant(binding: object.key, role: role, subject: text))
      own.append(key)
    }
    subjects[object.key] = own
  }

  private mutating func removeBinding(_ key: ObjectKey) {
    for subject in subjects.removeValue(forKey: key) ?? [] {
      grants[subject]?.removeAll { $0.binding == key }
      if grants[subject]?.isEmpty == true { grants[subject] = nil }
    }
  }

  // MARK: Reading

  /// The role that a binding in a namespace, or of the cluster, refers to; nil for a reference to something else.
  static func role(_ reference: RoleRef?, namespace: String) -> RoleName? {
    guard let name = reference?.name else { return nil }
    switch reference?.kind {
    case "ClusterRole": return RoleName(namespace: "", name: name)
    case "Role" where !namespace.isEmpty: return RoleName(namespace: namespace, name: name)
    default: return nil
    }
  }

  /// The rules of a role; nil when there is no such role.
  func rules(of role: RoleName) -> [AccessRule]? { roles[role] }

  /// Calls `visit` for what the user and the user's groups were granted, the cluster's bindings first, until it
  /// returns false.
  func grants(to user: UserInfo, in namespace: String?, _ visit: (Grant, [AccessRule]?) -> Bool) {
    for scope in namespace.map({ ["", $0] }) ?? [""] {
      let keys =
        [Subject(namespace: scope, isGroup: false, name: user.name)]
        + user.groups.map { Subject(namespace: scope, isGroup: true, name: $0) }
      for key in keys {
        for grant in grants[key] ?? [] where !visit(grant, roles[grant.role]) { return }
      }
    }
  }
}
