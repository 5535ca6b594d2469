import ControllerKit
import KubeModel
import LinuxSystem
import Logging
import SandboxRuntime

/// The effects of each action.
extension PodWorker {
  func perform(
    _ action: PodAction, _ machine: PodStateMachine, _ state: inout WorkerState, _ group: inout DiscardingTaskGroup
  ) {
    let pod = machine.pod
    let configuration = context.configuration
    let paths = PodPaths(pod: pod, pods: configuration.podsDirectory, logs: configuration.logsDirectory)
    let fields = DownwardFields(
      pod: pod, nodeName: configuration.nodeName, hostIP: configuration.nodeAddress.description,
      podIP: state.address, allocatable: configuration.capacity)
    switch action {
    case .prepareVolumes(let isFirst):
      group.addTask {
        do {
          let volumes = context.volumes
          send.yield(
            .prepared(try await volumes.prepare(fields, paths: paths, isFirst: isFirst, now: context.time.now())))
        } catch {
          send.yield(
            .input(.volumesFailed(problems: ["\(error)"], retryAfter: error is StatusError ? .seconds(1) : nil)))
        }
      }
    case .createSandbox: group.addTask { send.yield(.input(await createSandbox(fields, paths))) }
    case .start(let name, let attempt):
      guard let record = machine.records.first(where: { $0.name == name }) else { return }
      let volumes = state.volumes
      let target = machine.target(of: record)
      group.addTask { send.yield(.input(await start(record, attempt, fields, paths, volumes, target))) }
    case .runHook(let name, let attempt, let hook, let timeout):
      let container = machine.records.first { $0.name == name }?.container ?? Container()
      let handler = hook == .postStart ? container.lifecycle?.postStart : container.lifecycle?.preStop
      let id = ContainerIdentifier(podUID: pod.uid, container: name, attempt: attempt)
      let address = state.address ?? ""
      group.addTask {
        let failure = await run(handler ?? LifecycleHandler(), container, id: id, address: address, timeout: timeout)
        send.yield(.input(.hookEnded(container: name, attempt: attempt, hook, failure: failure)))
      }
    case .probe(let name, let attempt, let kind):
      guard let record = machine.records.first(where: { $0.name == name }), let probe = record.probe(kind) else {
        return
      }
      let id = ContainerIdentifier(podUID: pod.uid, container: name, attempt: attempt)
      let address = state.address ?? ""
      group.addTask {
        let outcome = await execute(probe, record.container, id: id, address: address)
        send.yield(.input(.probed(container: name, attempt: attempt, kind, outcome)))
      }
    case .signal(let name, let attempt, let kill):
      let id = ContainerIdentifier(podUID: pod.uid, container: name, attempt: attempt).text
      group.addTask { await report { try await context.sandbox.signalContainer(id, signal: kill ? 9 : 15) } }
    case .discard(let name, let attempt):
      let id = ContainerIdentifier(podUID: pod.uid, container: name, attempt: attempt).text
      group.addTask {
        await report {
          try await context.sandbox.removeContainer(id)
          try FileSystem.removeTree(paths.attempt(name, attempt))
          try FileSystem.remove(paths.log(name, attempt - 1))
        }
      }
    case .tearDown(let volumes):
      group.addTask {
        await report {
          try await context.sandbox.removeSandbox(pod.uid)
          if volumes {
            try FileSystem.removeTree(paths.directory)
            try FileSystem.removeTree(paths.logs)
            context.volumes.tokens.forget(podUID: pod.uid)
          }
        }
        send.yield(.input(.tornDown))
      }
    case .event(let warning, let container, let reason, let message):
      var reference = ObjectReference(to: pod)
      if let container { reference.fieldPath = "spec.containers{\(container)}" }
      context.events.record(warning ? .warning : .normal, about: reference, reason: reason, message: message)
    case .deleteObject: state.mustDelete = true
    }
  }

  private func createSandbox(_ fields: DownwardFields, _ paths: PodPaths) async -> PodInput {
    let pod = fields.pod
    let spec = pod.spec
    let ownership = VolumeOwnership(of: spec, ids: context.configuration.ids)
    do {
      var address: IPv4Address?
      if spec.hostNetwork != true {
        address = fields.podIP.flatMap { IPv4Address($0) }
        if address == nil {
          let free = try await context.addresses.addressWhenFree(of: pod, node: context.configuration.nodeName)
          send.yield(.addressed(free))
          address = free
        }
      }
      try await context.sandbox.createSandbox(
        SandboxSpecification(
          id: pod.uid, hostname: context.configuration.etc.kernelHostname(of: pod), address: address,
          sysctls: Dictionary(
            (spec.securityContext?.sysctls ?? []).map { ($0.name ?? "", $0.value ?? "") }, uniquingKeysWith: { $1 }),
          memoryVolumes: MemoryBackedVolumes.of(
            spec, paths: paths, group: ownership?.group, allocatable: fields.allocatable)))
      return .sandboxReady
    } catch SandboxError.exists {
      return .sandboxReady
    } catch {
      return .sandboxFailed(message: "\(error)")
    }
  }

  private func start(
    _ record: ContainerRecord, _ attempt: Int, _ fields: DownwardFields, _ paths: PodPaths,
    _ volumes: [String: PreparedVolume], _ target: ContainerIdentifier?
  ) async -> PodInput {
    let name = record.name
    func failed(_ failure: StartFailure) -> PodInput { .startFailed(container: name, attempt: attempt, failure) }
    let image: ResolvedImage
    do throws(ImageUnavailable) {
      image = try await context.recipes.resolve(image: record.container.image ?? "")
    } catch {
      switch error {
      case .fetching: return failed(.fetching)
      case .missing(let why): return failed(.image("\(why)"))
      }
    }
    let shared = ["/etc/ssl", "/etc/alternatives", "/etc/ld.so.cache", "/etc/services", "/etc/protocols"]
    let builder = ContainerBuilder(
      environment: ContainerEnvironment(fields: fields, objects: context.volumes.objects),
      etc: context.configuration.etc, paths: paths, volumes: volumes, ids: context.configuration.ids,
      sharedEtc: shared.filter { FileSystem.exists($0) })
    do {
      try FileSystem.makeDirectory(paths.layer(name, attempt))
      try FileSystem.makeDirectory(paths.logDirectory(name))
      _ = try FileSystem.open(paths.terminationLog(name, attempt), .replacing, permissions: 0o666)
      try FileSystem.setPermissions(0o666, of: paths.terminationLog(name, attempt))
      let (specification, notes) = try builder.build(record, image: image, target: target)
      for note in notes {
        context.events.record(.warning, about: ObjectReference(to: fields.pod), reason: "RecipeDiffers", message: note)
      }
      context.exits.remember(specification.process, of: specification.id)
      let process = try await context.sandbox.startContainer(specification)
      return .started(container: name, attempt: attempt, process: process, imageID: image.imageID)
    } catch SandboxError.startFailed(let stage, _, _) where stage.hasPrefix("subPath ") {
      // What is in the way there may be of the host, and is not told.
      let part = stage.dropFirst("subPath ".count)
      return failed(.configuration("failed to prepare subPath \"\(part)\" for container \"\(name)\""))
    } catch SandboxError.startFailed(let stage, _, let message) {
      return failed(.run("failed to start container \"\(name)\": \(stage): \(message)"))
    } catch let error as SandboxError {
      return failed(.run("\(error)"))
    } catch {
      return failed(.configuration("\(error)"))
    }
  }

  private func execute(
    _ state: ProbeState, _ container: Container, id: ContainerIdentifier, address: String
  ) async -> ProbeOutcome {
    let probe = state.probe
    do {
      if let action = probe.exec {
        let (code, text) = try await context.commands.run(action.command, in: id.text, timeout: state.timeout)
        return code == 0 ? .success : .failure(text)
      }
      if let action = probe.httpGet {
        let port = try Self.port(action.port, of: container)
        let code = try await context.requests.get(
          action, host: action.host ?? address, port: port, timeout: state.timeout)
        return (200..<400).contains(code) ? .success : .failure("HTTP probe failed with statuscode: \(code)")
      }
      if let action = probe.tcpSocket {
        let port = try Self.port(action.port, of: container)
        try await context.requests.connect(action.host ?? address, port: port, timeout: state.timeout)
        return .success
      }
      return .unknown("missing probe handler for \(container.name ?? "")")
    } catch SandboxError.timedOut {
      return .failure("command timed out: probe took longer than \(state.timeout)")
    } catch { return .failure("\(error)") }
  }

  private func run(
    _ handler: LifecycleHandler, _ container: Container, id: ContainerIdentifier, address: String, timeout: Duration
  ) async -> String? {
    do {
      if let action = handler.exec {
        let (code, text) = try await context.commands.run(action.command, in: id.text, timeout: timeout)
        return code == 0 ? nil : "Exec lifecycle hook (\(action.command)) failed with exit code \(code): \(text)"
      }
      if let action = handler.httpGet {
        let port = try Self.port(action.port, of: container)
        _ = try await context.requests.get(action, host: action.host ?? address, port: port, timeout: timeout)
      } else if let seconds = handler.sleep?.seconds {
        try await Task.sleep(for: min(.seconds(seconds), timeout))
      }
      return nil
    } catch { return "lifecycle hook failed: \(error)" }
  }

  private static func port(_ port: IntOrString?, of container: Container) throws(ConfigurationError) -> UInt16 {
    switch port {
    case .int(let number): return UInt16(clamping: number)
    case .string(let name):
      if let found = container.ports.first(where: { $0.name == name })?.containerPort { return UInt16(clamping: found) }
      if let number = UInt16(name) { return number }
      throw ConfigurationError("couldn't find port: \(name)")
    case nil: throw ConfigurationError("the probe names no port")
    }
  }

  private func report(_ work: () async throws -> Void) async {
    do { try await work() } catch {
      context.logger.warning("A step of a pod's clean-up failed", metadata: ["error": "\(error)"])
    }
  }
}
