package import KubeModel

/// What a container is for in its pod.
package enum ContainerRole: Sendable, Hashable {
  /// Runs to its end before the next one starts.
  case initialize
  /// An init container that keeps running (`restartPolicy: Always`).
  case sidecar
  case app
  /// Added to a running pod by `kubectl debug`; never restarted.
  case ephemeral
}

/// How one attempt ended.
package struct ContainerTermination: Sendable, Hashable {
  package var attempt: Int
  package var exitCode: Int
  package var reason: String
  package var message: String?
  package var startedAt: Timestamp
  package var finishedAt: Timestamp
}

/// One container of a pod and how far it is.
///
/// `waiting` → `starting` (asked of the runtime) → `running` → `exited` → `starting` …; a start that failed before
/// there was a process goes back to `waiting` (its configuration or image is missing) or to `exited` (it was tried).
package struct ContainerRecord: Sendable, Hashable {
  /// How far the container is.
  package enum State: Sendable, Hashable {
    /// Not started; the reason is Kubernetes' (`ContainerCreating`, `CreateContainerConfigError`, `ErrImagePull`).
    case waiting(reason: String?, message: String?)
    case starting
    case running(since: Timestamp)
    case exited(ContainerTermination)
  }

  /// How far the stopping of a running container is.
  package enum Stop: Sendable, Hashable {
    /// The preStop hook runs, until the deadline at the latest.
    case hook(deadline: Timestamp)
    /// A sidecar's hook is done; it waits for the containers that end before it, until the deadline at the latest.
    case turn(deadline: Timestamp)
    /// The stop signal is sent; SIGKILL is due at this time.
    case terminating(killAt: Timestamp)
    case killed
  }

  package internal(set) var container: Container
  /// What the node has set aside for it: the resources of its definition, unless these cannot be had.
  package internal(set) var allocated: JSONValue
  package let role: ContainerRole
  package internal(set) var state = State.waiting(reason: nil, message: nil)
  /// The current or latest attempt.
  package internal(set) var attempt = 0
  /// Whether `attempt` has been used, so that the next start takes the next number.
  package internal(set) var wasTried = false
  /// How the attempt before the current state ended.
  package internal(set) var last: ContainerTermination?
  package internal(set) var imageID = ""
  /// Whether the postStart hook is still to end; the container does not count as running before.
  package internal(set) var isPostStartPending = false
  package internal(set) var stop: Stop?
  package internal(set) var probes: [ProbeState] = []
  var backoff: RestartBackoff
  /// When an exited or waiting container may be started (again); nil waits for a change from outside.
  var retryAt: Timestamp?
  /// How many changes of ConfigMaps and the like had been seen when the last start was asked for.
  var changesSeen = 0
  /// Whether the container is to be started again whatever the restart policy says (its definition changed).
  var mustRestart = false
  /// The attempt for whose end the backoff was announced.
  var announcedBackoff: Int?
  /// Since when the image's program is being fetched, as was said in an Event; nil when it is not.
  var fetchingSince: Timestamp?
  /// How long the next wait for an image is.
  var imageBackoff: Duration

  package init(container: Container, role: ContainerRole, settings: RestartSettings) {
    self.container = container
    allocated = container.json["resources"] ?? .emptyObject
    self.role = role
    backoff = RestartBackoff(settings: settings)
    imageBackoff = settings.base
  }

  package var name: String { container.name ?? "" }

  /// The container whose processes an ephemeral one is to see; nil for none.
  var targetName: String? {
    guard role == .ephemeral, let name = container.json["targetContainerName"]?.stringValue else { return nil }
    return name.isEmpty ? .none : name
  }

  /// Whether the container has a process.
  package var isRunning: Bool {
    if case .running = state { true } else { false }
  }

  package var isStarting: Bool { state == .starting }

  /// How it ended, when it has and was not started again.
  package var termination: ContainerTermination? {
    if case .exited(let termination) = state { termination } else { nil }
  }

  /// Whether the container is up: running, postStart done, startup probe passed.
  package var isStarted: Bool {
    isRunning && !isPostStartPending && (probe(.startup)?.isPassing ?? true)
  }

  /// Whether the container counts as ready.
  package var isReady: Bool {
    switch role {
    case .initialize: termination?.exitCode == 0
    case .sidecar, .app: isStarted && (probe(.readiness)?.isPassing ?? true)
    case .ephemeral: false
    }
  }

  func probe(_ kind: ProbeKind) -> ProbeState? { probes.first { $0.kind == kind } }

  /// Sets the probes up for a container that started at `startedAt`; `started` and `ready` are what is known of it
  /// from before, when it is adopted.
  mutating func armProbes(startedAt: Timestamp, started: Bool? = nil, ready: Bool? = nil) {
    guard role == .app || role == .sidecar else { return }
    probes = []
    let sources: [(ProbeKind, Probe?, Bool?)] = [
      (.startup, container.startupProbe, started), (.liveness, container.livenessProbe, nil),
      (.readiness, container.readinessProbe, ready),
    ]
    for case (let kind, let probe?, let known) in sources {
      probes.append(ProbeState(kind: kind, probe: probe, startedAt: startedAt, isPassing: known))
    }
  }

  /// Notes the end of the current attempt and when the next may start.
  mutating func end(_ termination: ContainerTermination) {
    state = .exited(termination)
    stop = nil
    probes = []
    isPostStartPending = false
    // A container that could not be started has the beginning of time as its start, as in Kubernetes: it never ran.
    let ran = termination.startedAt == Timestamp(seconds: 0) ? termination.finishedAt : termination.startedAt
    retryAt = backoff.nextStart(startedAt: ran, finishedAt: termination.finishedAt)
  }

  /// Whether the restart policy asks for another attempt.
  func shouldRestart(policy: String) -> Bool {
    guard let termination else { return false }
    if mustRestart { return true }
    switch role {
    case .sidecar: return true
    case .ephemeral: return false
    case .initialize: return termination.exitCode != 0 && policy != "Never"
    case .app: return policy == "Always" || (policy == "OnFailure" && termination.exitCode != 0)
    }
  }
}
