import KubeModel
import OrderedCollections

/// The services: the servers' headless one, DNS and the user interface.
extension ConsulChart {
  func services() throws(ChartValues.ValueError) -> [JSONValue] {
    var services: [JSONValue] = []
    if values.isEnabled("server.enabled") { services.append(serverService.json) }
    if values.isEnabled("dns.enabled") { services.append(dnsService.json) }
    if values.isEnabled("server.enabled"), values.isEnabled("ui.enabled"), values.isEnabled("ui.service.enabled") {
      services.append(try uiService().json)
    }
    return services
  }

  private var serverService: Service {
    var service = object(Service.self, "-server")
    // Older clusters take the annotation, newer ones the field: servers must find each other before they are ready.
    service.metadata.annotations = ["service.alpha.kubernetes.io/tolerate-unready-endpoints": "true"]
    service.spec.clusterIP = "None"
    service.spec.publishNotReadyAddresses = true
    service.spec.ports = [
      .port("http", 8500), .port("serflan-tcp", 8301, "TCP"), .port("serflan-udp", 8301, "UDP"),
      .port("serfwan-tcp", 8302, "TCP"), .port("serfwan-udp", 8302, "UDP"), .port("server", 8300),
      .port("dns-tcp", 8600, "TCP", to: .string("dns-tcp")), .port("dns-udp", 8600, "UDP", to: .string("dns-udp")),
    ]
    service.spec.selector = names.serverSelector
    return service
  }

  private var dnsService: Service {
    var service = object(Service.self, "-dns")
    service.spec.ports = [
      .port("dns-tcp", 53, "TCP", to: .string("dns-tcp")), .port("dns-udp", 53, "UDP", to: .string("dns-udp")),
    ]
    service.spec.selector = ["app": names.name, "release": names.release, "hasDNS": "true"]
    return service
  }

  private func uiService() throws(ChartValues.ValueError) -> Service {
    var service = object(Service.self, "-ui")
    if let annotations = try structured("ui.service.annotations") {
      service.metadata.json["annotations"] = annotations
    }
    service.spec.selector = names.serverSelector
    service.spec.ports = [.port("http", 80, to: .int(8_500))]
    service.spec.type = values.text("ui.service.type")
    for (key, value) in try structured("ui.service.additionalSpec")?.objectValue ?? [:] {
      service.spec.json[key] = value
    }
    return service
  }
}

extension ServicePort {
  fileprivate static func port(
    _ name: String, _ port: Int, _ transport: String? = nil, to target: IntOrString? = nil
  ) -> ServicePort {
    .with {
      $0.name = name
      $0.protocol = transport
      $0.port = port
      $0.targetPort = target ?? .int(port)
    }
  }
}
