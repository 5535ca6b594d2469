import APIServer
import KubeModel
import Kubelet
import LinuxSystem

/// The kubelets' streams as the API server wants them.
struct PodStreamsOfNodes: PodStreams {
  let nodes: NodeStreams

  func exec(_ request: ExecRequest, in pod: Pod, container: String) async throws -> any RemoteProcess {
    try await running {
      try await nodes.exec(
        request.command, wantsStandardInput: request.wantsStandardInput, hasTerminal: request.hasTerminal, in: pod,
        container: container)
    }
  }

  func attach(_ request: AttachRequest, to pod: Pod, container: String) async throws -> any RemoteProcess {
    try await running { try await nodes.attach(to: pod, container: container) }
  }

  /// A process in a container, if that runs.
  private func running(_ start: () async throws -> ContainerProcess) async throws -> ContainerProcess {
    do {
      return try await start()
    } catch let error as ContainerNotRunning {
      throw KubeletFailure(error.message)
    }
  }

  func logs(
    of pod: Pod, container: String, options: LogOptions
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    var wanted = ContainerLogOptions()
    wanted.follow = options.follow
    wanted.previous = options.previous
    wanted.timestamps = options.timestamps
    wanted.tailLines = options.tailLines
    wanted.limitBytes = options.limitBytes
    wanted.sinceTime = options.sinceTime
    wanted.stream = options.stream
    return try await nodes.logs(of: pod, container: container, options: wanted)
  }

  func connect(to pod: Pod, port: UInt16) async throws -> OwnedDescriptor {
    try await nodes.connect(to: pod, port: port)
  }
}

extension ContainerProcess: RemoteProcess {}
