package import ControllerKit
package import KubeClient
import KubeModel
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
    case rebooted
  }

  private struct Running {
    var uid: String
    var references: PodReferences
    var namespace: String
    var send: AsyncStream<WorkerMessage>.Continuation
  }

  private let context: NodeContext
  private let informers: InformerSet
  private let objects: InformedObjects

  package init(
    configuration: KubeletConfiguration, client: any KubeClient, informers: InformerSet, sandbox: any SandboxClient,
    recipes: RecipeBook, addresses: PodAddressBook, events: EventRecorder, exits: ExitRegistry,
    group: any EventLoopGroup, time: TimeSource = .system, logger: Logger
  ) {
    self.informers = informers
    objects = InformedObjects(informers)
    context = NodeContext(
      configuration: configuration, client: client, sandbox: sandbox, recipes: recipes, addresses: addresses,
      volumes: VolumeManager(
        objects: objects, tokens: ServiceAccountTokens(client: client),
        memoryDirectory: configuration.memoryDirectory, ids: configuration.ids),
      events: events, exits: exits, commands: CommandRunner(sandbox: sandbox, exits: exits, group: group),
      requests: PodRequests(sandbox: sandbox, group: group), time: time, logger: logger)
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
    let registration = NodeRegistration(configuration: context.configuration, client: context.client)
    try await registration.register(bootID: state.bootID, now: context.time.now())
    let pods = informers.informer(Pod.self)
    try await objects.waitUntilSynced()
    try await pods.waitUntilSynced()
    let known = Set(pods.list().map(\.uid))
    for orphan in state.sandboxes where !known.contains(orphan) { try await context.sandbox.removeSandbox(orphan) }
    let node = context.configuration.nodeName
    pods.onChange { event in
      switch event {
      case .added(let pod), .updated(_, let pod), .deleted(let pod):
        if pod.spec.nodeName == node { send.yield(.pod(event)) }
      }
    }
    watchDependencies(send)
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { try await self.keepLease(registration, bootID: state.bootID) }
      group.addTask {
        for await event in events {
          switch event {
          case .containerExited(let id, let status): send.yield(.exit(id, status))
          case .execExited(let id, let status): self.context.exits.ended(id, status)
          }
        }
      }
      var workers: [NamespacedName: Running] = [:]
      for await message in inbox { dispatch(message, state, &workers, &group) }
    }
  }

  private func keepLease(_ registration: NodeRegistration, bootID: String) async throws {
    while true {
      try await Task.sleep(for: .seconds(10))
      do {
        try await registration.renewLease(now: context.time.now())
        try await registration.repair(bootID: bootID, now: context.time.now())
      } catch {
        context.logger.warning(
          "The node's lease was not renewed; trying again in 10 s", metadata: ["error": "\(error)"])
      }
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

  private func dispatch(
    _ message: Message, _ state: RuntimeState, _ workers: inout [NamespacedName: Running],
    _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) {
    switch message {
    case .pod(.deleted(let pod)):
      workers.removeValue(forKey: pod.namespacedName)?.send.yield(.input(.removed))
    case .pod(.added(let pod)), .pod(.updated(_, let pod)):
      if let known = workers[pod.namespacedName], known.uid == pod.uid {
        known.send.yield(.input(.pod(pod)))
        return
      }
      workers[pod.namespacedName]?.send.yield(.input(.removed))
      let worker = PodWorker(context: context)
      workers[pod.namespacedName] = Running(
        uid: pod.uid, references: PodReferences(of: pod), namespace: pod.namespace ?? "default", send: worker.send)
      let adopted = state.containers.filter { $0.sandbox == pod.uid }
      let hasSandbox = state.sandboxes.contains(pod.uid)
      group.addTask { await worker.run(pod, adopted: adopted, hasSandbox: hasSandbox) }
    case .exit(let id, let status):
      context.exits.ended(id, status)
      guard let identifier = ContainerIdentifier(id) else { return }
      for worker in workers.values where worker.uid == identifier.podUID {
        worker.send.yield(.runtimeExit(identifier, status))
      }
    case .changed(let namespace, let kind, let name):
      for worker in workers.values where worker.namespace == namespace {
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
    case .rebooted: for worker in workers.values { worker.send.yield(.input(.rebooted)) }
    }
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
