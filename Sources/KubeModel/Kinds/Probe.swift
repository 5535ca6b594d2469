/// `Probe` of `v1`.
package struct Probe: JSONView {
  package struct Fields: Sendable {
    package let initialDelaySeconds = Field<Int>("initialDelaySeconds")
    package let timeoutSeconds = Field<Int>("timeoutSeconds")
    package let periodSeconds = Field<Int>("periodSeconds")
    package let successThreshold = Field<Int>("successThreshold")
    package let failureThreshold = Field<Int>("failureThreshold")
    package let terminationGracePeriodSeconds = Field<Int>("terminationGracePeriodSeconds")
    package let exec = Field<ExecAction>("exec")
    package let grpc = Field<GRPCAction>("grpc")
    package let httpGet = Field<HTTPGetAction>("httpGet")
    package let tcpSocket = Field<TCPSocketAction>("tcpSocket")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ExecAction` of `v1`.
package struct ExecAction: JSONView {
  package struct Fields: Sendable {
    package let command = ListField<String>("command")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `HTTPGetAction` of `v1`.
package struct HTTPGetAction: JSONView {
  package struct Fields: Sendable {
    package let path = Field<String>("path")
    package let port = Field<IntOrString>("port")
    package let host = Field<String>("host")
    package let scheme = Field<String>("scheme")
    package let httpHeaders = ListField<HTTPHeader>("httpHeaders")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `HTTPHeader` of `v1`.
package struct HTTPHeader: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let value = Field<String>("value")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `TCPSocketAction` of `v1`.
package struct TCPSocketAction: JSONView {
  package struct Fields: Sendable {
    package let port = Field<IntOrString>("port")
    package let host = Field<String>("host")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `GRPCAction` of `v1`.
package struct GRPCAction: JSONView {
  package struct Fields: Sendable {
    package let port = Field<Int>("port")
    package let service = Field<String>("service")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `Lifecycle` of `v1`.
package struct Lifecycle: JSONView {
  package struct Fields: Sendable {
    package let postStart = Field<LifecycleHandler>("postStart")
    package let preStop = Field<LifecycleHandler>("preStop")
    package let stopSignal = Field<String>("stopSignal")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `LifecycleHandler` of `v1`.
package struct LifecycleHandler: JSONView {
  package struct Fields: Sendable {
    package let exec = Field<ExecAction>("exec")
    package let httpGet = Field<HTTPGetAction>("httpGet")
    package let tcpSocket = Field<TCPSocketAction>("tcpSocket")
    package let sleep = Field<SleepAction>("sleep")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `SleepAction` of `v1`.
package struct SleepAction: JSONView {
  package struct Fields: Sendable {
    package let seconds = Field<Int>("seconds")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
