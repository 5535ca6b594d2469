/// `EndpointSlice` of `discovery.k8s.io/v1`.
package struct EndpointSlice: KubeObject {
  package struct Fields: Sendable {
    package let endpoints = ListField<Endpoint>("endpoints")
    package let ports = ListField<EndpointSlicePort>("ports")
    package let addressType = Field<String>("addressType")
  }

  package static let resource = GroupVersionResource(
    group: "discovery.k8s.io", version: "v1", resource: "endpointslices")
  package static let kind = "EndpointSlice"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `Endpoint` of `discovery.k8s.io/v1`.
package struct Endpoint: JSONView {
  package struct Fields: Sendable {
    package let addresses = ListField<String>("addresses")
    package let conditions = Field<EndpointConditions>("conditions")
    package let hostname = Field<String>("hostname")
    package let targetRef = Field<ObjectReference>("targetRef")
    package let deprecatedTopology = MapField<String>("deprecatedTopology")
    package let nodeName = Field<String>("nodeName")
    package let zone = Field<String>("zone")
    package let hints = Field<EndpointHints>("hints")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EndpointConditions` of `discovery.k8s.io/v1`.
package struct EndpointConditions: JSONView {
  package struct Fields: Sendable {
    package let ready = Field<Bool>("ready")
    package let serving = Field<Bool>("serving")
    package let terminating = Field<Bool>("terminating")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EndpointPort` of `discovery.k8s.io/v1`.
package struct EndpointSlicePort: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let `protocol` = Field<String>("protocol")
    package let port = Field<Int>("port")
    package let appProtocol = Field<String>("appProtocol")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EndpointHints` of `discovery.k8s.io/v1`.
package struct EndpointHints: JSONView {
  package struct Fields: Sendable {
    package let forZones = ListField<JSONValue>("forZones")
    package let forNodes = ListField<JSONValue>("forNodes")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
