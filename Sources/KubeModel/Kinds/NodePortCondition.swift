/// The condition of a service some of whose node ports another program of this machine has.
///
/// Kubernetes has no word for it: there a node belongs to the cluster. The type is in a domain of localkube's own.
package enum NodePortCondition {
  package static let type = "localkube.dev/NodePortTaken"

  /// The service's conditions as they are to be while `taken` ports are not to be had; the others stay.
  ///
  /// - Parameter now: The time of a change; one that is there already keeps its time.
  package static func conditions(of service: Service, taken: Set<UInt16>, now: Timestamp) -> [JSONValue] {
    let others = service.status.conditions.filter { $0.type != type }.map(\.json)
    guard !taken.isEmpty else { return others }
    let list = taken.sorted().map(String.init).joined(separator: ", ")
    let message = "another program of this machine has: \(list)"
    if let known = service.status.conditions.first(where: { $0.type == type }), known.message == message {
      return others + [known.json]
    }
    let condition = Condition.with {
      $0.type = type
      $0.status = "True"
      $0.reason = "PortTaken"
      $0.message = message
      $0.lastTransitionTime = now
    }
    return others + [condition.json]
  }
}
