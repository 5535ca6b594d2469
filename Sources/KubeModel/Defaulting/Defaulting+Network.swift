extension Defaulting {
  static func service(_ service: inout JSONValue) {
    service.make("spec") { spec in
      spec.setDefault("sessionAffinity", "None")
      if spec.text("sessionAffinity") == "None" { spec["sessionAffinityConfig"] = nil }
      if spec.text("sessionAffinity") == "ClientIP" {
        spec.make("sessionAffinityConfig") { $0.make("clientIP") { $0.setDefault("timeoutSeconds", 10_800) } }
      }
      spec.setDefault("type", "ClusterIP")
      spec.updateEach("ports") { port in
        port.setDefault("protocol", "TCP")
        if port["targetPort"] == 0 { port["targetPort"] = nil }
        port.setDefault("targetPort", port["port"] ?? .null)
      }
      let type = spec.text("type")
      let isExternal = type == "NodePort" || type == "LoadBalancer"
      if isExternal || (type == "ClusterIP" && spec["externalIPs"]?.arrayValue?.isEmpty == false) {
        spec.setDefault("externalTrafficPolicy", "Cluster")
      }
      if isExternal || type == "ClusterIP" { spec.setDefault("internalTrafficPolicy", "Cluster") }
      if type == "LoadBalancer" { spec.setDefault("allocateLoadBalancerNodePorts", true) }
    }
  }

  static func endpoints(_ endpoints: inout JSONValue) {
    endpoints.updateEach("subsets") { subset in
      subset.updateEach("ports") { $0.setDefault("protocol", "TCP") }
    }
  }

  static func endpointSlice(_ slice: inout JSONValue) {
    slice.updateEach("ports") { port in
      if !port.has("name") { port["name"] = "" }
      port.setDefault("protocol", "TCP")
    }
  }

  static func networkPolicy(_ policy: inout JSONValue) {
    policy.make("spec") { spec in
      for direction in ["ingress", "egress"] {
        spec.updateEach(direction) { rule in rule.updateEach("ports") { $0.setDefault("protocol", "TCP") } }
      }
      guard spec["policyTypes"]?.arrayValue?.isEmpty ?? true else { return }
      spec["policyTypes"] = spec["egress"]?.arrayValue?.isEmpty == false ? ["Ingress", "Egress"] : ["Ingress"]
    }
  }

  /// Only the versions before `v1` have a default path type.
  static func ingress(_ ingress: inout JSONValue, version: String) {
    guard version != "v1" else { return }
    ingress.update("spec") { spec in
      spec.updateEach("rules") { rule in
        rule.update("http") { $0.updateEach("paths") { $0.setDefault("pathType", "ImplementationSpecific") } }
      }
    }
  }
}
