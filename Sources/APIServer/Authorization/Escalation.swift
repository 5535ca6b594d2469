import KubeModel
import ObjectStore

/// Keeps people from giving away, by a role or a binding, what they do not hold themselves (Kubernetes: "Using RBAC
/// Authorization", privilege escalation prevention).
struct Escalation {
  let authorizer: RBACAuthorizer
  let user: UserInfo
  let key: ObjectKey

  private var isTrusted: Bool { user.groups.contains(RBACAuthorizer.administrators) }

  private func isAllowed(_ verb: String, _ resource: String, name: String?) -> Bool {
    authorizer.decide(
      AccessAttributes(
        user: user, verb: verb,
        .resource(.init(group: RoleIndex.group, resource: resource, namespace: key.namespace, name: name)))
    ).isAllowed
  }

  /// Throws 403 when a role's rules go beyond what its writer holds; `old` is nil for a new role.
  ///
  /// Rules that stay as they are count as well: by its labels a role adds them to the roles that gather by labels.
  func checkRole(_ object: JSONValue, old: JSONValue?) throws {
    guard !isTrusted, !isAllowed("escalate", key.resource.resource, name: old == nil ? .none : key.name) else { return }
    let role = ClusterRole(json: object)
    let before = old.map(ClusterRole.init(json:))
    try confirm(role.rules.map(AccessRule.init))
    guard gathers(role) || before.map(gathers) == true else { return }
    guard missing(AccessRule.everything).isEmpty else {
      throw StatusError.forbidden(
        key.resource, name: key.name, why: "must have cluster-admin privileges to use the aggregationRule")
    }
  }

  /// Throws 403 when a binding's role goes beyond what its writer holds, and the writer may not bind it either.
  func checkBinding(_ object: JSONValue) throws {
    guard !isTrusted else { return }
    let reference = RoleBinding(json: object).roleRef
    let resource = reference?.kind == "Role" ? "roles" : "clusterroles"
    if isAllowed("bind", resource, name: reference?.name) { return }
    try confirm(try authorizer.rules(of: reference, namespace: key.namespace))
  }

  private func gathers(_ role: ClusterRole) -> Bool { role.aggregationRule?.clusterRoleSelectors.isEmpty == false }

  private func missing(_ wanted: [AccessRule]) -> [AccessRule] {
    AccessRule.missing(wanted, from: authorizer.rules(for: user, in: key.namespace).rules)
  }

  private func confirm(_ wanted: [AccessRule]) throws {
    let missing = AccessRule.compacted(missing(wanted))
    guard !missing.isEmpty else { return }
    let list = Set(missing.map(\.text)).sorted().joined(separator: "\n")
    throw StatusError.forbidden(
      key.resource, name: key.name,
      why: "user \"\(user.name)\" (groups=\(AccessRule.quoted(user.groups))) is attempting to grant RBAC permissions "
        + "not currently held:\n\(list)")
  }
}
