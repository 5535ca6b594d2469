/// `ContainerStatus` of `v1`.
package struct ContainerStatus: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let state = Field<ContainerState>("state")
    package let lastState = Field<ContainerState>("lastState")
    package let ready = Field<Bool>("ready")
    package let restartCount = Field<Int>("restartCount")
    package let image = Field<String>("image")
    package let imageID = Field<String>("imageID")
    package let containerID = Field<String>("containerID")
    package let started = Field<Bool>("started")
    package let allocatedResources = MapField<Quantity>("allocatedResources")
    package let resources = ViewField<ResourceRequirements>("resources")
    package let volumeMounts = ListField<JSONValue>("volumeMounts")
    package let user = Field<JSONValue>("user")
    package let allocatedResourcesStatus = ListField<JSONValue>("allocatedResourcesStatus")
    package let stopSignal = Field<String>("stopSignal")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ContainerState` of `v1`.
package struct ContainerState: JSONView {
  package struct Fields: Sendable {
    package let waiting = Field<ContainerStateWaiting>("waiting")
    package let running = Field<ContainerStateRunning>("running")
    package let terminated = Field<ContainerStateTerminated>("terminated")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ContainerStateRunning` of `v1`.
package struct ContainerStateRunning: JSONView {
  package struct Fields: Sendable {
    package let startedAt = Field<Timestamp>("startedAt")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ContainerStateTerminated` of `v1`.
package struct ContainerStateTerminated: JSONView {
  package struct Fields: Sendable {
    package let exitCode = Field<Int>("exitCode")
    package let signal = Field<Int>("signal")
    package let reason = Field<String>("reason")
    package let message = Field<String>("message")
    package let startedAt = Field<Timestamp>("startedAt")
    package let finishedAt = Field<Timestamp>("finishedAt")
    package let containerID = Field<String>("containerID")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ContainerStateWaiting` of `v1`.
package struct ContainerStateWaiting: JSONView {
  package struct Fields: Sendable {
    package let reason = Field<String>("reason")
    package let message = Field<String>("message")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
