import KubeModel
import NIOCore
import NIOHTTP1

/// The streaming subresources of one pod, for one request.
struct PodStreaming: Sendable {
  let pods: any PodStreams
  let pod: Pod
  let request: HTTPRequest

  func answer(_ subresource: String) async throws -> HTTPAnswer {
    switch subresource {
    case "log": return try WebSocketAnswer.ofLog(try await logs(of: try container()), to: request)
    case "exec", "attach":
      do {
        return try await command(subresource)
      } catch let failure as KubeletFailure {
        return .text(failure.message, status: .internalServerError)
      }
    case "portforward": return try portForward()
    default: throw StatusError.unknownPath
    }
  }

  /// The log of a container, by the options of the request.
  func logs(of container: String) async throws -> HTTPAnswer {
    guard request.method == .GET else { throw StatusError.methodNotAllowed }
    let target = request.target
    var options = LogOptions()
    options.follow = target.flag("follow")
    options.previous = target.flag("previous")
    options.timestamps = target.flag("timestamps")
    options.tailLines = target.value("tailLines").flatMap { Int($0) }
    options.limitBytes = target.value("limitBytes").flatMap { Int($0) }
    if let stream = target.value("stream") { options.stream = stream }
    if let seconds = target.value("sinceSeconds").flatMap({ Int($0) }) {
      options.sinceTime = ResourceAPI.wallClock() + .seconds(-seconds)
    } else if let text = target.value("sinceTime") {
      guard let time = Timestamp(json: .string(text)) else {
        throw StatusError.badRequest("sinceTime: \"\(text)\" is not a time in RFC 3339")
      }
      options.sinceTime = time
    }
    let lines = try await pods.logs(of: pod, container: container, options: options)
    return HTTPAnswer(
      headers: ["content-type": "text/plain"],
      body: .stream { writer in
        for try await piece in lines { try await writer.write(ByteBuffer(bytes: piece)) }
      })
  }

  private func command(_ subresource: String) async throws -> HTTPAnswer {
    let upgrade = try StreamUpgrade(
      request, webSocket: CommandMessages.protocols, spdy: CommandStreams.protocols,
      withoutName: CommandStreams.oldest)
    let target = request.target
    let wantsInput = target.flag("stdin")
    let hasTerminal = target.flag("tty")
    let container = try container()
    let process: any RemoteProcess
    if subresource == "exec" {
      let command = target.values("command")
      guard !command.isEmpty else { throw StatusError.badRequest("you must specify at least 1 command to execute") }
      process = try await pods.exec(
        ExecRequest(command: command, wantsStandardInput: wantsInput, hasTerminal: hasTerminal), in: pod,
        container: container)
    } else {
      process = try await pods.attach(
        AttachRequest(wantsStandardInput: wantsInput, hasTerminal: hasTerminal), to: pod, container: container)
    }
    let session = CommandSession(
      process: process, tellsExitCode: subresource == "exec",
      endsWithInput: subresource == "attach" && wantsInput && keepsInputOpen(container))
    return upgrade.answer { connection in
      switch upgrade.kind {
      case .webSocket:
        try await session.run(CommandMessages(connection: connection, version: upgrade.name, target: target))
      case .spdy:
        try await CommandStreams(connection: connection, version: upgrade.name, target: target).run(session)
      }
    }
  }

  /// Whether a container reads on when the input of an attached client has ended: another client may come.
  private func keepsInputOpen(_ name: String) -> Bool {
    func keeps(_ hasInput: Bool?, _ isOnce: Bool?, _ hasTerminal: Bool?) -> Bool {
      hasInput == true && (isOnce != true || hasTerminal == true)
    }
    if let container = (pod.spec.containers + pod.spec.initContainers).first(where: { $0.name == name }) {
      return keeps(container.stdin, container.stdinOnce, container.tty)
    }
    let container = pod.spec.ephemeralContainers.first { $0.name == name }
    return keeps(container?.stdin, container?.stdinOnce, container?.tty)
  }

  private func portForward() throws -> HTTPAnswer {
    let tunnel = "SPDY/3.1+" + PortForwardSession.protocolName
    let upgrade = try StreamUpgrade(
      request, webSocket: [tunnel] + PortForwardChannels.subprotocols, spdy: [PortForwardSession.protocolName],
      withoutName: PortForwardSession.protocolName)
    guard upgrade.kind == .webSocket, upgrade.name != tunnel else {
      return upgrade.answer(tunnels: upgrade.kind == .webSocket) { [pods, pod] connection in
        try await PortForwardSession(pods: pods, pod: pod).run(connection)
      }
    }
    let ports = try PortForwardChannels.ports(request.target.values("ports"))
    return upgrade.answer { [pods, pod] connection in
      try await PortForwardChannels(pods: pods, pod: pod, ports: ports).run(connection)
    }
  }

  /// The container asked for, or the only one; worded as the API server does.
  private func container() throws(StatusError) -> String {
    let names =
      (pod.spec.containers + pod.spec.initContainers).compactMap(\.name)
      + pod.spec.ephemeralContainers.compactMap(\.name)
    if let asked = request.target.value("container"), !asked.isEmpty {
      guard names.contains(asked) else {
        throw .badRequest("container \(asked) is not valid for pod \(pod.name)")
      }
      return asked
    }
    guard pod.spec.containers.count == 1, let only = pod.spec.containers.first?.name else {
      let list = names.joined(separator: " ")
      throw .badRequest("a container name must be specified for pod \(pod.name), choose one of: [\(list)]")
    }
    return only
  }
}
