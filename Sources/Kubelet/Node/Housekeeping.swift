package import ControllerKit
package import KubeModel
import LinuxSystem
package import Logging
package import SandboxRuntime
import ServiceLifecycle

/// Removes what is left of pods that are no more: sandboxes, directories, logs and addresses without an owner.
///
/// Something has an owner while its pod is bound to a node of this cluster, or while a kubelet works on the pod. What
/// has none was left by a control plane that was killed in the middle of its work, by a power-off that came between a
/// pod's deletion and its end, or by a step of a clean-up that failed. The kubelet's housekeeping does the same.
package struct Housekeeping: ServiceLifecycle.Service {
  /// Where things of pods lie.
  package struct Places: Sendable {
    /// The directory that holds a directory for each pod, by uid.
    package var pods: String
    /// The directory that holds `<namespace>_<name>_<uid>` for each pod.
    package var logs: String
    /// The directory in memory that holds a directory for each pod, by uid; nil when there is none.
    package var memory: String?

    package init(pods: String, logs: String, memory: String? = nil) {
      self.pods = pods
      self.logs = logs
      self.memory = memory
    }
  }

  private let places: Places
  private let nodes: Set<String>
  private let pods: Informer<Pod>
  /// The pods that the kubelets work on, whose things have an owner.
  let registry = PodRegistry()
  private let sandbox: any SandboxClient
  private let addresses: PodAddressBook
  private let interval: Duration
  private let logger: Logger

  /// - Parameters:
  ///   - nodes: The names of the nodes that this process runs.
  ///   - pods: All pods; to be run beside it.
  ///   - interval: The time between two sweeps.
  package init(
    places: Places, nodes: Set<String>, pods: Informer<Pod>, sandbox: any SandboxClient, addresses: PodAddressBook,
    interval: Duration = .seconds(10), logger: Logger
  ) {
    self.places = places
    self.nodes = nodes
    self.pods = pods
    self.sandbox = sandbox
    self.addresses = addresses
    self.interval = interval
    self.logger = logger
  }

  /// Sweeps at once and then again and again, until cancelled or asked to shut down.
  package func run() async throws {
    try await cancelWhenGracefulShutdown {
      try await pods.waitUntilSynced()
      let home = Self.identity(of: places.pods)
      while true {
        // Another cluster may have been made in the place of a home that was removed: its pods are not ours to judge.
        if Self.identity(of: places.pods) == home { await sweep() }
        try await Task.sleep(for: interval)
      }
    }
  }

  /// Removes the sandboxes of pods that are no more, all at once; returns when they are gone.
  ///
  /// What runs in them is killed: the grace period of the deletion began before this control plane.
  package func removeSandboxes(of state: RuntimeState) async {
    let owned = owners()
    await withDiscardingTaskGroup { group in
      for id in state.sandboxes where !owned.contains(id) {
        group.addTask {
          logger.info("A sandbox without a pod is removed", metadata: ["sandbox": "\(id)"])
          await report { try await sandbox.removeSandbox(id) }
        }
      }
    }
  }

  /// One sweep.
  func sweep() async {
    // What there is comes first and who owns it second: what is made in between has an owner by then.
    let directories = [places.pods, places.memory].compactMap(\.self).flatMap { place in
      names(in: place).map { (uid: $0, path: Path.join(place, $0)) }
    }
    let logs = names(in: places.logs).map { name in
      (uid: name.split(separator: "_").last.map(String.init) ?? name, path: Path.join(places.logs, name))
    }
    let addressed = addresses.uids
    await report { await removeSandboxes(of: try await sandbox.state()) }
    let owned = owners()
    for (uid, path) in directories + logs where !owned.contains(uid) {
      logger.info("What a pod left behind is removed", metadata: ["path": "\(path)"])
      await report { try FileSystem.removeTree(path) }
    }
    await report { try addresses.release(addressed.subtracting(owned)) }
  }

  private func owners() -> Set<String> {
    let bound = pods.list().filter { nodes.contains($0.spec.nodeName ?? "") }.map(\.uid)
    return registry.uids.union(bound)
  }

  private func names(in directory: String) -> [String] {
    // A directory that does not exist yet holds nothing.
    (try? FileSystem.list(directory)) ?? []
  }

  /// What tells a directory from another one that is put in its place.
  private static func identity(of directory: String) -> [UInt64] {
    // One that cannot be looked at is no directory of ours.
    (try? FileSystem.status(directory)).map { [$0.device, $0.inode] } ?? []
  }

  private func report(_ work: () async throws -> Void) async {
    do { try await work() } catch {
      logger.warning("A sweep did not get everything; it is tried again", metadata: ["error": "\(error)"])
    }
  }
}
