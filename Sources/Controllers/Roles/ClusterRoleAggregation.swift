import ControllerKit
import KubeClient
import KubeModel

/// Keeps the rules of a ClusterRole with an aggregation rule: those of all ClusterRoles that its selectors select,
/// each rule once, in the order of the selectors and of the roles' names.
struct ClusterRoleAggregation: Reconciler {
  let context: ControllerContext

  // The key is the name of a ClusterRole.
  func reconcile(_ key: String) async throws -> ReconcileResult {
    let roles = try await context.synced(ClusterRole.self)
    guard let role = roles.get(name: key), let aggregation = role.aggregationRule else { return .done }
    let rules = Self.rules(aggregation, among: roles.list().filter { $0.name != key })
    guard rules != role.rules else { return .done }
    try await context.client.modify(ClusterRole.self, name: key) { stored in
      guard stored.aggregationRule != nil, stored.rules != rules else { return false }
      stored.rules = rules
      return true
    }
    return .done
  }

  /// The rules that an aggregation rule gathers.
  static func rules(_ aggregation: AggregationRule, among roles: [ClusterRole]) -> [PolicyRule] {
    let sorted = roles.sorted { $0.name < $1.name }
    var rules: [PolicyRule] = []
    var known: Set<PolicyRule> = []
    for selector in aggregation.clusterRoleSelectors {
      for role in sorted where selector.selects(role.metadata.labels) {
        rules += role.rules.filter { known.insert($0).inserted }
      }
    }
    return rules
  }
}

extension ControlLoop {
  /// The controller of aggregated ClusterRoles.
  static func clusterRoleAggregation(_ context: ControllerContext) -> ControlLoop {
    let controller = context.controller(
      "cluster-role-aggregation", ClusterRoleAggregation(context: context), workers: 1)
    let roles = context.informers.informer(ClusterRole.self)
    roles.onChange { event in
      // Any role may be gathered by any other one, before or after the change.
      for role in roles.list() where role.aggregationRule != nil { controller.enqueue(role.name) }
    }
    return ControlLoop(services: [controller])
  }
}
