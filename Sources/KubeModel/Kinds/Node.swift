/// `Node` of `v1`.
package struct Node: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<NodeSpec>("spec")
    package let status = ViewField<NodeStatus>("status")
  }

  package static let resource = GroupVersionResource(resource: "nodes")
  package static let kind = "Node"
  package static let isNamespaced = false
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `NodeSpec` of `v1`.
package struct NodeSpec: JSONView {
  package struct Fields: Sendable {
    package let podCIDR = Field<String>("podCIDR")
    package let externalID = Field<String>("externalID")
    package let providerID = Field<String>("providerID")
    package let unschedulable = Field<Bool>("unschedulable")
    package let taints = ListField<Taint>("taints")
    package let configSource = Field<JSONValue>("configSource")
    package let podCIDRs = ListField<String>("podCIDRs")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `NodeStatus` of `v1`.
package struct NodeStatus: JSONView {
  package struct Fields: Sendable {
    package let capacity = MapField<Quantity>("capacity")
    package let allocatable = MapField<Quantity>("allocatable")
    package let phase = Field<String>("phase")
    package let conditions = ListField<NodeCondition>("conditions")
    package let addresses = ListField<NodeAddress>("addresses")
    package let daemonEndpoints = Field<NodeDaemonEndpoints>("daemonEndpoints")
    package let nodeInfo = Field<NodeSystemInfo>("nodeInfo")
    package let images = ListField<ContainerImage>("images")
    package let volumesInUse = ListField<String>("volumesInUse")
    package let volumesAttached = ListField<JSONValue>("volumesAttached")
    package let config = Field<JSONValue>("config")
    package let runtimeHandlers = ListField<JSONValue>("runtimeHandlers")
    package let features = Field<JSONValue>("features")
    package let declaredFeatures = ListField<String>("declaredFeatures")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `NodeCondition` of `v1`.
package struct NodeCondition: JSONView {
  package struct Fields: Sendable {
    package let type = Field<String>("type")
    package let status = Field<String>("status")
    package let lastHeartbeatTime = Field<Timestamp>("lastHeartbeatTime")
    package let lastTransitionTime = Field<Timestamp>("lastTransitionTime")
    package let reason = Field<String>("reason")
    package let message = Field<String>("message")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `NodeAddress` of `v1`.
package struct NodeAddress: JSONView {
  package struct Fields: Sendable {
    package let type = Field<String>("type")
    package let address = Field<String>("address")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `NodeSystemInfo` of `v1`.
package struct NodeSystemInfo: JSONView {
  package struct Fields: Sendable {
    package let machineID = Field<String>("machineID")
    package let systemUUID = Field<String>("systemUUID")
    package let bootID = Field<String>("bootID")
    package let kernelVersion = Field<String>("kernelVersion")
    package let osImage = Field<String>("osImage")
    package let containerRuntimeVersion = Field<String>("containerRuntimeVersion")
    package let kubeletVersion = Field<String>("kubeletVersion")
    package let kubeProxyVersion = Field<String>("kubeProxyVersion")
    package let operatingSystem = Field<String>("operatingSystem")
    package let architecture = Field<String>("architecture")
    package let swap = Field<JSONValue>("swap")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `NodeDaemonEndpoints` of `v1`.
package struct NodeDaemonEndpoints: JSONView {
  package struct Fields: Sendable {
    package let kubeletEndpoint = Field<DaemonEndpoint>("kubeletEndpoint")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `DaemonEndpoint` of `v1`.
package struct DaemonEndpoint: JSONView {
  package struct Fields: Sendable {
    package let Port = Field<Int>("Port")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ContainerImage` of `v1`.
package struct ContainerImage: JSONView {
  package struct Fields: Sendable {
    package let names = ListField<String>("names")
    package let sizeBytes = Field<Int>("sizeBytes")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
