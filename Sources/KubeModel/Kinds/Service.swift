/// `Service` of `v1`.
package struct Service: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<ServiceSpec>("spec")
    package let status = ViewField<ServiceStatus>("status")
  }

  package static let resource = GroupVersionResource(resource: "services")
  package static let kind = "Service"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ServiceSpec` of `v1`.
package struct ServiceSpec: JSONView {
  package struct Fields: Sendable {
    package let ports = ListField<ServicePort>("ports")
    package let selector = MapField<String>("selector")
    package let clusterIP = Field<String>("clusterIP")
    package let type = Field<String>("type")
    package let externalIPs = ListField<String>("externalIPs")
    package let sessionAffinity = Field<String>("sessionAffinity")
    package let loadBalancerIP = Field<String>("loadBalancerIP")
    package let loadBalancerSourceRanges = ListField<String>("loadBalancerSourceRanges")
    package let externalName = Field<String>("externalName")
    package let externalTrafficPolicy = Field<String>("externalTrafficPolicy")
    package let healthCheckNodePort = Field<Int>("healthCheckNodePort")
    package let publishNotReadyAddresses = Field<Bool>("publishNotReadyAddresses")
    package let sessionAffinityConfig = Field<SessionAffinityConfig>("sessionAffinityConfig")
    package let ipFamilyPolicy = Field<String>("ipFamilyPolicy")
    package let clusterIPs = ListField<String>("clusterIPs")
    package let ipFamilies = ListField<String>("ipFamilies")
    package let allocateLoadBalancerNodePorts = Field<Bool>("allocateLoadBalancerNodePorts")
    package let loadBalancerClass = Field<String>("loadBalancerClass")
    package let internalTrafficPolicy = Field<String>("internalTrafficPolicy")
    package let trafficDistribution = Field<String>("trafficDistribution")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ServiceStatus` of `v1`.
package struct ServiceStatus: JSONView {
  package struct Fields: Sendable {
    package let loadBalancer = Field<LoadBalancerStatus>("loadBalancer")
    package let conditions = ListField<Condition>("conditions")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ServicePort` of `v1`.
package struct ServicePort: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let `protocol` = Field<String>("protocol")
    package let port = Field<Int>("port")
    package let targetPort = Field<IntOrString>("targetPort")
    package let nodePort = Field<Int>("nodePort")
    package let appProtocol = Field<String>("appProtocol")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `LoadBalancerStatus` of `v1`.
package struct LoadBalancerStatus: JSONView {
  package struct Fields: Sendable {
    package let ingress = ListField<LoadBalancerIngress>("ingress")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `LoadBalancerIngress` of `v1`.
package struct LoadBalancerIngress: JSONView {
  package struct Fields: Sendable {
    package let ip = Field<String>("ip")
    package let hostname = Field<String>("hostname")
    package let ipMode = Field<String>("ipMode")
    package let ports = ListField<PortStatus>("ports")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PortStatus` of `v1`.
package struct PortStatus: JSONView {
  package struct Fields: Sendable {
    package let port = Field<Int>("port")
    package let `protocol` = Field<String>("protocol")
    package let error = Field<String>("error")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `SessionAffinityConfig` of `v1`.
package struct SessionAffinityConfig: JSONView {
  package struct Fields: Sendable {
    package let clientIP = Field<ClientIPConfig>("clientIP")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ClientIPConfig` of `v1`.
package struct ClientIPConfig: JSONView {
  package struct Fields: Sendable {
    package let timeoutSeconds = Field<Int>("timeoutSeconds")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
