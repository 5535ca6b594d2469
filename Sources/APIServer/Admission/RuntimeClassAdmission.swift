import KubeModel
import ObjectStore
import OrderedCollections

/// RuntimeClass admission: the class that a pod names must exist, and says what it costs and where it runs.
enum RuntimeClassAdmission {
  private static let resource = GroupResource(group: "node.k8s.io", resource: "runtimeclasses")

  static func complete(_ pod: inout Pod, _ scope: StrategyScope) throws {
    let name = pod.spec.runtimeClassName ?? ""
    guard !name.isEmpty else {
      guard pod.spec.overhead.isEmpty else {
        throw rejected("Pod Overhead set without corresponding RuntimeClass defined Overhead", scope)
      }
      return
    }
    guard let runtime = scope.transaction.object(ObjectKey(resource, name: name))?.value else {
      throw rejected("RuntimeClass \"\(name)\" not found", scope)
    }
    let overhead = ResourceList(json: runtime[path: "overhead", "podFixed"])
    if !pod.spec.overhead.isEmpty, ResourceList(pod.spec.overhead) != overhead {
      throw rejected("Pod's Overhead doesn't match RuntimeClass's defined Overhead", scope)
    }
    pod.spec.overhead = overhead.amounts
    try schedule(&pod, runtime["scheduling"], scope)
  }

  private static func schedule(_ pod: inout Pod, _ scheduling: JSONValue?, _ scope: StrategyScope) throws {
    guard let scheduling else { return }
    for (key, value) in scheduling["nodeSelector"]?.objectValue ?? [:] {
      if let own = pod.spec.nodeSelector[key], .string(own) != value {
        throw rejected(
          "conflict: runtimeClass.scheduling.nodeSelector[\(key)] = \(value.stringValue ?? ""); "
            + "pod.spec.nodeSelector[\(key)] = \(own)", scope)
      }
      pod.spec.nodeSelector[key] = value.stringValue
    }
    let own = pod.spec.tolerations
    let more = (scheduling["tolerations"]?.arrayValue ?? []).map(Toleration.init(json:)).filter { !own.contains($0) }
    pod.spec.tolerations = own + more
  }

  private static func rejected(_ why: String, _ scope: StrategyScope) -> StatusError {
    .forbidden(scope.key.resource, name: scope.key.name, why: "pod rejected: \(why)")
  }
}
