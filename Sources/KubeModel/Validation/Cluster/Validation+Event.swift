/// Events, whose rules depend on the group through which they are written.
extension Validation {
  static func event(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let isNew = findings.writtenGroup == "events.k8s.io"
    eventBasics(object, &findings)
    guard isNew, findings.writtenVersion == "v1" else { return }
    guard let old else { return newEvent(object, &findings) }
    if !JSONValue.areSame(object["series"], old["series"]) { series(object, &findings) }
    let fixed = [
      "involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp", "count", "type", "eventTime",
      "action", "related", "reportingComponent", "reportingInstance",
    ]
    for name in fixed {
      findings.immutable(
        FieldPath(name == "reportingComponent" ? "reportingController" : name), object[name], old[name])
    }
  }

  private static func newEvent(_ event: JSONValue, _ findings: inout Findings) {
    series(event, &findings)
    if !event.has("eventTime") { findings.required(FieldPath("eventTime")) }
    let type = event.text("type")
    if !["Normal", "Warning"].contains(type) {
      findings.invalid(FieldPath("type"), "", "has invalid value: \(type)")
    }
    for name in ["firstTimestamp", "lastTimestamp"] where event.has(name) {
      findings.invalid(FieldPath(name), "", "needs to be unset")
    }
    if event.number("count") != 0 { findings.invalid(FieldPath("count"), "", "needs to be unset") }
    if ["component", "host"].contains(where: { !(event["source"]?.text($0) ?? "").isEmpty }) {
      findings.invalid(FieldPath("source"), "", "needs to be unset")
    }
  }

  private static func series(_ event: JSONValue, _ findings: inout Findings) {
    guard let series = event["series"] else { return }
    if series.number("count") < 2 { findings.invalid(FieldPath("series.count"), "", "should be at least 2") }
    if !series.has("lastObservedTime") { findings.required(FieldPath("series.lastObservedTime")) }
  }

  /// What both groups ask: the namespace of what the event is about, and of events with a time who reports what.
  private static func eventBasics(_ event: JSONValue, _ findings: inout Findings) {
    let namespace = event["metadata"]?.text("namespace") ?? ""
    let subject = event["involvedObject"]?.text("namespace") ?? ""
    let hasTime = event.has("eventTime")
    // Events of objects without a namespace are in a usual one.
    let fits =
      subject.isEmpty
      ? ["", "default"].contains(namespace) || hasTime && namespace == "kube-system" : hasTime || namespace == subject
    if !fits {
      findings.invalid(
        FieldPath("involvedObject")["namespace"], .string(subject), "does not match event.namespace")
    }
    if hasTime {
      let controller = event.text("reportingComponent")
      let place = FieldPath(findings.writtenGroup.isEmpty ? "reportingComponent" : "reportingController")
      if controller.isEmpty { findings.required(place) }
      findings.form(place, controller, NameForms.qualifiedName)
      for name in ["reportingInstance", "action", "reason"] {
        let text = event.text(name)
        if text.isEmpty { findings.required(FieldPath(name)) }
        if text.utf8.count > 128 {
          findings.invalid(FieldPath(name), "", "can have at most 128 characters")
        }
      }
      if event.text("message").utf8.count > 1_024 {
        findings.invalid(FieldPath("message"), "", "can have at most 1024 characters")
      }
    }
    findings.form(FieldPath("namespace"), namespace, NameForms.subdomain)
  }
}
