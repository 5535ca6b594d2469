package import KubeModel

/// What a namespace's limit ranges give to containers that say nothing themselves (LimitRanger admission).
package enum LimitRangeDefaults {
  static let annotation = "kubernetes.io/limit-ranger"

  /// Completes the requests and limits of a new pod's containers, and notes in an annotation what was set.
  package static func complete(_ pod: inout Pod, from ranges: [LimitRange]) {
    for range in ranges {
      var requests: [String: Quantity] = [:]
      var limits: [String: Quantity] = [:]
      for item in range.spec.limits where item.type == "Container" {
        requests.merge(item.defaultRequest) { _, last in last }
        limits.merge(item.default) { _, last in last }
      }
      guard !requests.isEmpty || !limits.isEmpty else { continue }
      var notes: [String] = []
      pod.spec.containers = pod.spec.containers.map {
        completed($0, "container", requests: requests, limits: limits, &notes)
      }
      pod.spec.initContainers = pod.spec.initContainers.map {
        completed($0, "init container", requests: requests, limits: limits, &notes)
      }
      if !notes.isEmpty {
        pod.metadata.annotations[annotation] = "LimitRanger plugin set: " + notes.joined(separator: "; ")
      }
    }
  }

  private static func completed(
    _ container: Container, _ role: String, requests: [String: Quantity], limits: [String: Quantity],
    _ notes: inout [String]
  ) -> Container {
    var container = container
    let name = container.name ?? ""
    let (ownRequests, ownLimits) = (container.resources.requests, container.resources.limits)
    let missingRequests = requests.filter { ownRequests[$0.key] == nil }
    let missingLimits = limits.filter { ownLimits[$0.key] == nil }
    if !missingLimits.isEmpty { container.resources.limits = ownLimits.merging(missingLimits) { own, _ in own } }
    if !missingRequests.isEmpty {
      container.resources.requests = ownRequests.merging(missingRequests) { own, _ in own }
      notes.append("\(missingRequests.keys.sorted().joined(separator: ", ")) request for \(role) \(name)")
    }
    if !missingLimits.isEmpty {
      notes.append("\(missingLimits.keys.sorted().joined(separator: ", ")) limit for \(role) \(name)")
    }
    return container
  }
}
