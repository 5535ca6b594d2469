package import KubeModel
package import ObjectStore
import Synchronization

/// Decides by roles and their bindings who may do what; members of `system:masters` may do everything.
///
/// The index follows the store inside its writer: whoever has written a role or binding is judged by it at once.
/// Objects are read when the first decision needs them, so that a start does not wait for them.
package final class RBACAuthorizer: Sendable {
  /// The group that may do everything, whatever the roles say.
  package static let administrators = "system:masters"

  private let index = FollowingIndex()

  /// An authorizer by the roles in `store`.
  package init(following store: ObjectStore) { store.observe(RoleIndex.resources, by: index) }

  /// Whether the request may go on.
  package func decide(_ attributes: AccessAttributes) -> AccessDecision {
    if attributes.user.groups.contains(Self.administrators) { return .unconditional }
    return index.read { index in
      var allowing: RoleIndex.Grant?
      var missing: [String] = []
      index.grants(to: attributes.user, in: attributes.namespace) { grant, rules in
        guard let rules else {
          missing.append(grant.missingRole)
          return true
        }
        guard rules.contains(where: { $0.allows(attributes) }) else { return true }
        allowing = grant
        return false
      }
      if let allowing { return AccessDecision(isAllowed: true, reason: "RBAC: allowed by \(allowing.text)") }
      return AccessDecision(isAllowed: false, reason: missing.isEmpty ? .none : "RBAC: \(Self.aggregate(missing))")
    }
  }

  /// Throws 403 when the request may not go on.
  @discardableResult
  package func require(_ attributes: AccessAttributes) throws(StatusError) -> AccessDecision {
    let decision = decide(attributes)
    guard decision.isAllowed else { throw attributes.forbidden(why: decision.reason) }
    return decision
  }

  /// Everything that the user may do in a namespace, and what is wrong with the user's bindings.
  func rules(for user: UserInfo, in namespace: String?) -> (rules: [AccessRule], problem: String?) {
    index.read { index in
      var rules: [AccessRule] = []
      var missing: [String] = []
      index.grants(to: user, in: namespace) { grant, granted in
        if let granted { rules += granted } else { missing.append(grant.missingRole) }
        return true
      }
      return (rules, missing.isEmpty ? .none : Self.aggregate(missing))
    }
  }

  /// The rules of the role that a binding refers to; throws 404 when there is none.
  func rules(of reference: RoleRef?, namespace: String?) throws(StatusError) -> [AccessRule] {
    let role = RoleIndex.role(reference, namespace: namespace ?? "")
    guard let rules = role.flatMap({ role in index.read { $0.rules(of: role) } }) else {
      throw .notFound(
        GroupResource(group: RoleIndex.group, resource: reference?.kind?.lowercased() ?? ""),
        name: reference?.name ?? "")
    }
    return rules
  }

  /// Several messages as Go's aggregated errors show them.
  private static func aggregate(_ messages: [String]) -> String {
    messages.count == 1 ? messages[0] : "[\(messages.joined(separator: ", "))]"
  }
}

/// The index as the store keeps it up to date.
private final class FollowingIndex: StoreObserver {
  private struct State {
    var index = RoleIndex()
    /// Changes that no decision has needed yet, in order.
    var unread: [(object: StoredObject, isDeletion: Bool)] = []

    mutating func catchUp() {
      for (object, isDeletion) in unread {
        if isDeletion { index.remove(object) } else { index.set(object) }
      }
      unread.removeAll()
    }
  }

  /// How many changes may wait to be read.
  private static let backlog = 4_096

  private let state = Mutex(State())

  func begin(_ objects: [StoredObject]) {
    state.withLock { $0.unread = objects.map { ($0, false) } }
  }

  func apply(_ event: StoreEvent) {
    state.withLock { state in
      state.unread.append((event.object, event.isDeletion))
      if state.unread.count > Self.backlog { state.catchUp() }
    }
  }

  func read<Result: Sendable>(_ body: (borrowing RoleIndex) -> Result) -> Result {
    state.withLock { state in
      if !state.unread.isEmpty { state.catchUp() }
      return body(state.index)
    }
  }
}
