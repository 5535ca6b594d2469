import ControllerKit
import KubeClient
import KubeModel
import Logging
import Synchronization

/// Binds pods, reports them running and ready, and lets deleted ones go, at once.
struct StandInKubelet: Reconciler {
  /// The pods that are not to become ready.
  final class Held: Sendable {
    private let names = Mutex<Set<String>>([])

    func contains(_ name: String) -> Bool { names.withLock { $0.contains(name) } }
    func insert(_ name: String) { names.withLock { _ = $0.insert(name) } }
    func remove(_ name: String) { names.withLock { _ = $0.remove(name) } }
  }

  let client: any KubeClient
  let informers: InformerSet
  let held: Held
  /// The pods of which nothing more is said once they are ready.
  let left = Held()

  init(client: any KubeClient, informers: InformerSet) {
    self.client = client
    self.informers = informers
    held = Held()
  }

  var controller: Controller<Self> {
    let logger = Logger(label: "kubelet") { _ in SwiftLogNoOpLogHandler() }
    let controller = Controller(name: "kubelet", reconciler: self, logger: logger)
    informers.informer(Pod.self).onChange { controller.enqueue($0.object.namespacedName) }
    return controller
  }

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    guard let pod = try await client.find(Pod.self, namespace: key.namespace, name: key.name) else { return .done }
    if pod.metadata.isBeingDeleted {
      try await client.deleteIfPresent(
        Pod.self, namespace: key.namespace, name: key.name,
        options: DeleteOptions(gracePeriodSeconds: 0, uid: pod.uid))
      return .done
    }
    if pod.spec.nodeName == nil {
      let terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
      let node = terms?.first?.matchFields.first?.values.first ?? "node-0"
      _ = try await client.create(
        Pod.resource, namespace: key.namespace, name: key.name, subresource: "binding",
        object: ["target": ["kind": "Node", "name": .string(node)], "metadata": ["name": .string(key.name)]],
        options: WriteOptions())
    }
    try await client.modify(Pod.self, namespace: key.namespace, name: key.name, subresource: "status") { pod in
      let before = pod
      if pod.status.phase == "Succeeded" || pod.status.phase == "Failed" { return false }
      pod.status.phase = "Running"
      let host = key.name.utf8.reduce(7) { ($0 * 31 + Int($1)) % 65_000 }
      pod.status.podIP = pod.status.podIP ?? "10.1.\(host / 256).\(host % 256)"
      if left.contains(key.name), pod.status.conditions.contains(where: { $0.type == "Ready" }) { return false }
      let status = held.contains(key.name) ? "False" : "True"
      if pod.status.conditions.first(where: { $0.type == "Ready" })?.status != status {
        pod.status.conditions = [
          .with {
            $0.type = "Ready"
            $0.status = status
            $0.lastTransitionTime = TimeSource.system.now()
          }
        ]
      }
      return pod != before
    }
    return .done
  }

  /// Keeps a pod from being ready from now on.
  func hold(_ name: String) { held.insert(name) }

  /// Makes a pod that is ready unready.
  func breakReadiness(_ name: String) async throws {
    hold(name)
    _ = try await reconcile(NamespacedName(namespace: "default", name: name))
  }

  /// Says nothing more of a pod once it is ready, as if the kubelet had ended then.
  func stopAfterReady(_ name: String) { left.insert(name) }

  /// Lets a pod become ready.
  func release(_ name: String) async throws {
    held.remove(name)
    _ = try await reconcile(NamespacedName(namespace: "default", name: name))
  }

  /// Ends a pod with an exit code.
  func end(_ pod: Pod, exitCode: Int = 0) async throws {
    try await client.modify(Pod.self, namespace: pod.namespace, name: pod.name, subresource: "status") { pod in
      pod.status.phase = exitCode == 0 ? "Succeeded" : "Failed"
      pod.status.conditions = []
      pod.status.containerStatuses = [
        .with {
          $0.name = "main"
          $0.state = .with {
            $0.terminated = .with {
              $0.exitCode = exitCode
              $0.finishedAt = TimeSource.system.now()
            }
          }
        }
      ]
      return true
    }
  }
}
