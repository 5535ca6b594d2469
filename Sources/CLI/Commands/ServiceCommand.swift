import ArgumentParser
import KubeClient
import KubeModel

/// `localkube service`: how to reach services from this machine.
struct ServiceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service", abstract: "Show where services can be reached on this machine.",
    subcommands: [ServiceListCommand.self, ServiceURLCommand.self, ServiceOpenCommand.self])
}

/// Where a service's ports are on the host.
enum ServiceAddress {
  /// The URLs of a service's TCP ports on this machine: where its load balancer is, or else its node ports.
  ///
  /// Only what is the service's own: a port that another program has is left out.
  static func urls(_ service: KubeModel.Service) -> [String] {
    if service.spec.type == "LoadBalancer" {
      let places = (service.status.loadBalancer?.ingress ?? []).flatMap { ingress in
        ingress.ports.filter { ($0.protocol ?? "TCP") == "TCP" }.compactMap { port in
          ingress.ip.flatMap { address in port.port.map { "http://\(address):\($0)" } }
        }
      }
      if !places.isEmpty { return places }
    }
    guard ["NodePort", "LoadBalancer"].contains(service.spec.type), takenPorts(service) == nil else { return [] }
    return service.spec.ports.filter { ($0.protocol ?? "TCP") == "TCP" }
      .compactMap { port in port.nodePort.map { "http://127.0.0.1:\($0)" } }
  }

  /// What is said of node ports that another program of this machine has; nil when there are none.
  static func takenPorts(_ service: KubeModel.Service) -> String? {
    service.status.conditions.first { $0.type == NodePortCondition.type && $0.status == "True" }?.message
  }

  /// The URLs, or a failure that says how else to reach the service.
  static func required(_ name: String, _ session: Session) async throws -> [String] {
    let service = try await session.client.get(KubeModel.Service.self, namespace: session.namespace, name: name)
    let urls = urls(service)
    guard urls.isEmpty else { return urls }
    let hint = "localkube port-forward service/\(name) PORT"
    if let taken = takenPorts(service) {
      throw CommandFailure("service \"\(name)\" has no node port here: \(taken); end that program, or use: \(hint)")
    }
    if ["NodePort", "LoadBalancer"].contains(service.spec.type) {
      throw CommandFailure("service \"\(name)\" has no TCP port on this machine; reach it with: \(hint)")
    }
    throw CommandFailure("service \"\(name)\" is not of type NodePort or LoadBalancer; reach it with: \(hint)")
  }
}

/// `localkube service list`.
struct ServiceListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the services and their addresses on this machine.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      let services = try await session.client.list(KubeModel.Service.self, namespace: namespace.namespace)
      var rows = [["NAMESPACE", "NAME", "PORTS", "URL"]]
      for service in services {
        let ports = (service.json["spec"]?["ports"]?.arrayValue ?? []).compactMap { $0["port"]?.integerValue }
        let urls = ServiceAddress.urls(service)
        rows.append([
          service.namespace ?? "", service.name, ports.map(String.init).joined(separator: ","),
          urls.isEmpty
            ? ServiceAddress.takenPorts(service).map { "<none: \($0)>" } ?? "<none>" : urls.joined(separator: " "),
        ])
      }
      var table = TextTable()
      try Console.write(table.format(rows))
    }
  }
}

/// `localkube service url`.
struct ServiceURLCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "url", abstract: "Print the URLs of a service.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions

  @Argument(help: "The service")
  var name: String

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      for url in try await ServiceAddress.required(name, session) { try Console.line(url) }
    }
  }
}

/// `localkube service open`.
struct ServiceOpenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Open a service in the browser.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions

  @Argument(help: "The service")
  var name: String

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      for url in try await ServiceAddress.required(name, session) {
        try Console.line(url)
        try Browser.open(url)
      }
    }
  }
}
