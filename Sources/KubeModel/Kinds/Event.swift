/// `Event` of `v1`.
package struct Event: KubeObject {
  package struct Fields: Sendable {
    package let involvedObject = Field<ObjectReference>("involvedObject")
    package let reason = Field<String>("reason")
    package let message = Field<String>("message")
    package let source = Field<EventSource>("source")
    package let firstTimestamp = Field<Timestamp>("firstTimestamp")
    package let lastTimestamp = Field<Timestamp>("lastTimestamp")
    package let count = Field<Int>("count")
    package let type = Field<String>("type")
    package let eventTime = Field<MicroTimestamp>("eventTime")
    package let series = Field<EventSeries>("series")
    package let action = Field<String>("action")
    package let related = Field<ObjectReference>("related")
    package let reportingComponent = Field<String>("reportingComponent")
    package let reportingInstance = Field<String>("reportingInstance")
  }

  package static let resource = GroupVersionResource(resource: "events")
  package static let kind = "Event"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EventSource` of `v1`.
package struct EventSource: JSONView {
  package struct Fields: Sendable {
    package let component = Field<String>("component")
    package let host = Field<String>("host")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EventSeries` of `v1`.
package struct EventSeries: JSONView {
  package struct Fields: Sendable {
    package let count = Field<Int>("count")
    package let lastObservedTime = Field<MicroTimestamp>("lastObservedTime")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
