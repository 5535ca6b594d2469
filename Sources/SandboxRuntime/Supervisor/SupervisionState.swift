/// What `supervise` decides: which of its two children to start, to stop and to start again.
///
///     starting ──► running ──► stopping ──► done
///
/// - `serve` that ends is started again: at once when it had run for a second or more, after a growing wait when it
///   had not. Containers go on meanwhile, since `sandboxd` holds them.
/// - `sandboxd` that ends takes every container with it (the kernel ends its PID namespace). `serve` is then stopped,
///   and both are started again, as a node comes back after a reboot.
/// - A stop ends `serve` first, so that it does not take the containers' end for failures, then `sandboxd`.
/// - `serve` that says it cannot work at all (``cannotStart``) before it ever worked ends everything.
/// - `serve` gives signs of life. When none came for ``silenceLimit`` it hangs: it is killed and started again, and the
///   containers go on. A silence that is noticed late is forgiven, since then this process did not run either (a
///   machine that slept, a stopped process group).
///
/// Times are nanoseconds of a clock that only goes forward.
package struct SupervisionState: Sendable, Equatable {
  /// Something that happened.
  package enum Event: Sendable, Equatable {
    /// The first of all.
    case begin
    /// A child ended with this exit code, or with 128 and a signal's number.
    case ended(Child, code: Int32)
    /// `serve` said that it is ready.
    case ready
    /// `serve` said that it is alive.
    case sign
    /// The time of ``SupervisionState/signDueAt`` has come.
    case silence
    /// A wait is over.
    case due
    /// Somebody asked for a new control plane: the program may be another one now.
    case renew
    /// A person or the system asked for the end.
    case stop
  }

  /// Something to be done.
  package enum Action: Sendable, Equatable {
    case start(Child)
    /// Asks the child to end (SIGTERM).
    case terminate(Child)
    /// Ends the child (SIGKILL).
    case kill(Child)
    /// Brings `due` after this many nanoseconds; replaces an earlier wait.
    case wait(nanoseconds: Int64)
    /// Ends `supervise` itself.
    case exit(code: Int32)
  }

  /// The processes that are watched over.
  package enum Child: Sendable, Hashable, CaseIterable {
    case sandboxd
    case serve
  }

  /// The exit code with which `serve` says that starting it again is of no use: EX_CONFIG of sysexits.h.
  package static let cannotStart: Int32 = 78

  /// How long a child has to end after being asked to.
  package var patience: [Child: Int64]
  /// How long `serve` may be silent.
  package let silenceLimit: Int64
  /// When `silence` is to be brought; nil while no sign of life is waited for.
  package private(set) var signDueAt: Int64?

  private enum Phase: Equatable {
    case starting
    case running
    case stopping
  }

  private var phase = Phase.starting
  private var alive: Set<Child> = []
  private var serveStartedAt: Int64 = 0
  private var restartWait: Int64 = 0
  private var exitCode: Int32 = 0
  private var wasEverReady = false

  private static let second: Int64 = 1_000_000_000
  private static let firstWait = second / 10
  private static let longestWait = 10 * second
  /// A start may take longer than the time between two signs: a large store is read.
  private static let startPatience = 60 * second
  private static let lateness = second

  /// - Parameters:
  ///   - servePatience: How long `serve` has to end; at a stop it powers the cluster off in this time.
  ///   - sandboxdPatience: How long sandboxd has to end after it.
  ///   - silenceLimit: How long `serve` may be silent.
  package init(
    servePatience: Int64 = 5 * second, sandboxdPatience: Int64 = 15 * second, silenceLimit: Int64 = 30 * second
  ) {
    patience = [.serve: servePatience, .sandboxd: sandboxdPatience]
    self.silenceLimit = silenceLimit
  }

  /// Takes note of an event at time `now` and says what to do.
  package mutating func handle(_ event: Event, now: Int64) -> [Action] {
    switch event {
    case .begin:
      alive = [.sandboxd]
      return [.start(.sandboxd)] + startServe(now)
    case .ready:
      wasEverReady = true
      if phase == .starting { phase = .running }
      expectSign(now)
      return []
    case .sign:
      expectSign(now)
      return []
    case .silence: return silence(now)
    case .renew: return phase != .stopping && alive.contains(.serve) ? [.kill(.serve)] : []
    case .stop: return stop(code: 0)
    case .due: return due(now)
    case .ended(let child, let code):
      alive.remove(child)
      if child == .serve { signDueAt = nil }
      return phase == .stopping ? stopNext() : ended(child, code: code, now: now)
    }
  }

  private mutating func startServe(_ now: Int64) -> [Action] {
    alive.insert(.serve)
    serveStartedAt = now
    signDueAt = now + max(silenceLimit, Self.startPatience)
    return [.start(.serve)]
  }

  private mutating func expectSign(_ now: Int64) {
    if phase != .stopping, alive.contains(.serve) { signDueAt = now + silenceLimit }
  }

  private mutating func silence(_ now: Int64) -> [Action] {
    guard let due = signDueAt, now >= due else { return [] }
    guard now - due < Self.lateness else {
      expectSign(now)
      return []
    }
    signDueAt = nil
    return [.kill(.serve)]
  }

  private mutating func ended(_ child: Child, code: Int32, now: Int64) -> [Action] {
    switch child {
    case .serve:
      if !alive.contains(.sandboxd) { return restartBoth(now) }
      if code == Self.cannotStart, !wasEverReady { return stop(code: code) }
      restartWait =
        now - serveStartedAt >= Self.second ? 0 : min(max(restartWait * 2, Self.firstWait), Self.longestWait)
      return restartWait == 0 ? startServe(now) : [.wait(nanoseconds: restartWait)]
    case .sandboxd:
      if alive.contains(.serve) { return [.terminate(.serve), .wait(nanoseconds: patience[.serve] ?? 0)] }
      return restartBoth(now)
    }
  }

  private mutating func restartBoth(_ now: Int64) -> [Action] {
    alive.insert(.sandboxd)
    return [.start(.sandboxd)] + startServe(now)
  }

  private mutating func due(_ now: Int64) -> [Action] {
    switch phase {
    case .stopping:
      // The patience with whoever was asked last has run out.
      let next: Child = alive.contains(.serve) ? .serve : .sandboxd
      return alive.contains(next) ? [.kill(next)] : []
    case .starting, .running:
      if !alive.contains(.sandboxd) { return alive.contains(.serve) ? [.kill(.serve)] : restartBoth(now) }
      return alive.contains(.serve) ? [] : startServe(now)
    }
  }

  private mutating func stop(code: Int32) -> [Action] {
    guard phase != .stopping else { return [] }
    phase = .stopping
    signDueAt = nil
    exitCode = code
    return stopNext()
  }

  /// `serve` first, then `sandboxd`, then the end.
  private func stopNext() -> [Action] {
    for child in [Child.serve, .sandboxd] where alive.contains(child) {
      return [.terminate(child), .wait(nanoseconds: patience[child] ?? 0)]
    }
    return [.exit(code: exitCode)]
  }
}
