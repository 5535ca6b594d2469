import LinuxSystem

/// A process that `exec` started.
final class ExecProcess {
  let id: String
  /// The container that it runs in.
  let container: String
  let process: RunningProcess
  /// The client's ends, until they are handed over.
  var streams: AnswerStreams

  init(id: String, container: String, process: RunningProcess, streams: AnswerStreams) {
    self.id = id
    self.container = container
    self.process = process
    self.streams = streams
  }
}

extension Engine {
  /// Runs another process in a container; answers when its program runs.
  func exec(_ specification: ExecSpecification, reply: @escaping Reply) throws(SandboxError) {
    guard execs[specification.id] == nil else { throw .exists(id: specification.id) }
    try checkRoom(in: specification.container)
    let target = try running(specification.container).process.pidfd.rawValue
    let program = try ProcessPlan.joining(target, specification.process, host: host)
    let exec: ExecProcess
    do { exec = try spawn(specification, program) } catch {
      throw .startFailed(stage: error.operation, errno: error.number, message: "\(error)")
    }
    execs[exec.id] = exec
    // The process forgets this with its end, so that the two do not keep each other for ever.
    exec.process.onAction = { [unowned self] action in
      switch action {
      case .nothing: break
      case .answerStarted:
        if let terminal = exec.process.terminal {
          exec.streams = AnswerStreams(
            input: specification.wantsStandardInput ? terminal.controller : nil, output: terminal.controller)
        }
        reply(.success(Answer(exec.streams.flags, descriptors: exec.streams.descriptors)))
        // From here on they are the client's alone, so that its closing them is seen.
        exec.streams = AnswerStreams()
        exec.process.releaseController()
      case .answerFailed(let error):
        execs[exec.id] = nil
        reply(.failure(ProcessPlan.isGone(error) ? .notFound(id: specification.container) : error))
      case .tellExit(let status):
        execs[exec.id] = nil
        onEvent(.execExited(id: exec.id, status))
      }
    }
  }

  /// How many processes may run that were started in containers; each has some of sandboxd's descriptors, of which
  /// three quarters are for containers.
  static func mostExecs(descriptors: UInt64) -> Int { Int(min(max(descriptors / 32, 8), 4_096)) }

  private func checkRoom(in container: String) throws(SandboxError) {
    let own = execs.values.count { $0.container == container }
    // One container leaves half of them to the others.
    guard execs.count >= mostExecs || own >= max(mostExecs / 2, 1) else { return }
    let (count, place) = execs.count >= mostExecs ? (execs.count, "this cluster") : (own, "this container")
    throw .startFailed(
      stage: "exec", errno: SystemError.wouldBlock,
      message: "exec: \(count) processes that were started like this run in \(place) already")
  }

  private func spawn(
    _ specification: ExecSpecification, _ program: ChildProgram
  ) throws(SystemError) -> ExecProcess {
    let output = try Pipe()
    let error = try Pipe()
    let input = try Pipe()
    let wantsInput = specification.wantsStandardInput
    let child = try program.spawn(
      from: starter,
      streams: (
        wantsInput ? input.reading.rawValue : null.rawValue, output.writing.rawValue, error.writing.rawValue
      ))
    let process = try RunningProcess(loop: loop, child: child, program: program)
    let streams = AnswerStreams(
      input: wantsInput ? SharedDescriptor(try input.writing.duplicate()) : nil,
      output: SharedDescriptor(try output.reading.duplicate()),
      error: SharedDescriptor(try error.reading.duplicate()))
    return ExecProcess(
      id: specification.id, container: specification.container, process: process, streams: streams)
  }
}
