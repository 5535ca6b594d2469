/// `Endpoints` of `v1`.
package struct Endpoints: KubeObject {
  package struct Fields: Sendable {
    package let subsets = ListField<EndpointSubset>("subsets")
  }

  package static let resource = GroupVersionResource(resource: "endpoints")
  package static let kind = "Endpoints"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EndpointSubset` of `v1`.
package struct EndpointSubset: JSONView {
  package struct Fields: Sendable {
    package let addresses = ListField<EndpointAddress>("addresses")
    package let notReadyAddresses = ListField<EndpointAddress>("notReadyAddresses")
    package let ports = ListField<EndpointPort>("ports")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EndpointAddress` of `v1`.
package struct EndpointAddress: JSONView {
  package struct Fields: Sendable {
    package let ip = Field<String>("ip")
    package let targetRef = Field<ObjectReference>("targetRef")
    package let hostname = Field<String>("hostname")
    package let nodeName = Field<String>("nodeName")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EndpointPort` of `v1`.
package struct EndpointPort: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let port = Field<Int>("port")
    package let `protocol` = Field<String>("protocol")
    package let appProtocol = Field<String>("appProtocol")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ObjectReference` of `v1`.
package struct ObjectReference: JSONView {
  package struct Fields: Sendable {
    package let kind = Field<String>("kind")
    package let namespace = Field<String>("namespace")
    package let name = Field<String>("name")
    package let uid = Field<String>("uid")
    package let apiVersion = Field<String>("apiVersion")
    package let resourceVersion = Field<String>("resourceVersion")
    package let fieldPath = Field<String>("fieldPath")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
