import ControllerKit
import KubeClient
import KubeModel
import LinuxSystem
import Logging
import NIOCore
import OrderedCollections
import SandboxRuntime

/// What all pod workers of a node share.
struct NodeContext: Sendable {
  let configuration: KubeletConfiguration
  let client: any KubeClient
  let sandbox: any SandboxClient
  let recipes: RecipeBook
  let addresses: PodAddressBook
  let volumes: VolumeManager
  let health: RuntimeHealth
  let events: EventRecorder
  let exits: ExitRegistry
  let prober: Prober
  let hooks: HookRunner
  let time: TimeSource
  let logger: Logger
}

/// What a worker's loop is told besides the inputs of the state machine.
enum WorkerMessage: Sendable {
  case input(PodInput)
  case runtimeExit(ContainerIdentifier, ExitStatus)
  case prepared(PreparedVolumes)
  /// The pod has an address from now on.
  case addressed(IPv4Address)
  case woken(Timestamp)
  case statusWritten(Pod?, succeeded: Bool)
  /// The status in the API has been another one than ours for a while.
  case reconcile
}

/// Carries out what one pod's state machine asks for, and writes the pod's status.
struct PodWorker: Sendable {
  /// After how long a status that somebody else has changed is written again; the kubelet's own time.
  private static let reconcileInterval = Duration.seconds(10)

  let context: NodeContext
  let inbox: AsyncStream<WorkerMessage>
  let send: AsyncStream<WorkerMessage>.Continuation

  init(context: NodeContext) {
    self.context = context
    (inbox, send) = AsyncStream.makeStream()
  }

  /// Works until the pod is gone; `adopted` is what the runtime has of the pod, and `rejection` why the node does not
  /// take it.
  func run(
    _ pod: Pod, adopted: [RuntimeState.Container], hasSandbox: Bool, rejection: NodeAdmission.Rejection?
  ) async {
    await withDiscardingTaskGroup { group in
      var machine: PodStateMachine
      if let rejection {
        machine = PodStateMachine(pod: pod, rejectedBy: rejection)
        context.events.record(
          .warning, about: ObjectReference(to: pod), reason: rejection.reason, message: rejection.message)
      } else {
        machine = PodStateMachine(
          adopting: pod, containers: adopted, hasSandbox: hasSandbox, settings: context.configuration.restarts,
          capacity: context.configuration.capacity, at: context.time.now())
      }
      var state = WorkerState(base: pod)
      for container in adopted {
        recallProcess(of: container, in: pod)
        if let exit = container.exit, let id = ContainerIdentifier(container.id) { send.yield(.runtimeExit(id, exit)) }
      }
      if machine.stage != .finished {
        state.address = address(of: pod)
        watchStorage(of: pod, &group)
      }
      handle(.tick, &machine, &state, &group)
      for await message in inbox {
        switch message {
        case .input(let input):
          if case .pod(let new) = input {
            state.see(new)
            if state.isForeign, !state.isReconciling {
              state.isReconciling = true
              wake(at: context.time.now() + Self.reconcileInterval, .reconcile, &group)
            }
          }
          handle(input, &machine, &state, &group)
        case .runtimeExit(let id, let status):
          let text = terminationMessage(machine, id, failed: status.code != 0)
          if status.code != 0 { tellIfOutdated(machine, id) }
          handle(.exited(container: id.container, attempt: id.attempt, status, message: text), &machine, &state, &group)
        case .prepared(let volumes):
          // One that could not be found this time is where it was.
          state.volumes.merge(volumes.volumes) { $1 }
          if let refreshAt = volumes.refreshAt { wake(at: refreshAt, .input(.dependenciesChanged), &group) }
          let problems = PodInput.volumesFailed(
            problems: volumes.problems, retryAfter: volumes.isWorthRetrying ? .seconds(10) : nil)
          handle(volumes.problems.isEmpty ? .volumesReady : problems, &machine, &state, &group)
        case .addressed(let address): state.address = address.description
        case .woken(let moment):
          if state.pendingWake == moment { state.pendingWake = nil }
          handle(.tick, &machine, &state, &group)
        case .statusWritten(let pod, let succeeded):
          state.isWriting = false
          state.failedWrites = succeeded ? 0 : state.failedWrites + 1
          if !succeeded { state.lastWritten = nil }
          if let pod {
            state.see(pod)
            if succeeded { state.stored = pod }
          }
          writeStatus(machine, &state, &group)
        case .reconcile where context.health.problem != nil:
          // Of a node that is not ready the controllers say how its pods are.
          wake(at: context.time.now() + Self.reconcileInterval, .reconcile, &group)
        case .reconcile:
          state.isReconciling = false
          if state.isForeign { state.lastWritten = nil }
          writeStatus(machine, &state, &group)
        }
        if machine.stage == .gone, machine.isRemoved { break }
      }
      group.cancelAll()
    }
    // Addresses of the kinds that keep them stay in the book.
    do { try context.addresses.release(pod, node: context.configuration.nodeName) } catch {
      context.logger.warning("A pod's address could not be released", metadata: ["error": "\(error)"])
    }
  }

  /// A process that an earlier kubelet started is known by its record.
  private func recallProcess(of container: RuntimeState.Container, in pod: Pod) {
    guard container.exit == nil, let id = ContainerIdentifier(container.id) else { return }
    let paths = PodPaths(
      pod: pod, pods: context.configuration.podsDirectory, logs: context.configuration.logsDirectory)
    do {
      let process = try ProcessRecord.read(paths.processRecord(id.container, id.attempt))
      context.exits.remember(process, of: container.id)
    } catch {
      context.logger.warning(
        "How a container was started is not known; commands in it get the usual path only",
        metadata: ["container": "\(container.id)", "error": "\(error)"])
    }
  }

  private func handle(
    _ input: PodInput, _ machine: inout PodStateMachine, _ state: inout WorkerState,
    _ group: inout DiscardingTaskGroup
  ) {
    let actions = machine.handle(input, at: context.time.now())
    for action in actions { perform(action, machine, &state, &group) }
    if let wakeAt = machine.wakeAt, state.pendingWake.map({ wakeAt < $0 }) ?? true {
      state.pendingWake = wakeAt
      wake(at: wakeAt, .woken(wakeAt), &group)
    }
    writeStatus(machine, &state, &group)
  }

  private func wake(at moment: Timestamp, _ message: WorkerMessage, _ group: inout DiscardingTaskGroup) {
    let wait = max(moment - context.time.now(), .milliseconds(1))
    group.addTask {
      // Cancelled means that the worker ends, which needs no waking.
      if (try? await Task.sleep(for: wait)) != nil { send.yield(message) }
    }
  }

  /// The pod's address; nil while it cannot be had, which `createSandbox` deals with.
  private func address(of pod: Pod) -> String? {
    if pod.spec.hostNetwork == true { return context.configuration.nodeAddress.description }
    do {
      return try context.addresses.address(of: pod, node: context.configuration.nodeName)?.description
    } catch {
      context.logger.error("A pod gets no address", metadata: ["pod": "\(pod.namespacedName)", "error": "\(error)"])
      return nil
    }
  }

  private func terminationMessage(_ machine: PodStateMachine, _ id: ContainerIdentifier, failed: Bool) -> String? {
    let paths = PodPaths(
      pod: machine.pod, pods: context.configuration.podsDirectory, logs: context.configuration.logsDirectory)
    let container = machine.records.first { $0.name == id.container }?.container
    let fallsBack = failed && container?.terminationMessagePolicy == "FallbackToLogsOnError"
    return TerminationMessage.read(
      paths.terminationLog(id.container, id.attempt), log: fallsBack ? paths.log(id.container, id.attempt) : nil)
  }

  /// Tells, once for all times that it happens, that a container's program is too old for its configuration.
  private func tellIfOutdated(_ machine: PodStateMachine, _ id: ContainerIdentifier) {
    guard let record = machine.records.first(where: { $0.name == id.container }), !record.imageID.isEmpty else {
      return
    }
    let paths = PodPaths(
      pod: machine.pod, pods: context.configuration.podsDirectory, logs: context.configuration.logsDirectory)
    func end(of log: String) -> String {
      // A log that cannot be read tells nothing.
      String(((try? FileSystem.readText(log)) ?? "").suffix(8_192))
    }
    let note = OutdatedProgram.note(
      image: record.container.image ?? "", imageID: record.imageID, log: end(of: paths.log(id.container, id.attempt)))
    guard let note else { return }
    var reference = ObjectReference(to: machine.pod)
    reference.fieldPath = "spec.containers{\(id.container)}"
    context.events.record(.warning, about: reference, reason: "RecipeDiffers", message: note)
  }

  private func writeStatus(
    _ machine: PodStateMachine, _ state: inout WorkerState, _ group: inout DiscardingTaskGroup
  ) {
    guard !state.isWriting, !machine.isRemoved else { return }
    let builder = PodStatusBuilder(
      hostIP: context.configuration.nodeAddress.description, podIP: state.address, now: context.time.now())
    let status = builder.status(of: machine, base: state.base.status)
    // The server may store members in another order, or leave empty ones out: what was written last counts as well.
    let wanted = status.json.sorted
    guard wanted != state.lastWritten, wanted != state.base.status.json.sorted else {
      if state.mustDelete { delete(state.base, &state, &group) }
      return
    }
    state.isWriting = true
    state.lastWritten = wanted
    var pod = state.base
    pod.status = status
    let object = pod
    // Most failures are conflicts, which the next attempt settles; what goes on failing is not tried in a tight loop.
    let pause = Backoff(base: .milliseconds(20), limit: .seconds(10)).delay(afterFailures: state.failedWrites + 1)
    group.addTask { await store(object, pause: pause) }
  }

  /// Writes a status; after a conflict the object as it is now comes back and the status is made anew.
  private func store(_ pod: Pod, pause: Duration) async {
    do {
      send.yield(.statusWritten(try await context.client.updateStatus(pod), succeeded: true))
    } catch let error as StatusError where error.reason == .notFound {
      send.yield(.input(.removed))
    } catch {
      // A moment later the object is read again, and its status written on top of what it is then.
      guard (try? await Task.sleep(for: pause)) != nil else { return }
      do {
        let found = try await context.client.find(Pod.self, namespace: pod.namespace, name: pod.name)
        let isThere = found?.uid == pod.uid
        if !isThere { send.yield(.input(.removed)) }
        send.yield(.statusWritten(isThere ? found : nil, succeeded: false))
      } catch {
        // Nothing is known of the object: it is not gone for that.
        send.yield(.statusWritten(nil, succeeded: false))
      }
    }
  }

  /// Removes the object, however often that has to be tried: a pod must not terminate for ever.
  private func delete(_ pod: Pod, _ state: inout WorkerState, _ group: inout DiscardingTaskGroup) {
    state.mustDelete = false
    group.addTask {
      let backoff = Backoff(base: .milliseconds(100), limit: .seconds(10))
      var failures = 0
      while !Task.isCancelled {
        do {
          try await context.client.deleteIfPresent(
            Pod.self, namespace: pod.namespace, name: pod.name,
            options: DeleteOptions(gracePeriodSeconds: 0, uid: pod.uid))
          break
        } catch let error as StatusError where error.reason == .conflict {
          // Another pod has the name.
          break
        } catch {
          failures += 1
          context.logger.error(
            "A pod could not be removed; trying again", metadata: ["pod": "\(pod.name)", "error": "\(error)"])
          // A cancelled pause ends the loop.
          try? await Task.sleep(for: backoff.jitteredDelay(afterFailures: failures))
        }
      }
      send.yield(.input(.removed))
    }
  }
}

/// What a worker remembers besides the machine.
struct WorkerState {
  /// The object as last seen in the API.
  var base: Pod
  var volumes: [String: PreparedVolume] = [:]
  var address: String?
  var isWriting = false
  var failedWrites = 0
  /// The object as our last write left it.
  var stored: Pod?
  /// Whether a look at the status is due because of somebody else's change.
  var isReconciling = false
  /// The status that was written last, with its members sorted.
  var lastWritten: JSONValue?
  var mustDelete = false
  var pendingWake: Timestamp?

  init(base: Pod) { self.base = base }

  /// Whether somebody else has changed the status since we wrote it.
  var isForeign: Bool {
    guard let stored, base.metadata.resourceVersion != stored.metadata.resourceVersion else { return false }
    return base.status != stored.status
  }

  /// Takes a newer object; an older one, overtaken by the answer to a write, is left.
  mutating func see(_ pod: Pod) {
    let new = Int(pod.metadata.resourceVersion ?? "") ?? 0
    let old = Int(base.metadata.resourceVersion ?? "") ?? 0
    if new >= old { base = pod }
  }
}

extension JSONValue {
  /// The value with the members of all objects sorted, for comparison.
  fileprivate var sorted: JSONValue {
    switch self {
    case .object(let members):
      .object(JSONObject(uniqueKeysWithValues: members.map { ($0.key, $0.value.sorted) }.sorted { $0.0 < $1.0 }))
    case .array(let elements): .array(elements.map(\.sorted))
    default: self
    }
  }
}
