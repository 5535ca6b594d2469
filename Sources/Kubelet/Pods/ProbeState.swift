package import KubeModel

/// The three probes of a container.
package enum ProbeKind: String, Sendable, Hashable, CaseIterable {
  case startup = "Startup"
  case liveness = "Liveness"
  case readiness = "Readiness"
}

/// What one execution of a probe gave.
package enum ProbeOutcome: Sendable, Hashable {
  case success
  /// A success that the user should look at, such as a redirect to another host.
  case warning(String)
  /// The program, the port or the answer said no; the text is what it said.
  case failure(String)
  /// The probe itself could not be carried out; it counts neither way, as in the kubelet, whose word for the result
  /// comes second.
  case unknown(String, result: String = "unknown")
}

/// The counting of one probe's results (Kubernetes, "Configure Liveness, Readiness and Startup Probes").
///
/// A result counts once it came `successThreshold` or `failureThreshold` times in a row. The first execution is due
/// `initialDelaySeconds` after the container started, the next ones every `periodSeconds`. While a container is not
/// ready, Kubernetes allows its readiness probe to be executed in between, so that the pod is ready sooner: that is
/// done after an eighth of the time for which it has not been ready, and never sooner than after 100 ms.
package struct ProbeState: Sendable, Hashable {
  package let kind: ProbeKind
  package let probe: Probe
  /// Whether the probe counts as passed: readiness and startup start with false, liveness with true.
  package private(set) var isPassing: Bool
  /// When the next execution is due.
  package private(set) var nextAt: Timestamp
  package private(set) var isInFlight = false
  /// Whether the execution under way, or the last one, came between those that are due every `periodSeconds`.
  package private(set) var isExtra = false
  private var lastWasSuccess: Bool?
  private var run = 0
  /// When the next execution is due by `periodSeconds` alone.
  private var regularAt: Timestamp
  /// Since when the probe does not pass.
  private var failingSince: Timestamp

  package init(kind: ProbeKind, probe: Probe, startedAt: Timestamp, isPassing: Bool? = nil) {
    self.kind = kind
    self.probe = probe
    self.isPassing = isPassing ?? (kind == .liveness)
    regularAt = startedAt + .seconds(max(probe.initialDelaySeconds ?? 0, 0))
    nextAt = regularAt
    failingSince = regularAt
  }

  /// How long one execution may take.
  package var timeout: Duration { .seconds(max(probe.timeoutSeconds ?? 1, 1)) }

  /// How long a probe waits between two executions.
  package var period: Duration { .seconds(max(probe.periodSeconds ?? 10, 1)) }

  /// Puts the next execution off, so that the probes of a node do not all come at once when its kubelet has begun to
  /// work: by a part of the period, from 0 to 1.
  package mutating func spread(_ part: Double, from now: Timestamp) {
    regularAt = max(regularAt, now + period * part)
    nextAt = regularAt
  }

  /// Notes that an execution begins.
  package mutating func begin(at now: Timestamp) {
    isInFlight = true
    isExtra = now < regularAt
    if !isExtra { regularAt = now + period }
    nextAt = regularAt
  }

  /// Takes the result of an execution; true when `isPassing` changed, or a liveness or startup probe failed for good.
  package mutating func end(_ outcome: ProbeOutcome, at now: Timestamp) -> Bool {
    isInFlight = false
    nextAt = max(nextAt, now)
    let success: Bool
    switch outcome {
    case .unknown: return false
    case .success, .warning: success = true
    case .failure: success = false
    }
    defer {
      if kind == .readiness, !isPassing, !success {
        nextAt = min(nextAt, now + max(.milliseconds(100), (now - failingSince) / 8))
      }
    }
    run = lastWasSuccess == success ? run + 1 : 1
    lastWasSuccess = success
    let threshold = success ? probe.successThreshold ?? 1 : probe.failureThreshold ?? 3
    guard run >= max(threshold, 1) else { return false }
    if kind == .startup, !success { return true }
    guard isPassing != success else { return false }
    isPassing = success
    if !success { failingSince = now }
    return true
  }
}
