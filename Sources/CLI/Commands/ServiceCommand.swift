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
  /// The URLs of a service: its node ports, and the ports of a load balancer, on 127.0.0.1.
  static func urls(_ service: KubeModel.Service) -> [String] {
    let spec = service.json["spec"]
    let type = spec?["type"]?.stringValue ?? "ClusterIP"
    let ports = (spec?["ports"]?.arrayValue ?? []).filter { ($0["protocol"]?.stringValue ?? "TCP") == "TCP" }
    switch type {
    case "NodePort", "LoadBalancer":
      return ports.compactMap { port in
        let number = port["nodePort"]?.integerValue ?? (type == "LoadBalancer" ? port["port"]?.integerValue : nil)
        return number.map { "http://127.0.0.1:\($0)" }
      }
    default: return []
    }
  }

  /// The URLs, or a failure that says how else to reach the service.
  static func required(_ name: String, _ session: Session) async throws -> [String] {
    let service = try await session.client.get(KubeModel.Service.self, namespace: session.namespace, name: name)
    let urls = urls(service)
    guard !urls.isEmpty else {
      throw CommandFailure(
        "service \"\(name)\" is not of type NodePort or LoadBalancer; reach it with: "
          + "localkube port-forward service/\(name) PORT")
    }
    return urls
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
          urls.isEmpty ? "<none>" : urls.joined(separator: " "),
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
