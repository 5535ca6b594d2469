import KubeModel

extension TableColumns {
  static let network: [String: [TableColumn]] = [
    "Service": [
      .of(Service.self, "Type") { $0.spec.type ?? "ClusterIP" },
      .of(Service.self, "Cluster-IP") { $0.spec.clusterIP ?? "<none>" },
      .of(Service.self, "External-IP", externalAddress),
      .of(Service.self, "Port(s)") { service in
        listText(
          service.spec.ports.map { port in
            let node = port.nodePort.map { $0 == 0 ? "" : ":\($0)" } ?? ""
            return "\(port.port ?? 0)\(node)/\(port.protocol ?? "TCP")"
          })
      }, .age,
      .of(Service.self, "Selector", priority: 1) { labelText($0.spec.selector) },
    ],
    "Endpoints": [
      .of(Endpoints.self, "Endpoints", endpointText), .age,
    ],
    "EndpointSlice": [
      .of(EndpointSlice.self, "AddressType") { $0.addressType ?? "" },
      .of(EndpointSlice.self, "Ports") { slice in
        slice.ports.isEmpty ? "<unset>" : limited(slice.ports.map { $0.port.map { String($0) } ?? "*" })
      },
      .of(EndpointSlice.self, "Endpoints") { slice in
        slice.endpoints.isEmpty ? "<unset>" : limited(slice.endpoints.flatMap(\.addresses))
      }, .age,
    ],
    "Ingress": [
      TableColumn("Class") { object, _ in object["spec"]?["ingressClassName"] ?? "<none>" },
      TableColumn("Hosts") { object, _ in
        let hosts = object["spec"]?["rules"]?.arrayValue?.compactMap { $0["host"]?.stringValue } ?? []
        return .string(hosts.isEmpty ? "*" : hosts.joined(separator: ","))
      },
      TableColumn("Address") { object, _ in
        let ingress = object[path: "status", "loadBalancer", "ingress"]?.arrayValue ?? []
        return .string(ingress.compactMap { ($0["ip"] ?? $0["hostname"])?.stringValue }.joined(separator: ","))
      },
      TableColumn("Ports") { object, _ in object["spec"]?["tls"] == nil ? "80" : "80, 443" }, .age,
    ],
    "NetworkPolicy": [
      TableColumn("Pod-Selector") { object, _ in
        .string(selectorText(object["spec"]?["podSelector"].map(LabelSelector.init(json:))))
      }, .age,
    ],
  ]

  private static func externalAddress(_ service: Service) -> String {
    switch service.spec.type {
    case "ExternalName": return service.spec.externalName ?? "<none>"
    case "LoadBalancer":
      let given = service.status.loadBalancer?.ingress.compactMap { $0.ip ?? $0.hostname } ?? []
      let all = given + service.spec.externalIPs
      return all.isEmpty ? "<pending>" : all.joined(separator: ",")
    default: return listText(service.spec.externalIPs)
    }
  }

  private static func endpointText(_ endpoints: Endpoints) -> String {
    var texts: [String] = []
    for subset in endpoints.subsets {
      for port in subset.ports {
        texts += subset.addresses.map { "\($0.ip ?? ""):\(port.port ?? 0)" }
      }
      if subset.ports.isEmpty { texts += subset.addresses.map { $0.ip ?? "" } }
    }
    return texts.isEmpty ? "<none>" : limited(texts)
  }

  /// The first three, and how many more there are.
  private static func limited(_ texts: [String]) -> String {
    let shown = texts.prefix(3).joined(separator: ",")
    return texts.count > 3 ? "\(shown) + \(texts.count - 3) more..." : shown
  }
}
