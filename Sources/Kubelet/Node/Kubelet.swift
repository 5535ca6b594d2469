package import ControllerKit
package import KubeClient
package import KubeModel
package import Logging
package import NIOCore
package import SandboxRuntime
import ServiceLifecycle

/// The agent of one node: registers it, and runs the pods that are bound to it.
///
/// `informers` and `events` have to be run beside it. It is to be stopped before sandboxd is powered off, or it starts
/// again what ends.
package final class Kubelet: ServiceLifecycle.Service, Sendable {
  private enum Message: Sendable {
    case pod(InformerEvent<Pod>)
    case exit(String, ExitStatus)
    case changed(namespace: String?, kind: String, name: String)
    case recipesChanged
    /// The worker of the pod with this uid has nothing left to do.
    case ended(uid: String)
  }

  /// A pod that was bound to the node, until its object has gone and its worker has ended.
  private struct Running {
    var pod: Pod
    var references: PodReferences
    var send: AsyncStream<WorkerMessage>.Continuation
    /// Whether the node has taken the pod.
    var isAdmitted: Bool
    var isObjectGone = false
    var hasEnded = false
  }

  private let context: NodeContext
  private let informers: InformerSet
  private let objects: InformedObjects
  private let housekeeping: Housekeeping

  /// - Parameters:
  ///   - health: Tells whether the node is ready; to be run beside it.
  ///   - housekeeping: Removes what is left of pods that are no more before the node's own pods are looked at, and is
  ///     told which pods the node works on; to be run beside it.
  package init(
    configuration: KubeletConfiguration, client: any KubeClient, informers: InformerSet, sandbox: any SandboxClient,
    recipes: RecipeBook, addresses: PodAddressBook, health: RuntimeHealth, housekeeping: Housekeeping,
    events: EventRecorder, exits: ExitRegistry, group: any EventLoopGroup, time: TimeSource = .system, logger: Logger
  ) {
    self.informers = informers
    self.housekeeping = housekeeping
    objects = InformedObjects(informers)
    let commands = CommandRunner(sandbox: sandbox, exits: exits, group: group)
    let web = HTTPGetClient(dialer: PodDialer(sandbox: sandbox), group: group)
    let version = configuration.kubernetesVersion
    context = NodeContext(
      configuration: configuration, client: client, sandbox: sandbox, recipes: recipes, addresses: addresses,
      volumes: VolumeManager(
        objects: objects, tokens: ServiceAccountTokens(client: client), ids: configuration.ids),
      health: health, events: events, exits: exits,
      prober: Prober(commands: commands, web: web, version: version),
      hooks: HookRunner(commands: commands, web: web, version: version), time: time, logger: logger)
  }

  /// Whether a kubelet of this program, now or earlier, has registered a node.
  package static func hasRegistered(_ node: Node) -> Bool {
    node.status.nodeInfo?.containerRuntimeVersion?.hasPrefix(NodeRegistration.runtimeScheme) ?? false
  }

  /// Runs the node until cancelled or asked to shut down; its pods go on running.
  package func run() async throws {
    try await cancelWhenGracefulShutdown { try await self.runNode() }
  }

  private func runNode() async throws {
    let (inbox, send) = AsyncStream<Message>.makeStream()
    // Events first, then the state: nothing that ends in between is missed.
    let events = context.sandbox.events()
    let state = try await context.sandbox.state()
    try await context.sandbox.addAddress(context.configuration.nodeAddress)
    let registration = NodeRegistration(
      configuration: context.configuration, client: context.client, bootID: state.bootID)
    do {
      try await registration.register(now: context.time.now())
    } catch let error as StatusError where error.code == 507 {
      // The node is there from an earlier start; its status follows when the disk has room.
      context.logger.error("the node's status cannot be written", metadata: ["error": "\(error)"])
    }
    let keeper = NodeKeeper(
      registration: registration, health: context.health, nodes: informers.informer(Node.self),
      events: context.events, time: context.time, logger: context.logger)
    let pods = informers.informer(Pod.self)
    try await objects.waitUntilSynced()
    try await pods.waitUntilSynced()
    // Before the pods: one of them may want the address of a sandbox that nobody has any more.
    await housekeeping.removeSandboxes(of: state)
    let node = context.configuration.nodeName
    pods.onChange { event in
      switch event {
      case .added(let pod), .updated(_, let pod), .deleted(let pod):
        if pod.spec.nodeName == node { send.yield(.pod(event)) }
      }
    }
    watchDependencies(send)
    context.recipes.onChange { send.yield(.recipesChanged) }
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { try await keeper.run() }
      group.addTask {
        for await event in events {
          switch event {
          case .containerExited(let id, let status): send.yield(.exit(id, status))
          case .execExited(let id, let status): self.context.exits.ended(id, status)
          }
        }
      }
      var workers: [String: Running] = [:]
      for await message in inbox { await dispatch(message, state, send, &workers, &group) }
    }
  }

  private func watchDependencies(_ send: AsyncStream<Message>.Continuation) {
    objects.configMaps.onChange {
      send.yield(.changed(namespace: $0.subject.namespace, kind: "ConfigMap", name: $0.subject.name))
    }
    objects.secrets.onChange {
      send.yield(.changed(namespace: $0.subject.namespace, kind: "Secret", name: $0.subject.name))
    }
    objects.claims.onChange {
      send.yield(.changed(namespace: $0.subject.namespace, kind: "Claim", name: $0.subject.name))
    }
    objects.volumes.onChange { event in
      guard let claim = event.subject.spec.claimRef else { return }
      send.yield(.changed(namespace: claim.namespace, kind: "Claim", name: claim.name ?? ""))
    }
  }

  // Workers are found by the uid of their pod: one goes on until nothing of its pod is left, also while another pod
  // has its name already.
  private func dispatch(
    _ message: Message, _ state: RuntimeState, _ send: AsyncStream<Message>.Continuation,
    _ workers: inout [String: Running], _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async {
    switch message {
    case .pod(.deleted(let pod)):
      workers[pod.uid]?.send.yield(.input(.removed))
      workers[pod.uid]?.isObjectGone = true
      if workers[pod.uid]?.hasEnded == true { workers[pod.uid] = nil }
    case .pod(.added(let pod)), .pod(.updated(_, let pod)):
      if let known = workers[pod.uid] {
        workers[pod.uid]?.pod = pod
        known.send.yield(.input(.pod(pod)))
        return
      }
      housekeeping.registry.insert(pod.uid)
      let worker = PodWorker(context: context)
      let adopted = state.containers.filter { $0.sandbox == pod.uid }
      let hasSandbox = state.sandboxes.contains(pod.uid)
      let rejection = hasSandbox ? nil : await rejection(of: pod, beside: workers)
      workers[pod.uid] = Running(
        pod: pod, references: PodReferences(of: pod), send: worker.send, isAdmitted: rejection == nil)
      group.addTask {
        await worker.run(pod, adopted: adopted, hasSandbox: hasSandbox, rejection: rejection)
        self.housekeeping.registry.remove(pod.uid)
        send.yield(.ended(uid: pod.uid))
      }
    case .ended(let uid):
      workers[uid]?.hasEnded = true
      if workers[uid]?.isObjectGone == true { workers[uid] = nil }
    case .exit(let id, let status):
      context.exits.ended(id, status)
      guard let identifier = ContainerIdentifier(id) else { return }
      workers[identifier.podUID]?.send.yield(.runtimeExit(identifier, status))
    case .changed(let namespace, let kind, let name):
      for worker in workers.values where (worker.pod.namespace ?? "default") == namespace {
        let references = worker.references
        let concerned =
          switch kind {
          case "ConfigMap": references.configMaps.contains(name)
          case "Secret": references.secrets.contains(name)
          default: references.claims.contains(name)
          }
        if concerned { worker.send.yield(.input(.dependenciesChanged)) }
      }
    case .recipesChanged: for worker in workers.values { worker.send.yield(.input(.recipesChanged)) }
    }
  }
}

extension Kubelet {
  /// Why the node does not take a pod that it has not seen before; nil when it takes it.
  private func rejection(of pod: Pod, beside workers: [String: Running]) async -> NodeAdmission.Rejection? {
    // What has run here stays: the node took it once.
    guard pod.status.startTime == nil, !pod.isFinished, !pod.metadata.isBeingDeleted else { return nil }
    let others = workers.values.filter { $0.isAdmitted && !$0.hasEnded && !$0.pod.isFinished }.map(\.pod)
    let name = context.configuration.nodeName
    if let node = informers.informer(Node.self).get(name: name),
      NodeAdmission.rejection(of: pod, on: node, beside: others) == nil
    {
      return nil
    }
    // What is known of the node may be old.
    guard let node = try? await context.client.find(Node.self, name: name) else { return nil }
    return NodeAdmission.rejection(of: pod, on: node, beside: others)
  }
}

extension InformerEvent {
  /// The object that the change is about, in its last state.
  fileprivate var subject: Kind {
    switch self {
    case .added(let object), .updated(_, let object), .deleted(let object): object
    }
  }
}
