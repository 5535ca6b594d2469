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
    case .runHook(let name, let attempt, let hook):
      let container = machine.records.first { $0.name == name }?.container ?? Container()
      let handler = hook == .postStart ? container.lifecycle?.postStart : container.lifecycle?.preStop
      let id = ContainerIdentifier(podUID: pod.uid, container: name, attempt: attempt)
      let address = state.address ?? ""
      group.addTask {
        let outcome = await context.hooks.run(handler ?? LifecycleHandler(), of: container, id: id, address: address)
        if case .fellBack(let place) = outcome {
          context.events.record(
            .warning, about: ObjectReference(to: pod), reason: "LifecycleHTTPFallback",
            message: "request to HTTPS lifecycle hook \(place) got HTTP response, retry with HTTP succeeded")
        }
        send.yield(.input(.hookEnded(container: name, attempt: attempt, hook, failed: outcome == .failed)))
      }
    case .probe(let name, let attempt, let kind):
      guard let record = machine.records.first(where: { $0.name == name }), let probe = record.probe(kind) else {
        return
      }
      let id = ContainerIdentifier(podUID: pod.uid, container: name, attempt: attempt)
      let address = state.address ?? ""
      group.addTask {
        let outcome = await context.prober.execute(
          probe.probe, of: record.container, in: pod, id: id, address: address)
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
      if let container { reference.fieldPath = machine.fieldPath(of: container) }
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
          id: pod.uid, hostname: context.configuration.etc.sandboxHostname(of: pod, node: fields.nodeName),
          address: address,
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
    let imageName = record.container.image ?? ""
    if let fault = ImageReference.fault(in: imageName) {
      return failed(
        .imageName(
          "Failed to apply default image tag \"\(imageName)\": couldn't parse image name \"\(imageName)\": \(fault)"))
    }
    let image: ResolvedImage
    do throws(ImageUnavailable) {
      image = try await context.recipes.resolve(image: imageName)
    } catch {
      switch error {
      case .fetching: return failed(.fetching)
      case .missing(let why): return failed(.image("\(why)"))
      }
    }
    let shared = ["/etc/alternatives", "/etc/ld.so.cache", "/etc/services", "/etc/protocols"]
    let trust = HostTrust(directory: Path.join(Path.parent(context.configuration.podsDirectory), "trust"))
    let trusted: [Mount]
    do { trusted = try trust.mounts() } catch { return failed(.configuration("\(error)")) }
    let builder = ContainerBuilder(
      environment: ContainerEnvironment(fields: fields, objects: context.volumes.objects),
      etc: context.configuration.etc, paths: paths, volumes: volumes, ids: context.configuration.ids,
      sharedEtc: shared.filter { FileSystem.exists($0) }.map { Mount(.host(path: $0), at: $0, isReadOnly: true) }
        + trusted)
    do {
      try FileSystem.makeDirectory(paths.layer(name, attempt))
      try FileSystem.makeDirectory(paths.logDirectory(name))
      _ = try FileSystem.open(paths.terminationLog(name, attempt), .replacing, permissions: 0o666)
      try FileSystem.setPermissions(0o666, of: paths.terminationLog(name, attempt))
      let (specification, notes) = try builder.build(record, image: image, target: target)
      for note in notes {
        context.events.record(.warning, about: ObjectReference(to: fields.pod), reason: "RecipeDiffers", message: note)
      }
      try ProcessRecord.write(specification.process, to: paths.processRecord(name, attempt))
      context.exits.remember(specification.process, of: specification.id)
      let process = try await context.sandbox.startContainer(specification)
      return .started(container: name, attempt: attempt, process: process, imageID: image.imageID)
    } catch SandboxError.startFailed(let stage, _, _) where stage.hasPrefix("subPath ") {
      // What is in the way there may be of the host, and is not told.
      let part = stage.dropFirst("subPath ".count)
      return failed(.configuration("failed to prepare subPath \"\(part)\" for container \"\(name)\""))
    } catch SandboxError.startFailed(_, _, let message) {
      return failed(.run("failed to start container \"\(name)\": \(message)"))
    } catch let error as SandboxError {
      return failed(.run("failed to start container \"\(name)\": \(error)"))
    } catch let error as CreationError {
      return failed(.creation(error.description))
    } catch let error as ConfigurationError {
      return failed(.configuration(error.description))
    } catch {
      return failed(.creation("\(error)"))
    }
  }

  private func report(_ work: () async throws -> Void) async {
    do { try await work() } catch {
      context.logger.warning("A step of a pod's clean-up failed", metadata: ["error": "\(error)"])
    }
  }
}
