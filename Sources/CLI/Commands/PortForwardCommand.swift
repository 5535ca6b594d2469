import ArgumentParser
import KubeClient
import KubeModel

/// `localkube port-forward`.
struct PortForwardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "port-forward", abstract: "Make a pod's ports reachable on this machine.",
    discussion: "Examples: localkube port-forward web 8080:80; localkube port-forward service/web 8080:http")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions

  @Option(help: "The address to listen on")
  var address = "127.0.0.1"

  @Argument(help: "The pod, or TYPE/NAME of something that has pods")
  var pod: String

  @Argument(help: "PORT, LOCAL:REMOTE or :REMOTE (any free local port)")
  var ports: [String]

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      let target = try await PodTarget.pod(pod, session)
      guard target.json["status"]?["phase"]?.stringValue == "Running" else {
        throw CommandFailure("unable to forward port because pod \(target.name) is not running")
      }
      let service = try await service(session)
      let pairs = try ports.map { try PortPair($0, service: service, pod: target) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for pair in pairs {
          let forwarder = PortForwarder(client: session.client, pod: target, pair: pair, address: address)
          group.addTask { try await forwarder.run() }
        }
        try await group.waitForAll()
      }
    }
  }

  private func service(_ session: Session) async throws -> KubeModel.Service? {
    let parts = pod.split(separator: "/").map(String.init)
    guard parts.count == 2, try await session.catalog.type(named: parts[0]).kind == "Service" else { return nil }
    return try await session.client.get(KubeModel.Service.self, namespace: session.namespace, name: parts[1])
  }
}

/// A local port and the pod's port that it leads to.
struct PortPair: Hashable {
  /// 0 takes any free port.
  let local: Int
  let remote: Int

  /// Reads `8080`, `8080:80`, `:80` or `8080:http`; a service's port becomes the pod's port that it targets.
  init(_ text: String, service: KubeModel.Service?, pod: Pod) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(parts.count), let wanted = parts.last, !wanted.isEmpty else {
      throw CommandFailure.usage("\"\(text)\" is no port; write PORT, LOCAL:REMOTE or :REMOTE")
    }
    var name: String? = wanted
    if let service {
      let ports = service.json["spec"]?["ports"]?.arrayValue ?? []
      let port = ports.first { $0["name"]?.stringValue == wanted || $0["port"]?.integerValue == Int64(wanted) }
      guard let port else {
        throw CommandFailure("service/\(service.name) has no port \(wanted)")
      }
      let target = port["targetPort"] ?? port["port"]
      name = target?.stringValue ?? target?.integerValue.map(String.init)
    }
    guard let remote = name.flatMap({ Int($0) ?? Self.port(named: $0, of: pod) }), (1...65_535).contains(remote) else {
      throw CommandFailure("pod \(pod.name) has no port \(wanted)")
    }
    self.remote = remote
    if parts.count == 1 {
      local = Int(wanted) ?? remote
    } else if parts[0].isEmpty {
      local = 0
    } else {
      guard let number = Int(parts[0]), (0...65_535).contains(number) else {
        throw CommandFailure.usage("\"\(parts[0])\" is no local port: use a number from 0 to 65535")
      }
      local = number
    }
  }

  private static func port(named name: String, of pod: Pod) -> Int? {
    for container in pod.json["spec"]?["containers"]?.arrayValue ?? [] {
      for port in container["ports"]?.arrayValue ?? [] where port["name"]?.stringValue == name {
        return port["containerPort"]?.integerValue.map(Int.init)
      }
    }
    return nil
  }
}
