import LinuxSystem

/// A process that `exec` started.
final class ExecProcess {
  let id: String
  let process: RunningProcess
  /// The client's ends, until they are handed over.
  var streams: AnswerStreams

  init(id: String, process: RunningProcess, streams: AnswerStreams) {
    self.id = id
    self.process = process
    self.streams = streams
  }
}

extension Engine {
  /// Runs another process in a container; answers when its program runs.
  func exec(_ specification: ExecSpecification, reply: @escaping Reply) throws(SandboxError) {
    guard execs[specification.id] == nil else { throw .exists(id: specification.id) }
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
    return ExecProcess(id: specification.id, process: process, streams: streams)
  }
}
