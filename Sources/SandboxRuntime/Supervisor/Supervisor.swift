import LinuxSystem

/// The shell around ``SupervisionState``: starts, signals and reaps the two processes.
struct Supervisor: ~Copyable {
  private enum Token: UInt64 {
    case signals
    case sandboxd
    case serve
    case progress
  }

  private let options: Supervise.Options
  private let listener: SharedDescriptor?
  private var state = SupervisionState(servePatience: 20_000_000_000, sandboxdPatience: 5_000_000_000)
  private var poller: Poller
  private let signals: SignalDescriptor
  private let lock: OwnedDescriptor
  private var sandboxd: SandboxdProcess?
  private var serve: SharedDescriptor?
  private var progress: SharedDescriptor?
  private var line: [UInt8] = []
  private var dueAt: Int64?
  private var exitCode: Int32?

  init(_ options: Supervise.Options, listener: SharedDescriptor?) throws {
    let lock = try Self.takeLock(options.directory)
    if !options.isForeground { try Self.goToBackground(options) }
    let signals = try SignalDescriptor([
      SignalDescriptor.terminate, SignalDescriptor.interrupt, SignalDescriptor.hangup,
    ])
    let poller = try Poller()
    try poller.add(signals.rawValue, .reading, token: Token.signals.rawValue)
    self.options = options
    self.listener = listener
    self.lock = lock
    self.signals = signals
    self.poller = poller
  }

  private static func takeLock(_ directory: String) throws -> OwnedDescriptor {
    for folder in ["run", "logs"] { try FileSystem.makeDirectory("\(directory)/\(folder)", permissions: 0o700) }
    let file = try FileSystem.open(Supervise.lockPath(directory), .appending, permissions: 0o600)
    guard try BackgroundProcess.lock(file.rawValue) else { throw Supervise.AlreadyRunning() }
    let content = try FileSystem.open(Supervise.lockPath(directory), .replacing, permissions: 0o600)
    try content.writeAll(Array("\(CurrentProcess.id)\n".utf8))
    return file
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
    }
    return exitCode ?? 0
  }

  private var timeout: Int32 {
    guard let dueAt else { return -1 }
    return Int32(clamping: max(0, (dueAt - Clocks.monotonic + 999_999) / 1_000_000))
  }

  private mutating func handle(_ token: Token) throws {
    let now = Clocks.monotonic
    switch token {
    case .signals:
      while let signal = try signals.next() {
        // The end of a terminal is no reason to stop a cluster that runs in the background.
        if signal == SignalDescriptor.hangup, !options.isForeground { continue }
        try carryOut(state.handle(.stop, now: now))
      }
    case .sandboxd:
      guard let process = sandboxd.take() else { return }
      poller.remove(process.pidfd.rawValue)
      try carryOut(state.handle(.ended(.sandboxd, code: process.waitUntilEnded()), now: now))
    case .serve:
      guard let process = serve else { return }
      serve = nil
      poller.remove(process.rawValue)
      try readProgress()
      let code = try ProcessHandle.reap(process.rawValue, waits: true)?.code ?? 255
      try carryOut(state.handle(.ended(.serve, code: code), now: now))
    case .progress: try readProgress()
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
    let process = try SandboxdLauncher.launch(socketPath: Supervise.socketPath(options.directory))
    try process.waitUntilReady()
    try poller.add(process.pidfd.rawValue, .reading, token: Token.sandboxd.rawValue)
    sandboxd = consume process
  }

  private mutating func startServe() throws {
    if let old = progress { poller.remove(old.rawValue) }
    let pipe = try Pipe()
    let writing = try pipe.writing.duplicate()
    let process = try NamespacedProcess(
      executable: "/proc/self/exe", arguments: ["localkube"] + options.serve + ["--progress", "\(writing.rawValue)"],
      namespaces: [], diesWithParent: true, kept: [writing.rawValue])
    try process.release()
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
          Self.tell(listener, text)
          if text.hasPrefix(Supervise.readyLine) {
            try carryOut(state.handle(.ready, now: Clocks.monotonic))
          }
        }
      }
    }
  }

  /// Writes a line of progress.
  static func tell(_ listener: SharedDescriptor?, _ text: String) {
    // A listener that has gone is nobody to tell.
    _ = try? listener?.write(Array((text + "\n").utf8))
  }
}
