import Crypto
import FoundationEssentials
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
    case "log": try await logs()
    case "exec", "attach": try await command(subresource)
    default:
      throw StatusError(
        code: 501, reason: .unknown,
        message: "\(subresource) is not served yet; reach the pod through a service or with exec")
    }
  }

  private func logs() async throws -> HTTPAnswer {
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
    let lines = try await pods.logs(of: pod, container: try container(), options: options)
    return HTTPAnswer(
      headers: ["content-type": "text/plain"],
      body: .stream { writer in
        for try await piece in lines { try await writer.write(ByteBuffer(bytes: piece)) }
      })
  }

  private func command(_ subresource: String) async throws -> HTTPAnswer {
    guard request.canUpgrade, request.asksUpgrade(to: "websocket"),
      let key = request.headers.first(name: "sec-websocket-key")
    else {
      throw StatusError.badRequest("unable to upgrade: only WebSocket is served for \(subresource)")
    }
    let asked = request.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
    guard let name = ["v5.channel.k8s.io", "v4.channel.k8s.io"].first(where: asked.contains) else {
      throw StatusError.badRequest("none of the WebSocket subprotocols asked for is served: v5 and v4.channel.k8s.io")
    }
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
    return HTTPAnswer(
      status: .switchingProtocols,
      headers: [
        "upgrade": "websocket", "connection": "Upgrade", "sec-websocket-accept": Self.accept(key),
        "sec-websocket-protocol": name,
      ],
      body: .upgrade(
        ConnectionUpgrade(framing: .webSocketMessages(base64: false)) { connection in
          try await CommandSession(process: process).run(connection)
        }))
  }

  /// The container asked for, or the only one; worded as the API server does.
  private func container() throws(StatusError) -> String {
    let names = (pod.spec.containers + pod.spec.initContainers).compactMap(\.name)
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

  /// RFC 6455, section 4.2.2: the digest that shows that the server speaks WebSocket.
  private static func accept(_ key: String) -> String {
    let text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    return Data(Insecure.SHA1.hash(data: Array(text.utf8))).base64EncodedString()
  }
}
