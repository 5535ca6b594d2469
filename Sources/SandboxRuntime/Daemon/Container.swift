import LinuxSystem

/// A container in sandboxd's table: its process, its output and its input.
final class Container {
  let specification: ContainerSpecification
  let createdAt = Clocks.now
  let process: RunningProcess
  private let loop: EventLoop
  private let log: LogFile
  private var pumps: [OutputPump] = []
  /// The writing end of its standard input, while it is kept open here.
  private var input: SharedDescriptor?
  /// Called when the process has ended, after everything else.
  var whenEnded: [() -> Void] = []

  var id: String { specification.id }

  /// Starts a container.
  static func start(
    _ specification: ContainerSpecification, plan: ContainerPlan, loop: EventLoop, starter: ChildStarter,
    null: SharedDescriptor
  ) throws(SystemError) -> Container {
    for directory in plan.layerDirectories {
      try FileSystem.makeDirectory(Path.join(specification.rootFileSystem.layer, directory))
    }
    let log = try LogFile(path: specification.logPath)
    let output = try Pipe()
    let error = try Pipe()
    var input: SharedDescriptor?
    var inputReader: SharedDescriptor = null
    if specification.keepsStandardInput, !specification.process.hasTerminal {
      let pipe = try Pipe()
      inputReader = SharedDescriptor(try pipe.reading.duplicate())
      input = SharedDescriptor(try pipe.writing.duplicate())
    }
    let child = try plan.program.spawn(
      from: starter, streams: (inputReader.rawValue, output.writing.rawValue, error.writing.rawValue))
    let process = try RunningProcess(loop: loop, child: child, program: plan.program)
    let container = Container(specification, process: process, loop: loop, log: log, input: input)
    guard !specification.process.hasTerminal else { return container }
    for (pipe, stream) in [
      (SharedDescriptor(try output.reading.duplicate()), "stdout"),
      (SharedDescriptor(try error.reading.duplicate()), "stderr"),
    ] {
      container.pumps.append(try OutputPump(loop: loop, source: pipe, stream: stream, log: log))
    }
    return container
  }

  private init(
    _ specification: ContainerSpecification, process: RunningProcess, loop: EventLoop, log: LogFile,
    input: SharedDescriptor?
  ) {
    self.specification = specification
    self.process = process
    self.loop = loop
    self.log = log
    self.input = input
    process.onTerminal = { [unowned self] in openTerminal() }
  }

  /// What is told of it.
  var state: RuntimeState.Container {
    var exit: ExitStatus?
    var startedAt = createdAt
    switch process.life.state {
    case .running(let since): startedAt = since
    case .ended(let status):
      startedAt = status.startedAt
      exit = status
    case .starting, .failing, .gone: break
    }
    return RuntimeState.Container(
      id: id, sandbox: specification.sandbox,
      process: StartedProcess(pid: process.visibleID, startedAt: startedAt), exit: exit)
  }

  /// Writes the rest of its output, which is complete: with the main process, its PID namespace is empty.
  func finishOutput() {
    for pump in pumps { pump.drain() }
    pumps = []
    input = nil
  }

  /// A client's ends of streams that follow the container's from now on.
  func attach() throws(SystemError) -> AnswerStreams {
    var streams = AnswerStreams()
    for (index, pump) in pumps.enumerated() {
      let pipe = try Pipe()
      try pump.attach(try Attachment(loop: loop, pipe: try pipe.writing.duplicate()))
      let end = SharedDescriptor(try pipe.reading.duplicate())
      if index == 0 { streams.output = end } else { streams.error = end }
    }
    guard specification.keepsStandardInput else { return streams }
    if let terminal = process.terminal {
      streams.input = terminal.controller
    } else {
      streams.input = input
      // The client's end is the last now: when it closes it, the container's input ends.
      if specification.closesStandardInputOnce { input = nil }
    }
    return streams
  }

  private func openTerminal() {
    guard let controller = process.terminal?.controller else { return }
    do {
      pumps.append(try OutputPump(loop: loop, source: controller, stream: "stdout", log: log))
    } catch {
      Diagnostics.report("A terminal's output is lost", error)
    }
  }
}

/// Streams that go to a client.
struct AnswerStreams {
  var input: SharedDescriptor?
  var output: SharedDescriptor?
  var error: SharedDescriptor?

  /// Which there are, for the answer's content.
  var flags: UInt8 { (input == nil ? 0 : 1) | (output == nil ? 0 : 2) | (error == nil ? 0 : 4) }

  /// In the order in which they are sent.
  var descriptors: [SharedDescriptor] { [input, output, error].compactMap(\.self) }
}
