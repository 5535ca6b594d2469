import KubeModel
import ObjectStore
import Synchronization

/// The admission policies that are bound, always as the store has them.
final class PolicyIndex: StoreObserver {
  private static let group = "admissionregistration.k8s.io"
  static let policies = GroupResource(group: group, resource: "validatingadmissionpolicies")
  static let bindings = GroupResource(group: group, resource: "validatingadmissionpolicybindings")
  /// What no policy judges, so that policies cannot lock the cluster up.
  static let exempt: Set<GroupResource> = [
    policies, bindings, GroupResource(group: group, resource: "mutatingadmissionpolicies"),
    GroupResource(group: group, resource: "mutatingadmissionpolicybindings"),
  ]

  /// A policy with its bindings, of which there is at least one.
  struct Hook: Sendable {
    let policy: AdmissionPolicy
    let bindings: [PolicyBinding]
  }

  private struct State {
    var policies: [String: AdmissionPolicy] = [:]
    var bindings: [String: PolicyBinding] = [:]
    /// In the order of the policies' names; a policy that is not there is bound in vain.
    var hooks: [Hook] = []

    mutating func set(_ object: StoredObject) {
      let name = object.key.name
      if object.key.resource == PolicyIndex.policies {
        policies[name] = AdmissionPolicy(object.value, name: name)
      } else {
        bindings[name] = PolicyBinding(object.value, name: name)
      }
    }

    mutating func bind() {
      let byPolicy = Dictionary(grouping: bindings.values, by: \.policyName)
      hooks = byPolicy.compactMap { name, bindings in
        policies[name].map { Hook(policy: $0, bindings: bindings.sorted { $0.name < $1.name }) }
      }.sorted { $0.policy.name < $1.policy.name }
    }
  }

  private let state = Mutex(State())

  init(following store: ObjectStore) { store.observe([Self.policies, Self.bindings], by: self) }

  func begin(_ objects: [StoredObject]) {
    state.withLock { state in
      for object in objects { state.set(object) }
      state.bind()
    }
  }

  func apply(_ event: StoreEvent) {
    state.withLock { state in
      if !event.isDeletion {
        state.set(event.object)
      } else if event.key.resource == Self.policies {
        state.policies[event.key.name] = nil
      } else {
        state.bindings[event.key.name] = nil
      }
      state.bind()
    }
  }

  /// The policies that are bound; where there are none, this is one lock.
  var hooks: [Hook] { state.withLock { $0.hooks } }
}
