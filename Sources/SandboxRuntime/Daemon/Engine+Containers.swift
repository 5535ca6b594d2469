import LinuxSystem

/// SIGKILL and SIGTERM, see signal(7).
enum Signals {
  static let kill: Int32 = 9
  static let terminate: Int32 = 15
}

extension Engine {
  /// Starts a container; answers when its program runs or when it is certain that it will not.
  func startContainer(_ specification: ContainerSpecification, reply: @escaping Reply) throws(SandboxError) {
    guard containers[specification.id] == nil else { throw .exists(id: specification.id) }
    guard let sandbox = sandboxes[specification.sandbox] else { throw .notFound(id: specification.sandbox) }
    guard !isPoweringOff else { throw .system(operation: "power off", errno: SystemError.brokenPipe) }
    let joined = try specification.joinsProcessesOf.map { id throws(SandboxError) in try running(id) }
    let plan = try ContainerPlan.make(
      specification, namespaces: sandbox.namespaces, joining: joined?.process.pidfd.rawValue, host: host)
    let container: Container
    do {
      container = try Container.start(specification, plan: plan, loop: loop, starter: starter, null: null)
    } catch {
      throw .startFailed(stage: error.operation, errno: error.number, message: "\(error)")
    }
    containers[container.id] = container
    // The process forgets this with its end, so that the two do not keep each other for ever.
    container.process.onAction = { [unowned self] action in
      switch action {
      case .nothing: break
      case .answerStarted: reply(.success(Answer(container.state.process)))
      case .answerFailed(let error):
        container.finishOutput()
        containers[container.id] = nil
        emptyLayer(of: container) { reply(.failure(error)) }
        ended(container)
      case .tellExit(let status):
        container.finishOutput()
        onEvent(.containerExited(id: container.id, status))
        ended(container)
      }
    }
  }

  /// The container, when it runs.
  func running(_ id: String) throws(SandboxError) -> Container {
    guard let container = containers[id], case .running = container.process.life.state else { throw .notFound(id: id) }
    return container
  }

  private func ended(_ container: Container) {
    let waiting = container.whenEnded
    container.whenEnded = []
    for action in waiting { action() }
  }

  /// Kills a container if needed and forgets it; `done` is called when nothing of it is left.
  func removeContainer(_ id: String, done: @escaping () -> Void) {
    guard let container = containers[id] else { return done() }
    let finish = { [unowned self] in
      containers[id] = nil
      emptyLayer(of: container, done: done)
    }
    guard container.process.isAlive else { return finish() }
    container.whenEnded.append(finish)
    do { try container.process.signal(Signals.kill) } catch { Diagnostics.report("A container was not killed", error) }
  }

  /// Kills what runs in a sandbox and takes it down; `done` is called when nothing of it is left.
  func removeSandbox(_ id: String, done: @escaping () -> Void) {
    guard let sandbox = sandboxes[id] else { return done() }
    var left = 1
    let step = { [unowned self] in
      left -= 1
      guard left == 0 else { return }
      // Another request may have come first while the containers ended.
      if sandboxes[id] === sandbox {
        sandboxes[id] = nil
        if let device = sandbox.device { network.disconnect(device) }
        sandbox.releaseMemory()
      }
      done()
    }
    for container in containers.values where container.specification.sandbox == id {
      left += 1
      removeContainer(container.id, done: step)
    }
    step()
  }

  /// Empties the layer's directory.
  ///
  /// Inside the cluster's user namespace every owner's files can be removed; in a process of its own, since a large
  /// layer would hold up everything else.
  private func emptyLayer(of container: Container, done: @escaping () -> Void) {
    let layer = container.specification.rootFileSystem.layer
    let remove = {
      for name in ["root", "upper", "work", "var", "tmp"] {
        do { try FileSystem.removeTree(Path.join(layer, name)) } catch {
          Diagnostics.report("A container's layer is still there", error)
        }
      }
    }
    do {
      let work = SharedDescriptor(try ForkedWork.start(remove))
      var token: EventLoop.Token?
      token = try loop.watch(work.rawValue, .reading) { [loop] _ in
        // Reaping fails only for what is reaped.
        _ = try? ProcessHandle.reap(work.rawValue)
        if let token { loop.unwatch(token, work.rawValue) }
        done()
      }
    } catch {
      remove()
      done()
    }
  }
}
