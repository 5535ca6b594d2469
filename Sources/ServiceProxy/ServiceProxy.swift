package import ControllerKit
package import KubeClient
import KubeModel
import LinuxSystem
package import Logging
package import NIOCore
package import SandboxRuntime
import ServiceLifecycle
import Synchronization

/// Makes services reachable: on their addresses inside the cluster, on node ports, and on the host.
///
/// One loop compares what is open with the plan that follows from the API's objects, and takes the steps between.
package final class ServiceProxy: ServiceLifecycle.Service, Sendable {
  private let client: any KubeClient
  private let informers: InformerSet
  private let sandbox: any SandboxClient
  private let group: any EventLoopGroup
  private let recorder: EventRecorder
  private let logger: Logger
  private let state: Mutex<ProxyState>
  private let wakeUps: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation

  /// - Parameters:
  ///   - informers: The shared informers; they must be run by the caller.
  ///   - recorder: Tells about ports of the host that are taken; it must be run by the caller.
  package init(
    client: any KubeClient, informers: InformerSet, sandbox: any SandboxClient, group: any EventLoopGroup,
    recorder: EventRecorder, state: ProxyState, logger: Logger
  ) {
    self.client = client
    self.informers = informers
    self.sandbox = sandbox
    self.group = group
    self.recorder = recorder
    self.logger = logger
    self.state = Mutex(state)
    (wakeUps, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// Proxies until cancelled or asked to shut down.
  ///
  /// Addresses stay in the cluster, so that a restart finds them.
  package func run() async throws {
    try await cancelWhenGracefulShutdown { [self] in
      follow(informers.informer(KubeModel.Service.self), set: { $0.set($1) }, remove: { $0.remove($1) })
      follow(informers.informer(EndpointSlice.self), set: { $0.set($1) }, remove: { $0.remove($1) })
      follow(informers.informer(Node.self), set: { $0.set($1) }, remove: { $0.remove($1) })
      follow(informers.informer(Pod.self), set: { $0.set($1) }, remove: { $0.remove($1) })
      // The limit is raised before this process starts; where it cannot be read it is the lowest that is usual.
      let descriptors = (try? ResourceLimits.descriptors())?.soft ?? 1_024
      var table = ListenerTable(
        sandbox: sandbox, group: group, allowance: ProxyAllowance(descriptors: descriptors, logger: logger))
      var done = ProxyPlan()
      var failures: Set<ProxyPlan.Step> = []
      for await _ in wakeUps {
        let plan = state.withLock { $0.plan }
        failures = await advance(&done, to: plan, &table, known: failures)
        tell(plan.refusals.subtracting(done.refusals))
        done.refusals = plan.refusals
        await publish(plan, table)
        await publishTaken(failures)
        if !failures.isEmpty {
          try await Task.sleep(for: .seconds(1))
          wake.yield()
        }
      }
      await table.closeAll()
    }
  }

  /// Takes the steps to `plan`; what failed stays to be done, and is returned.
  ///
  /// - Parameter known: What failed the last time, which is not told again.
  private func advance(
    _ done: inout ProxyPlan, to plan: ProxyPlan, _ table: inout ListenerTable, known: Set<ProxyPlan.Step>
  ) async -> Set<ProxyPlan.Step> {
    var failures: Set<ProxyPlan.Step> = []
    // Addresses of the cluster of which a pod that shares the network has a port.
    var taken: Set<IPv4Address> = []
    for step in plan.steps(from: done) {
      if case .addAddress(let address) = step, taken.contains(address) { continue }
      do {
        try await table.perform(step)
      } catch {
        failures.insert(step)
        if !known.contains(step) { tell(step, failedBy: error) }
        if let address = Self.taken(step, error), plan.addresses.contains(address), taken.insert(address).inserted {
          await withdraw(address, &done)
        }
        // A port that listened and cannot be held is opened anew.
        if case .retarget(let listener, _) = step, table.port(of: listener) == nil { done.listeners[listener] = nil }
        continue
      }
      switch step {
      case .addAddress(let address): done.addresses.insert(address)
      case .removeAddress(let address): done.addresses.remove(address)
      case .close(let listener): done.listeners[listener] = nil
      case .open(let listener, let target), .retarget(let listener, let target): done.listeners[listener] = target
      }
    }
    return failures
  }

  /// The address of the cluster whose port could not be opened because somebody else has it; nil for other failures.
  private static func taken(_ step: ProxyPlan.Step, _ error: any Error) -> IPv4Address? {
    guard case .open(let listener, _) = step, listener.place == .cluster,
      case .system(_, SystemError.addressInUse)? = error as? SandboxError
    else { return nil }
    return listener.address.address
  }

  /// Takes a service's address away, at which somebody else would be asked in its place.
  private func withdraw(_ address: IPv4Address, _ done: inout ProxyPlan) async {
    do {
      // It may be there from before this process started.
      try await sandbox.removeAddress(address)
      done.addresses.remove(address)
    } catch {
      logger.error(
        "A service's address that a pod has taken is still there",
        metadata: ["address": "\(address)", "error": "\(error)"])
    }
  }

  private func tell(_ step: ProxyPlan.Step, failedBy error: any Error) {
    logger.warning(
      "A service's port or address could not be set up; trying again every second",
      metadata: ["step": "\(step)", "error": "\(error)"])
    if let address = Self.taken(step, error), case .open(let listener, _) = step,
      let service = state.withLock({ $0.service(at: address) })
    {
      recorder.record(
        .warning, about: service, reason: "AddressTaken",
        message:
          "A pod with hostNetwork has port \(listener.address.port); until it is free, the service has no address")
    }
    guard case .open(let listener, _) = step, let purpose = listener.purpose,
      let service = state.withLock({ $0.service(purpose.service) })
    else { return }
    recorder.record(
      .warning, about: service, reason: "PortTaken",
      message: "Port \(listener.address.port) of the host is taken or not allowed; trying again every second")
  }

  private func tell(_ refusals: Set<ProxyPlan.Refusal>) {
    for refusal in refusals {
      guard let service = state.withLock({ $0.service(refusal.service) }) else { continue }
      recorder.record(
        .warning, about: service, reason: "AddressTaken",
        message: "External IP \(refusal.address) is an address of another service or of pods; it is not used")
    }
  }

  /// Says in a service's status which of its node ports another program of the host has.
  private func publishTaken(_ failures: Set<ProxyPlan.Step>) async {
    var ports: [NamespacedName: Set<UInt16>] = [:]
    for case .open(let listener, _) in failures {
      guard case .nodePort(let service) = listener.purpose else { continue }
      ports[service, default: []].insert(listener.address.port)
    }
    // Those that are marked already may be free again.
    for service in state.withLock({ state in
      Set(state.services(markedWith: NodePortCondition.type).map(\.namespacedName)).union(ports.keys)
        .compactMap(state.service)
    }) {
      let conditions = NodePortCondition.conditions(
        of: service, taken: ports[service.namespacedName] ?? [], now: Timestamp(nanoseconds: Clocks.now))
      guard conditions != service.status.conditions.map(\.json) else { continue }
      await patchStatus(of: service, ["conditions": .array(conditions)])
    }
  }

  private func patchStatus(of service: KubeModel.Service, _ status: JSONValue) async {
    do {
      try await client.patch(
        KubeModel.Service.self, namespace: service.namespace, name: service.name, subresource: "status",
        .merge(["status": status]))
    } catch {
      logger.warning(
        "A service's status could not be written; retrying on the next change",
        metadata: ["service": "\(service.namespacedName)", "error": "\(error)"])
    }
  }

  /// Writes into each LoadBalancer service where the host reaches it.
  private func publish(_ plan: ProxyPlan, _ table: ListenerTable) async {
    for service in state.withLock({ $0.loadBalancers }) {
      let listeners = plan.listeners.keys.filter { $0.isLoadBalancer(of: service.namespacedName) }
        .sorted { ($0.address.port, $0.transport.rawValue) < ($1.address.port, $1.transport.rawValue) }
      let ports = listeners.compactMap { listener -> PortStatus? in
        guard let port = table.port(of: listener) else { return nil }
        return .with {
          $0.port = port
          $0.protocol = listener.transport == .tcp ? "TCP" : "UDP"
        }
      }
      guard let first = listeners.first, !ports.isEmpty else { continue }
      let ingress = LoadBalancerIngress.with {
        $0.ip = "\(first.address.address)"
        $0.ports = ports
      }
      guard service.status.loadBalancer?.ingress != [ingress] else { continue }
      warn(service, listeners, table)
      await patchStatus(of: service, ["loadBalancer": ["ingress": [ingress.json]]])
    }
  }

  private func warn(_ service: KubeModel.Service, _ listeners: [ProxyListener], _ table: ListenerTable) {
    for listener in listeners {
      guard let port = table.port(of: listener), port != Int(listener.address.port) else { continue }
      recorder.record(
        .warning, about: service, reason: "PortTaken",
        message: "Port \(listener.address.port) of the host is taken or not allowed; "
          + "the service is at \(listener.address.address):\(port) instead")
    }
  }

  private func follow<Kind: KubeObject>(
    _ informer: Informer<Kind>, set: @escaping @Sendable (inout ProxyState, Kind) -> Void,
    remove: @escaping @Sendable (inout ProxyState, Kind) -> Void
  ) {
    informer.onChange { [weak self] event in
      guard let self else { return }
      switch event {
      case .added(let object), .updated(_, let object): state.withLock { set(&$0, object) }
      case .deleted(let object): state.withLock { remove(&$0, object) }
      }
      wake.yield()
    }
  }
}
