import LinuxSystem

/// The life of a process, as a value: from its clone through its exec to its end.
///
///     starting ──executed──▶ running ──ended──▶ ended
///         └──failed──▶ failing ──ended──▶ gone
struct ProcessLife: Hashable {
  enum State: Hashable {
    case starting
    case failing(SandboxError)
    case running(since: Int64)
    case ended(ExitStatus)
    case gone
  }

  /// What is to be done after a step of its life.
  enum Action: Hashable {
    case nothing
    case answerStarted
    case answerFailed(SandboxError)
    case tellExit(ExitStatus)
  }

  private(set) var state = State.starting

  /// The program runs.
  mutating func executed(at time: Int64) -> Action {
    guard state == .starting else { return .nothing }
    state = .running(since: time)
    return .answerStarted
  }

  /// A step before exec failed; the end follows.
  mutating func failed(_ error: SandboxError) {
    if state == .starting { state = .failing(error) }
  }

  /// The process is dead and reaped.
  mutating func ended(code: Int32, signal: Int32, at time: Int64) -> Action {
    switch state {
    case .failing(let error):
      state = .gone
      return .answerFailed(error)
    case .starting:
      state = .gone
      return .answerFailed(
        .startFailed(stage: "start", errno: 0, message: "the process was killed before its program ran"))
    case .running(let start):
      let status = ExitStatus(code: code, signal: signal, startedAt: start, finishedAt: time)
      state = .ended(status)
      return .tellExit(status)
    case .ended, .gone: return .nothing
    }
  }
}

/// A process that sandboxd started and waits for.
final class RunningProcess {
  /// How long until a dead process that is traced is looked at again.
  private static let tracedPause: Int64 = 100_000_000

  private let loop: EventLoop
  /// The process; while it starts, this may be one that goes on in a child of another PID namespace.
  private(set) var pidfd: SharedDescriptor
  private let report: SharedDescriptor
  private let program: ChildProgram
  private var reportToken: EventLoop.Token?
  private var pidToken: EventLoop.Token?
  private var isBorn = false
  /// It is dead, and whether its program ran is certain at the end of its report.
  private var waitsForReport = false
  private(set) var life = ProcessLife()
  private(set) var visibleID: Int32
  private(set) var terminal: (controller: SharedDescriptor?, device: SharedDescriptor)?

  /// Called with everything that is to be done; `tellExit` and `answerFailed` come last.
  var onAction: ((ProcessLife.Action) -> Void)?
  var onTerminal: (() -> Void)?

  init(loop: EventLoop, child: consuming ChildProcess, program: ChildProgram) throws(SystemError) {
    self.loop = loop
    self.program = program
    visibleID = ProcessHandle.visibleID(child.pidfd.rawValue) ?? 0
    pidfd = SharedDescriptor(try child.pidfd.duplicate())
    report = SharedDescriptor(try child.report.duplicate())
    reportToken = try loop.watch(report.rawValue, .reading) { [self] _ in readReports() }
    pidToken = try loop.watch(pidfd.rawValue, .reading) { [self] _ in reap() }
  }

  /// Follows the child that goes on in place of the process that was cloned, which ends.
  private func follow(_ child: consuming OwnedDescriptor) {
    // One that is told of a second time is not sandboxd's doing.
    guard program.steps.contains(.birth), !isBorn else { return }
    isBorn = true
    let (first, token) = (pidfd, pidToken)
    pidfd = SharedDescriptor(child)
    visibleID = ProcessHandle.visibleID(pidfd.rawValue) ?? 0
    if let token { loop.unwatch(token, first.rawValue) }
    pidToken = nil
    do {
      var ending: EventLoop.Token?
      ending = try loop.watch(first.rawValue, .reading) { [loop] _ in
        // Reaping fails only for what is reaped.
        _ = try? ProcessHandle.reap(first.rawValue)
        if let ending { loop.unwatch(ending, first.rawValue) }
      }
      pidToken = try loop.watch(pidfd.rawValue, .reading) { [self] _ in reap() }
    } catch {
      Diagnostics.report("A process's end will not be noticed", error)
    }
  }

  var isAlive: Bool {
    switch life.state {
    case .starting, .failing, .running: true
    case .ended, .gone: false
    }
  }

  /// Sends a signal; nothing happens when the process has ended.
  func signal(_ number: Int32) throws(SystemError) {
    if isAlive { try ProcessHandle.signal(pidfd.rawValue, number) }
  }

  /// Lets go of the terminal's controlling end, which somebody else holds.
  func releaseController() { terminal?.controller = nil }

  private func readReports() {
    while reportToken != nil {
      switch nextReport(from: report) {
      case .nothing: return
      case .executed:
        stopReading()
        act(life.executed(at: Clocks.now))
        if waitsForReport { reap() }
      case .failed(let step, let number):
        // The one that was cloned may not have told yet that another one went on, which is the one that failed.
        let failed = program.steps.indices.contains(step) ? program.steps[step] : nil
        life.failed(ProcessPlan.failure(step: failed, number: number, program: program))
      case .born(let child): follow(child)
      case .terminal(let controller, let device):
        terminal = (SharedDescriptor(controller), SharedDescriptor(device))
        onTerminal?()
      }
    }
  }

  private func reap() {
    // What it said before it died comes first; that may be that another one goes on.
    let current = pidfd
    readReports()
    guard current === pidfd else { return }
    if let token = pidToken { loop.unwatch(token, pidfd.rawValue) }
    pidToken = nil
    // The end of the report says that the program ran. A short program can be over before those that had the other end
    // as well, the starter and the process that it was born of, have let go of it.
    waitsForReport = life.state == .starting && reportToken != nil
    if waitsForReport { return }
    let result: (code: Int32, signal: Int32)
    do {
      guard let status = try ProcessHandle.reap(pidfd.rawValue) else {
        // Dead, but somebody in the container traces it, and has the first word (ptrace(2)).
        loop.after(nanoseconds: Self.tracedPause) { [self] in reap() }
        return
      }
      result = status
    } catch {
      Diagnostics.report("A process's exit status is lost", error)
      result = (255, 0)
    }
    stopReading()
    act(life.ended(code: result.code, signal: result.signal, at: Clocks.now))
    onAction = nil
    onTerminal = nil
  }

  private func stopReading() {
    if let token = reportToken { loop.unwatch(token, report.rawValue) }
    reportToken = nil
  }

  private func act(_ action: ProcessLife.Action) {
    if action != .nothing { onAction?(action) }
  }
}
