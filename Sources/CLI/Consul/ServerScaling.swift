import Consul
import KubeClient
import KubeModel

/// Keeps a Consul cluster's quorum when its servers are made fewer.
struct ServerScaling {
  let client: any KubeClient

  /// Refuses a step that would take so many voters away at once that those who stay elect nobody.
  ///
  /// Servers that leave the cluster before they stop, as those of the built-in chart and of HashiCorp's, may go at once.
  ///
  /// - Throws: `CommandFailure` that says which steps are safe.
  func check(_ reference: ObjectReference, to replicas: Int) async throws {
    guard reference.type.resource == StatefulSet.resource,
      let set = try await client.find(StatefulSet.self, namespace: reference.namespace, name: reference.name),
      let now = set.spec.replicas, replicas > 0, replicas < now
    else { return }
    var pod = Pod(name: "\(set.name)-0", namespace: set.namespace)
    pod.metadata.labels = set.spec.template.metadata.labels
    pod.spec = set.spec.template.spec
    guard ConsulServer(pod: pod) != nil, !Self.leaves(pod) else { return }
    let step = (now - 1) / 2
    guard now - replicas > step else { return }
    throw CommandFailure(
      "\(reference.text) are \(now) Consul servers that do not leave when they stop: without \(now - replicas) of them at "
        + "once nobody can be elected; "
        + (step > 0
          ? "scale to \(now - step) first, and further when localkube leader tells \(now - step) voters"
          : "run consul leave in the servers that are to go first"))
  }

  private static func leaves(_ pod: Pod) -> Bool {
    pod.spec.containers.contains { container in
      (container.lifecycle?.preStop?.exec?.command ?? []).contains { $0.contains("consul leave") }
    }
  }
}
