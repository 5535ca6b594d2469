package import KubeModel

/// What one pod on a node does next, as a value: inputs go in, actions come out, nothing waits.
///
/// The pod goes through these stages:
///
///     running ──► terminating ──► tearingDown ──► gone       deletion, or the object has vanished
///        └──────► finished ─────────────────────► (deleted)  every container ended for good, or the deadline passed
///
/// In `running`, volumes and the sandbox are set up side by side; then come the init containers in their order, then
/// the others (Kubernetes, "Pod Lifecycle"). All decisions are made from the whole state after each input, so that a
/// missed or doubled input does no harm.
package struct PodStateMachine: Sendable {
  /// Where the pod stands.
  package enum Stage: Sendable, Hashable {
    case running
    /// Containers are being stopped.
    case terminating
    /// Sandbox and volumes are being removed.
    case tearingDown
    /// Nothing is left on the node, and the object may go.
    case gone
    /// Every container ended for good; the object stays.
    case finished
  }

  /// How far one piece of the set-up is.
  enum Step: Sendable, Hashable {
    case idle
    case busy
    case done
    /// Tried again at this time, or when something changes.
    case failed(message: String, retryAt: Timestamp?)
  }

  /// How long the kubelet waits before it looks again at a pod whose last look ended in an error.
  static let syncInterval = Duration.seconds(10)

  /// Why a pod is being terminated while its object stays.
  package struct Failure: Sendable, Hashable {
    package var reason: String
    package var message: String
  }

  package internal(set) var pod: Pod
  package let settings: RestartSettings
  package internal(set) var stage = Stage.running
  /// Init containers, then the others, then ephemeral ones, each in the order of the manifest.
  package internal(set) var records: [ContainerRecord] = []
  /// Whether all init containers have done their part.
  package internal(set) var isInitialized = false
  /// Set when the pod failed as a whole, such as by its deadline.
  package internal(set) var failure: Failure?
  /// Whether the pod never ran on this node and never will: its status says why and stays as it is.
  package internal(set) var isTurnedAway = false
  /// Whether the API object is gone already.
  package internal(set) var isRemoved = false
  /// Why the resources asked for last cannot be had here; nil while they are had.
  package internal(set) var resizeProblem: String?
  /// `cpu` and `memory` of the node; without them everything can be had.
  let capacity: [String: Quantity]
  /// When something is to be decided again at the latest; nil when only an input can change anything.
  package internal(set) var wakeAt: Timestamp?

  var volumes = Step.idle
  /// Whether volumes that stand are being brought up to date.
  var isRefreshing = false
  /// When that is to be tried again after a failure.
  var refreshAt: Timestamp?
  /// Whether the volumes were set up since the node started, so that programs may have them.
  var hadVolumes = false
  var sandbox = Step.idle
  /// How often a dependency changed, to tell whether one did while a step was under way.
  var changes = 0
  var volumesChangesSeen = 0
  var terminationDeadline: Timestamp?
  /// Removals of the sandbox that were asked for and not answered.
  var tearDowns = 0
  var actions: [PodAction] = []

  /// The machine of a pod that nothing is known of yet on this node.
  package init(pod: Pod, settings: RestartSettings = RestartSettings(), capacity: [String: Quantity] = [:]) {
    self.pod = pod
    self.settings = settings
    self.capacity = capacity
    addRecords()
  }

  /// The machine of a pod that the node does not take.
  init(pod: Pod, rejectedBy rejection: NodeAdmission.Rejection) {
    self.init(pod: pod)
    stage = .finished
    isTurnedAway = true
    failure = Failure(reason: rejection.reason, message: "Pod was rejected: \(rejection.message)")
  }

  /// Whether the sandbox stands.
  package var hasSandbox: Bool { sandbox == .done }

  /// Why the volumes are not there; nil while they are, or are being set up.
  package var volumeProblem: String? {
    if case .failed(let message, _) = volumes { message } else { nil }
  }

  package var restartPolicy: String { pod.spec.restartPolicy ?? "Always" }

  /// Takes one input and returns what is to be done, in order.
  package mutating func handle(_ input: PodInput, at now: Timestamp) -> [PodAction] {
    actions = []
    apply(input, at: now)
    advance(at: now)
    return actions
  }

  /// Adds records for containers of the spec that have none yet.
  mutating func addRecords() {
    let known = Set(records.map(\.name))
    let spec = pod.spec
    for container in spec.initContainers where !known.contains(container.name ?? "") {
      let role = container.restartPolicy == "Always" ? ContainerRole.sidecar : .initialize
      records.append(ContainerRecord(container: container, role: role, settings: settings))
    }
    for container in spec.containers where !known.contains(container.name ?? "") {
      records.append(ContainerRecord(container: container, role: .app, settings: settings))
    }
    for container in spec.ephemeralContainers where !known.contains(container.name ?? "") {
      records.append(
        ContainerRecord(container: Container(json: container.json), role: .ephemeral, settings: settings))
    }
  }

  /// The position of a container; nil when there is none with this name and attempt.
  func index(of container: String, attempt: Int) -> Int? {
    records.firstIndex { $0.name == container && $0.attempt == attempt }
  }

  /// Where a container stands in the pod's definition, as events about it say: `spec.initContainers{name}`.
  package func fieldPath(of container: String) -> String {
    let list =
      switch records.first(where: { $0.name == container })?.role {
      case .initialize, .sidecar: "initContainers"
      case .ephemeral: "ephemeralContainers"
      case .app, nil: "containers"
      }
    return "spec.\(list){\(container)}"
  }

  /// The running container whose processes another one is to see: the one that it names, or where the pod's containers
  /// share theirs, the first that runs; nil for none.
  func target(of record: ContainerRecord) -> ContainerIdentifier? {
    let first =
      pod.spec.shareProcessNamespace == true
      ? records.first { $0.name != record.name && $0.isRunning && ($0.role == .app || $0.role == .sidecar) } : nil
    guard let name = record.targetName ?? first?.name else { return nil }
    let attempt = records.first { $0.name == name }?.attempt ?? 0
    return ContainerIdentifier(podUID: pod.uid, container: name, attempt: attempt)
  }

  /// Asks to be called again at `moment`, if nothing asked for an earlier one.
  mutating func wake(at moment: Timestamp) {
    wakeAt = wakeAt.map { min($0, moment) } ?? moment
  }

  mutating func emit(warning: Bool = false, container: String? = nil, reason: String, _ message: String) {
    actions.append(.event(warning: warning, container: container, reason: reason, message: message))
  }
}
