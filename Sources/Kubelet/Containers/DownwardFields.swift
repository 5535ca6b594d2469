package import KubeModel

/// The values that a pod can ask about itself (Kubernetes, "Downward API").
package struct DownwardFields: Sendable {
  package var pod: Pod
  package var nodeName: String
  package var hostIP: String
  package var podIP: String?
  /// What `limits` are when a container has none: the node's.
  package var allocatable: [String: Quantity]

  package init(pod: Pod, nodeName: String, hostIP: String, podIP: String?, allocatable: [String: Quantity]) {
    self.pod = pod
    self.nodeName = nodeName
    self.hostIP = hostIP
    self.podIP = podIP
    self.allocatable = allocatable
  }

  /// The value of a `fieldPath`; nil when there is no such field.
  package func value(ofField path: String) -> String? {
    let metadata = pod.metadata
    switch path {
    case "metadata.name": return pod.name
    case "metadata.namespace": return pod.namespace ?? ""
    case "metadata.uid": return pod.uid
    case "metadata.labels": return listing(metadata.labels)
    case "metadata.annotations": return listing(metadata.annotations)
    case "spec.nodeName": return nodeName
    case "spec.serviceAccountName": return pod.spec.serviceAccountName ?? "default"
    case "status.hostIP", "status.hostIPs": return hostIP
    case "status.podIP", "status.podIPs": return podIP ?? ""
    default:
      if let key = subscripted(path, "metadata.labels") { return metadata.labels[key] ?? "" }
      if let key = subscripted(path, "metadata.annotations") { return metadata.annotations[key] ?? "" }
      return nil
    }
  }

  /// The value of a `resourceFieldRef` for `container`, or for the container that it names; nil when there is none.
  package func value(of selector: ResourceFieldSelector, container: String?) -> String? {
    let name = selector.containerName ?? container
    let all = pod.spec.containers + pod.spec.initContainers
    guard let container = all.first(where: { $0.name == name }), let resource = selector.resource else { return nil }
    let parts = resource.split(separator: ".", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let key = String(parts[1])
    let limit = container.resources.limits[key]
    let quantity =
      switch parts[0] {
      case "limits": limit ?? allocatable[key]
      case "requests": container.resources.requests[key] ?? limit ?? Quantity(json: "0")
      default: Quantity?.none
      }
    return quantity.flatMap { Amount.count($0, dividedBy: selector.divisor) }
  }

  private func listing(_ map: [String: String]) -> String {
    map.sorted { $0.key < $1.key }.map { "\($0.key)=\(quoted($0.value))" }.joined(separator: "\n")
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private func subscripted(_ path: String, _ base: String) -> String? {
    guard path.hasPrefix(base + "['"), path.hasSuffix("']") else { return nil }
    return String(path.dropFirst(base.count + 2).dropLast(2))
  }
}
