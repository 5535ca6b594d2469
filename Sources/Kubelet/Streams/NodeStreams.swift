package import KubeModel
package import LinuxSystem
package import SandboxRuntime

/// Exec, attach, logs and connections for the API server.
package struct NodeStreams: Sendable {
  private let sandbox: any SandboxClient
  private let exits: ExitRegistry
  private let podsDirectory: String
  private let logsDirectory: String

  /// - Parameter exits: The registry that the kubelets tell of ends.
  package init(sandbox: any SandboxClient, exits: ExitRegistry, podsDirectory: String, logsDirectory: String) {
    self.sandbox = sandbox
    self.exits = exits
    self.podsDirectory = podsDirectory
    self.logsDirectory = logsDirectory
  }

  /// Runs a command in a container; the exit code of a command that cannot be started throws why.
  package func exec(
    _ command: [String], wantsStandardInput: Bool, hasTerminal: Bool, in pod: Pod, container: String
  ) async throws -> ContainerProcess {
    let id = CommandRunner.newID()
    let end = exits.end(of: id)
    do {
      guard let target = try runningID(pod, container) else {
        throw ContainerNotRunning(message: "container not found (\"\(container)\")")
      }
      let process = exits.process(command, in: target, hasTerminal: hasTerminal)
      let streams = try await sandbox.exec(
        ExecSpecification(
          id: id, container: target, process: process, wantsStandardInput: wantsStandardInput))
      return ContainerProcess(id: id, isAttached: false, streams: streams, sandbox: sandbox, end: end)
    } catch SandboxError.startFailed(_, _, let message) {
      exits.forget(id)
      return ContainerProcess(
        id: id, failure: .internalError("error executing command in container: \(message)"), sandbox: sandbox)
    } catch {
      exits.forget(id)
      throw error
    }
  }

  /// Joins a running container's main process.
  package func attach(to pod: Pod, container: String) async throws -> ContainerProcess {
    guard let id = try runningID(pod, container) else { throw Self.nothingToJoin(pod, container) }
    let end = exits.end(of: id)
    let streams: ProcessStreams
    do throws(SandboxError) {
      streams = try await sandbox.attach(container: id)
    } catch .notFound {
      // It has ended since its status was written.
      exits.forget(id)
      throw Self.nothingToJoin(pod, container)
    }
    return ContainerProcess(id: id, isAttached: true, streams: streams, sandbox: sandbox, end: end)
  }

  /// A TCP connection to a port of the pod's loopback, made inside its network; a failure is worded as by the kubelet.
  package func connect(to pod: Pod, port: UInt16) async throws -> OwnedDescriptor {
    let isHost = pod.spec.hostNetwork == true
    let host = isHost ? pod.status.hostIP.flatMap { IPv4Address($0) } : IPv4Address("127.0.0.1")
    guard let host else { throw StatusError.badRequest("the pod has no address yet; try again when it runs") }
    let address = SocketAddress(host, port: port)
    do throws(SandboxError) {
      return try await sandbox.connect(
        address, transport: .tcp, sandbox: isHost ? nil : pod.uid, timeout: .seconds(10))
    } catch {
      let cause =
        switch error {
        case .system(_, let number): "connect: \(SystemError.text(number))"
        case .timedOut: "i/o timeout"
        case .notFound: "the pod does not run"
        case _: "\(error)"
        }
      throw StatusError(
        code: 500, reason: .internalError,
        message: "failed to connect to localhost:\(port) inside the pod: dial tcp4 \(address): \(cause)")
    }
  }

  /// A TCP connection to an address of the cluster's network.
  ///
  /// An address that is none of IPv4 is `notFound`.
  package func connect(to address: String, port: UInt16) async throws(SandboxError) -> OwnedDescriptor {
    guard let host = IPv4Address(address) else { throw .notFound(id: address) }
    return try await sandbox.connect(
      SocketAddress(host, port: port), transport: .tcp, sandbox: nil, timeout: .seconds(10))
  }

  /// The log of a container, as the options ask for it; ends with the container when it follows.
  package func logs(
    of pod: Pod, container: String, options: ContainerLogOptions
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    // As in Kubernetes, a pod that has no node yet has an empty log.
    guard pod.spec.nodeName?.isEmpty == false else { return AsyncThrowingStream { nil } }
    let status = Self.status(of: pod, container)
    let paths = PodPaths(pod: pod, pods: podsDirectory, logs: logsDirectory)
    var attempt = status?.restartCount ?? 0
    if options.previous {
      guard attempt > 0 else {
        throw StatusError.badRequest("previous terminated container \"\(container)\" in pod \"\(pod.name)\" not found")
      }
      attempt -= 1
    }
    let path = paths.log(container, attempt)
    guard FileSystem.exists(path) else {
      let why =
        switch status?.state?.waiting?.reason {
        case "ErrImagePull": "image can't be pulled"
        case "ImagePullBackOff": "trying and failing to pull image"
        case let reason: reason ?? "ContainerCreating"
        }
      throw StatusError.badRequest(
        "container \"\(container)\" in pod \"\(pod.name)\" is waiting to start: \(why)")
    }
    let isRunning = status?.state?.running != nil
    let id = ContainerIdentifier(podUID: pod.uid, container: container, attempt: attempt).text
    guard options.follow, isRunning else { return try ContainerLogs.read(path, options: options) }
    let log = try await FollowedLog(path: path, options: options)
    exits.whenEnded(id) { [weak log] in log?.end() }
    return log.pieces
  }

  /// The name that the runtime has for the container; nil when it does not run.
  private func runningID(_ pod: Pod, _ container: String) throws(StatusError) -> String? {
    guard pod.spec.nodeName?.isEmpty == false else {
      throw StatusError.badRequest("pod \(pod.name) does not have a host assigned")
    }
    guard let status = Self.status(of: pod, container), status.state?.running != nil, let id = status.containerID else {
      return nil
    }
    return String(id.dropFirst("localkube://".count))
  }

  private static func nothingToJoin(_ pod: Pod, _ container: String) -> ContainerNotRunning {
    ContainerNotRunning(message: "container \(container) not found in pod \(pod.name)_\(pod.namespace ?? "")")
  }

  private static func status(of pod: Pod, _ container: String) -> ContainerStatus? {
    let status = pod.status
    let all = status.containerStatuses + status.initContainerStatuses + status.ephemeralContainerStatuses
    return all.first { $0.name == container }
  }
}

/// A container that an exec or an attach is meant for does not run; worded as by the kubelet.
package struct ContainerNotRunning: Error {
  package let message: String
}
