import OrderedCollections

extension VersionConversion.Steps {
  /// Ingresses before `v1` named a service and its port in two members of the backend.
  static let ingress = Self(
    toStored: { ingress in
      ingress.update("spec") { spec in
        spec.rename("backend", to: "defaultBackend")
        eachBackend(of: &spec, toStored(backend:))
      }
    },
    fromStored: { ingress in
      ingress.update("spec") { spec in
        eachBackend(of: &spec, fromStored(backend:))
        spec.rename("defaultBackend", to: "backend")
      }
    })

  private static func eachBackend(of spec: inout JSONValue, _ change: (inout JSONValue) -> Void) {
    spec.update("defaultBackend", change)
    spec.updateEach("rules") { rule in
      rule.update("http") { http in http.updateEach("paths") { $0.update("backend", change) } }
    }
  }

  private static func toStored(backend: inout JSONValue) {
    guard let name = backend["serviceName"] else { return }
    var service: JSONValue = ["name": name]
    switch backend["servicePort"] {
    case .integer(let number)? where number != 0: service["port"] = ["number": .integer(number)]
    case .string(let name)? where !name.isEmpty: service["port"] = ["name": .string(name)]
    default: break
    }
    backend["serviceName"] = nil
    backend["servicePort"] = nil
    backend["service"] = service
  }

  private static func fromStored(backend: inout JSONValue) {
    guard let service = backend["service"] else { return }
    backend["service"] = nil
    backend["serviceName"] = service["name"]
    backend["servicePort"] = service[path: "port", "name"] ?? service[path: "port", "number"] ?? 0
  }

  private static let zone = "topology.kubernetes.io/zone"
  private static let hostname = "kubernetes.io/hostname"

  /// Endpoint slices before `v1` had a map `topology`, of which `v1` made the members `nodeName` and `zone`.
  static let endpointSlice = Self(
    toStored: { slice in
      slice.updateEach("endpoints") { endpoint in
        guard let given = endpoint["topology"]?.objectValue else { return }
        var topology = given
        endpoint["topology"] = nil
        if let zone = topology.removeValue(forKey: zone) { endpoint["zone"] = zone }
        if let node = endpoint["nodeName"], topology[hostname] == node { topology[hostname] = nil }
        if !topology.isEmpty { endpoint["deprecatedTopology"] = .object(topology) }
      }
    },
    fromStored: { slice in
      slice.updateEach("endpoints") { endpoint in
        var topology = endpoint["deprecatedTopology"]?.objectValue ?? [:]
        endpoint["deprecatedTopology"] = nil
        if let zone = endpoint["zone"] { topology[Self.zone] = zone }
        endpoint["zone"] = nil
        if let node = endpoint["nodeName"] { topology[hostname] = node }
        if !topology.isEmpty { endpoint["topology"] = .object(topology) }
      }
    })
}
