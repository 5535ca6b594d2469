import LinuxSystem

/// The shell around ``SupervisionState``: starts, signals and reaps the two processes.
struct Supervisor: ~Copyable {
  private enum Token: UInt64 {
    case signals
    case sandboxd
    case serve
    case progress
    case runtimeSigns
  }

  private let options: Supervise.Options
  private let listener: SharedDescriptor?
  private let program = OwnProgram()
  private var manager: ManagerReports
  private var state: SupervisionState
  private var poller: Poller
  private let signals: SignalDescriptor
  private var lock: ProfileLock
  private var sandboxd: SandboxdProcess?
  private var sandboxdID: Int32?
  /// Whether a first container was started here.
  private var isTried = false
  private var runtimeSigns: SharedDescriptor?
  /// The processor time that each child had used at its last sign, or when its silence was looked at last, and when
  /// that was.
  private var lastLooks: [SupervisionState.Child: (used: Int64, at: Int64)] = [:]
  private var serve: SharedDescriptor?
  private var progress: SharedDescriptor?
  private var line: [UInt8] = []
  private var dueAt: Int64?
  private var exitCode: Int32?
  /// How long `serve` may be silent; less when the manager wants it.
  private static let silenceLimit: Int64 = 6_000_000_000
  /// A silent child that has used less of the processor than one part in so many does nothing.
  private static let idleShare: Int64 = 50

  init(_ options: Supervise.Options, listener: SharedDescriptor?, manager: ServiceManager) throws {
    let lock = try ProfileLock(directory: options.directory)
    if !options.isForeground { try Self.goToBackground(options) }
    let signals = try SignalDescriptor([
      SignalDescriptor.terminate, SignalDescriptor.interrupt, SignalDescriptor.hangup, SignalDescriptor.user1,
    ])
    let poller = try Poller()
    try poller.add(signals.rawValue, .reading, token: Token.signals.rawValue)
    self.options = options
    self.listener = listener
    self.lock = lock
    self.signals = signals
    self.poller = poller
    self.manager = ManagerReports(manager)
    state = SupervisionState(
      servePatience: 20_000_000_000, sandboxdPatience: 5_000_000_000,
      serveSilence: min(manager.watchdogInterval ?? .max, Self.silenceLimit))
  }

  private static func goToBackground(_ options: Supervise.Options) throws {
    BackgroundProcess.startSession()
    let path = Supervise.logPath(options.directory)
    // One old log is kept; a size that cannot be told is small.
    if let status = try? FileSystem.status(path), status.size > 10 << 20 {
      try FileSystem.rename(path, to: path + ".1")
    }
    let log = try FileSystem.open(path, .appending, permissions: 0o600)
    let nothing = try FileSystem.open("/dev/null", .reading)
    try BackgroundProcess.redirect(0, to: nothing.rawValue)
    try BackgroundProcess.redirect(1, to: log.rawValue)
    try BackgroundProcess.redirect(2, to: log.rawValue)
  }

  mutating func run() throws -> Int32 {
    // Also after an error that is told: the next command sees that this was no crash.
    defer { lock.release() }
    try carryOut(state.handle(.begin, now: Clocks.monotonic))
    while exitCode == nil {
      for (token, _) in poller.wait(milliseconds: timeout) {
        guard let token = Token(rawValue: token) else { continue }
        try handle(token)
      }
      if let due = dueAt, Clocks.monotonic >= due {
        dueAt = nil
        try carryOut(state.handle(.due, now: Clocks.monotonic))
      }
      try checkSilence()
      manager.ping(now: Clocks.monotonic)
    }
    return exitCode ?? 0
  }

  private var timeout: Int32 {
    guard let next = ([dueAt, manager.pingAt].compactMap { $0 } + state.signsDueAt.values).min() else { return -1 }
    return Int32(clamping: max(0, (next - Clocks.monotonic + 999_999) / 1_000_000))
  }

  private mutating func checkSilence() throws {
    for child in SupervisionState.Child.allCases {
      guard let due = state.signsDueAt[child], Clocks.monotonic >= due else { continue }
      // What was said before this moment counts, read or not.
      if child == .serve { try readProgress() } else { try readRuntimeSigns() }
      let id = process(child)
      let isBusy = isBusy(child)
      let actions = state.handle(.silence(child, isBusy: isBusy), now: Clocks.monotonic)
      if !actions.isEmpty {
        let name = child == .serve ? "the control plane" : "sandboxd"
        let seconds = Double(state.silenceLimits[child] ?? 0) / 1e9
        Self.log("\(name) gave no sign of life for \(seconds) s and is killed")
        for line in id.map(ThreadReport.lines) ?? [] { Self.log(line) }
      }
      try carryOut(actions)
    }
  }

  private func process(_ child: SupervisionState.Child) -> Int32? {
    switch child {
    case .serve: serve.flatMap { ProcessHandle.visibleID($0.rawValue) }
    case .sandboxd: sandboxdID
    }
  }

  /// Whether a silent child has worked since the last look at it.
  private mutating func isBusy(_ child: SupervisionState.Child) -> Bool {
    guard let last = lastLooks[child], let now = look(at: child) else { return false }
    return now.used - last.used > (now.at - last.at) / Self.idleShare
  }

  @discardableResult
  private mutating func look(at child: SupervisionState.Child) -> (used: Int64, at: Int64)? {
    guard let used = process(child).flatMap(ProcessTable.processorTime) else { return nil }
    lastLooks[child] = (used, Clocks.monotonic)
    return lastLooks[child]
  }

  private mutating func note(_ event: SupervisionState.Event, of child: SupervisionState.Child) throws {
    look(at: child)
    try carryOut(state.handle(event, now: Clocks.monotonic))
    switch lock.check() {
    case .kept: break
    case .restored: Self.log("the run directory was removed and is made again; the cluster goes on")
    case .lost:
      Self.log("the profile's directory is gone, or another cluster's: the cluster is powered off")
      manager.stopping()
      try carryOut(state.handle(.stop, now: Clocks.monotonic))
    }
  }

  private mutating func readRuntimeSigns() throws {
    var buffer = [UInt8](repeating: 0, count: 64)
    var hasSign = false
    while let number = runtimeSigns?.rawValue {
      switch try runtimeSigns?.read(into: &buffer) ?? .end {
      case .bytes: hasSign = true
      case .end:
        poller.remove(number)
        runtimeSigns = nil
      case .wouldBlock:
        if hasSign { try note(.sign(.sandboxd), of: .sandboxd) }
        return
      }
    }
  }

  private mutating func handle(_ token: Token) throws {
    let now = Clocks.monotonic
    switch token {
    case .signals:
      while let signal = try signals.next() {
        switch signal {
        // The end of a terminal is no reason to stop a cluster that runs in the background.
        case SignalDescriptor.hangup where !options.isForeground: break
        case SignalDescriptor.user1: try carryOut(state.handle(.renew, now: now))
        default:
          manager.stopping()
          try carryOut(state.handle(.stop, now: now))
        }
      }
    case .sandboxd:
      guard let process = sandboxd.take() else { return }
      sandboxdID = nil
      poller.remove(process.pidfd.rawValue)
      try carryOut(state.handle(.ended(.sandboxd, code: process.waitUntilEnded()), now: now))
    case .serve:
      guard let process = serve else { return }
      serve = nil
      poller.remove(process.rawValue)
      try readProgress()
      let code = try ProcessHandle.reap(process.rawValue, waits: true)?.code ?? 255
      manager.serveEnded(code: code, podsGoOn: sandboxd != nil)
      try carryOut(state.handle(.ended(.serve, code: code), now: now))
    case .progress: try readProgress()
    case .runtimeSigns: try readRuntimeSigns()
    }
  }

  private mutating func carryOut(_ actions: [SupervisionState.Action]) throws {
    for action in actions {
      switch action {
      case .start(.sandboxd): try startSandboxd()
      case .start(.serve): try startServe()
      case .terminate(.serve): try signalServe(SignalDescriptor.terminate)
      case .kill(.serve): try signalServe(Signals.kill)
      // sandboxd has nothing left to end by now; what is left ends with it.
      case .terminate(.sandboxd), .kill(.sandboxd): try sandboxd?.kill()
      case .wait(let nanoseconds): dueAt = Clocks.monotonic + nanoseconds
      case .exit(let code): exitCode = code
      }
    }
  }

  private mutating func startSandboxd() throws {
    let socket = Supervise.socketPath(options.directory)
    // What the machine permits does not change; a start that follows a crash is not to fail for a moment's reason.
    let trial = isTried ? SandboxdLauncher.Trial.none : .first(directory: "\(options.directory)/run/trial")
    let process = try program.start {
      try SandboxdLauncher.launch(socketPath: socket, options: SandboxdLauncher.Options(executable: $0, trial: trial))
    }
    try process.waitUntilReady()
    try poller.add(process.pidfd.rawValue, .reading, token: Token.sandboxd.rawValue)
    if let old = runtimeSigns { poller.remove(old.rawValue) }
    let signs = SharedDescriptor(try process.status.duplicate())
    try signs.setNonBlocking(true)
    try poller.add(signs.rawValue, .reading, token: Token.runtimeSigns.rawValue)
    runtimeSigns = signs
    sandboxdID = process.pid
    sandboxd = consume process
    isTried = true
  }

  private mutating func startServe() throws {
    if !FileSystem.exists(Supervise.socketPath(options.directory)) {
      // Its end brings both back; nobody could reach it any more.
      Self.log("the socket of sandboxd was removed: sandboxd is replaced")
      try sandboxd?.kill()
    }
    if let old = progress { poller.remove(old.rawValue) }
    let pipe = try Pipe()
    let writing = try pipe.writing.duplicate()
    // Three signs fit into the time that it may be silent.
    let arguments =
      options.serve + [
        "--progress", "\(writing.rawValue)", "--sign-milliseconds",
        "\(max((state.silenceLimits[.serve] ?? Self.silenceLimit) / 3_000_000, 1))",
      ]
    let process = try program.start { path in
      let process = try NamespacedProcess(
        executable: path, arguments: ["localkube"] + arguments, namespaces: [], diesWithParent: true,
        kept: [writing.rawValue])
      try process.release()
      return process
    }
    let handle = SharedDescriptor(try process.pidfd.duplicate())
    try poller.add(handle.rawValue, .reading, token: Token.serve.rawValue)
    serve = handle
    let reading = SharedDescriptor(try pipe.reading.duplicate())
    try reading.setNonBlocking(true)
    try poller.add(reading.rawValue, .reading, token: Token.progress.rawValue)
    progress = reading
    line = []
  }

  private func signalServe(_ signal: Int32) throws {
    guard let pidfd = serve?.rawValue else { return }
    try ProcessHandle.signal(pidfd, signal)
  }

  /// Copies lines of progress to whoever listens, and takes note when `serve` is ready.
  private mutating func readProgress() throws {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while let number = progress?.rawValue {
      let outcome = try progress?.read(into: &buffer) ?? .end
      switch outcome {
      case .wouldBlock: return
      case .end:
        poller.remove(number)
        progress = nil
      case .bytes(let count):
        for byte in buffer[..<count] {
          guard byte == UInt8(ascii: "\n") else {
            line.append(byte)
            continue
          }
          let text = String(decoding: line, as: UTF8.self)
          line = []
          try handleProgress(text)
        }
      }
    }
  }

  private mutating func handleProgress(_ text: String) throws {
    let isSign = text == Supervise.signLine
    if !isSign { Self.tell(listener, text) }
    manager.progress(text)
    let isReady = text.hasPrefix(Supervise.readyPrefix)
    try note(isReady ? .ready : .sign(.serve), of: .serve)
  }

  /// Writes a line of progress.
  static func tell(_ listener: SharedDescriptor?, _ text: String) {
    // A listener that has gone is nobody to tell.
    _ = try? listener?.write(Array((text + "\n").utf8))
  }

  /// Writes a line to the log.
  static func log(_ text: String) {
    var line: [UInt8] = []
    LogTime.append(Clocks.now, to: &line)
    line += Array(" warning supervise: \(text)\n".utf8)
    StandardError.write(line)
  }
}
