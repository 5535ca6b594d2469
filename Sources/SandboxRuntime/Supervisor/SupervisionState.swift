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
/// - Both give signs of life. A child that gave none for its ``silenceLimits`` and did nothing meanwhile hangs, and is
///   killed; one that works (a machine under load, a large store) has until ``busyLimit``. A `serve` that was killed is
///   started again and the containers go on; sandboxd takes them with it. A silence that is noticed late is forgiven,
///   since then this process did not run either (a machine that slept, a stopped process group).
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
    /// A child said that it is alive.
    case sign(Child)
    /// The time of ``SupervisionState/signsDueAt`` has come for a child, which has used the processor since its last
    /// sign or not.
    case silence(Child, isBusy: Bool)
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
  /// How long a child may be silent that does nothing.
  package let silenceLimits: [Child: Int64]
  /// How long a child may be silent that works.
  package let busyLimit: Int64
  /// When `silence` is to be brought; nothing for a child of which no sign of life is waited for.
  package private(set) var signsDueAt: [Child: Int64] = [:]

  private enum Phase: Equatable {
    case starting
    case running
    case stopping
  }

  private var phase = Phase.starting
  private var alive: Set<Child> = []
  private var serveStartedAt: Int64 = 0
  /// When each child gave its last sign.
  private var lastSigns: [Child: Int64] = [:]
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
  ///   - serveSilence: How long `serve` may be silent.
  ///   - sandboxdSilence: The same for sandboxd, whose end costs more.
  ///   - busyLimit: How long either may be silent while it works.
  package init(
    servePatience: Int64 = 5 * second, sandboxdPatience: Int64 = 15 * second, serveSilence: Int64 = 6 * second,
    sandboxdSilence: Int64 = 20 * second, busyLimit: Int64 = 30 * second
  ) {
    patience = [.serve: servePatience, .sandboxd: sandboxdPatience]
    silenceLimits = [.serve: serveSilence, .sandboxd: sandboxdSilence]
    self.busyLimit = max(busyLimit, serveSilence)
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
      expectSign(.serve, now)
      return []
    case .sign(let child):
      expectSign(child, now)
      return []
    case .silence(let child, let isBusy): return silence(child, isBusy: isBusy, now)
    case .renew: return phase != .stopping && alive.contains(.serve) ? [.kill(.serve)] : []
    case .stop: return stop(code: 0)
    case .due: return due(now)
    case .ended(let child, let code):
      alive.remove(child)
      signsDueAt[child] = nil
      return phase == .stopping ? stopNext() : ended(child, code: code, now: now)
    }
  }

  private mutating func startServe(_ now: Int64) -> [Action] {
    alive.insert(.serve)
    serveStartedAt = now
    lastSigns[.serve] = now
    signsDueAt[.serve] = now + max(limit(.serve), Self.startPatience)
    return [.start(.serve)]
  }

  private func limit(_ child: Child) -> Int64 { silenceLimits[child] ?? busyLimit }

  private mutating func expectSign(_ child: Child, _ now: Int64) {
    guard phase != .stopping, alive.contains(child) else { return }
    lastSigns[child] = now
    signsDueAt[child] = now + limit(child)
  }

  private mutating func silence(_ child: Child, isBusy: Bool, _ now: Int64) -> [Action] {
    guard let due = signsDueAt[child], now >= due else { return [] }
    guard now - due < Self.lateness else {
      expectSign(child, now)
      return []
    }
    let silentFor = now - (lastSigns[child] ?? due)
    if isBusy, silentFor < busyLimit {
      signsDueAt[child] = now + min(limit(child) / 3, busyLimit - silentFor)
      return []
    }
    signsDueAt[child] = nil
    return [.kill(child)]
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
    signsDueAt = [:]
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
