import KubeModel
import OrderedCollections

/// A container of a pod or of a pod template, in kubectl's layout.
struct ContainerDescription {
  private let container: JSONValue
  private let status: JSONValue?

  init(_ container: JSONValue, status: JSONValue?) {
    self.container = container
    self.status = status
  }

  func write(to writer: inout DescriptionWriter) {
    writer.line("\(container["name"]?.stringValue ?? ""):", level: 1)
    if let status { writer.field("Container ID", status["containerID"]?.stringValue ?? "", level: 2) }
    writer.field("Image", container["image"]?.stringValue, level: 2)
    if let status { writer.field("Image ID", status["imageID"]?.stringValue ?? "", level: 2) }
    writePorts(to: &writer)
    for (title, key) in [("Command", "command"), ("Args", "args")] {
      let words = container[key]?.arrayValue ?? []
      guard !words.isEmpty else { continue }
      writer.line("\(title):", level: 2)
      for word in words {
        for line in (word.stringValue ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
          writer.line(String(line), level: 3)
        }
      }
    }
    if let status { writeStatus(status, to: &writer) }
    for (title, key) in [("Limits", "limits"), ("Requests", "requests")] {
      guard let values = container["resources"]?[key]?.objectValue, !values.isEmpty else { continue }
      writer.line("\(title):", level: 2)
      for (name, value) in values.sorted(by: { $0.key < $1.key }) {
        writer.field(name, JSONPathTemplate.plain(value), level: 3)
      }
    }
    for (title, key) in [("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe")] {
      if let probe = container[key] { writer.field(title, Self.probe(probe), level: 2) }
    }
    writeEnvironment(to: &writer)
    writeMounts(to: &writer)
  }

  private func writePorts(to writer: inout DescriptionWriter) {
    let ports = container["ports"]?.arrayValue ?? []
    func text(_ key: String) -> String {
      ports.map { "\($0[key]?.integerValue ?? 0)/\($0["protocol"]?.stringValue ?? "TCP")" }.joined(separator: ", ")
    }
    let plural = ports.count > 1 ? "s" : ""
    writer.field("Port\(plural)", ports.isEmpty ? nil : text("containerPort"), level: 2)
    writer.field("Host Port\(plural)", ports.isEmpty ? nil : text("hostPort"), level: 2)
  }

  private func writeStatus(_ status: JSONValue, to writer: inout DescriptionWriter) {
    writeState("State", status["state"], to: &writer)
    if let last = status["lastState"], last.objectValue?.isEmpty == false {
      writeState("Last State", last, to: &writer)
    }
    writer.field("Ready", status["ready"]?.boolValue == true ? "True" : "False", level: 2)
    writer.field("Restart Count", String(status["restartCount"]?.integerValue ?? 0), level: 2)
  }

  private func writeState(_ title: String, _ state: JSONValue?, to writer: inout DescriptionWriter) {
    guard let entry = state?.objectValue?.elements.first else { return writer.field(title, "Waiting", level: 2) }
    let (name, detail) = (entry.key, entry.value)
    writer.field(title, DescriptionWriter.title(name), level: 2)
    for (label, key) in [("Reason", "reason"), ("Message", "message"), ("Signal", "signal")] {
      if let value = detail[key] { writer.field(label, JSONPathTemplate.plain(value), level: 3) }
    }
    if name == "terminated" { writer.field("Exit Code", String(detail["exitCode"]?.integerValue ?? 0), level: 3) }
    for (label, key) in [("Started", "startedAt"), ("Finished", "finishedAt")] {
      if let value = detail[key]?.stringValue { writer.field(label, value, level: 3) }
    }
  }

  private func writeEnvironment(to writer: inout DescriptionWriter) {
    let sources = container["envFrom"]?.arrayValue ?? []
    if !sources.isEmpty {
      writer.line("Environment Variables from:", level: 2)
      for source in sources {
        let isSecret = source["secretRef"] != nil
        let name = (source["secretRef"] ?? source["configMapRef"])?["name"]?.stringValue ?? ""
        writer.line("\(name)\t\(isSecret ? "Secret" : "ConfigMap")", level: 3)
      }
    }
    let variables = container["env"]?.arrayValue ?? []
    guard !variables.isEmpty else { return writer.field("Environment", "<none>", level: 2) }
    writer.line("Environment:", level: 2)
    for variable in variables {
      writer.line("\(variable["name"]?.stringValue ?? ""):\t\(Self.value(variable))", level: 3)
    }
  }

  private func writeMounts(to writer: inout DescriptionWriter) {
    let mounts = container["volumeMounts"]?.arrayValue ?? []
    guard !mounts.isEmpty else { return writer.field("Mounts", "<none>", level: 2) }
    writer.line("Mounts:", level: 2)
    for mount in mounts {
      let mode = mount["readOnly"]?.boolValue == true ? "ro" : "rw"
      let path = mount["subPath"]?.stringValue.map { ",path=\"\($0)\"" } ?? ""
      writer.line(
        "\(mount["mountPath"]?.stringValue ?? "") from \(mount["name"]?.stringValue ?? "") (\(mode)\(path))", level: 3)
    }
  }

  /// The value of a variable, or where it comes from.
  private static func value(_ variable: JSONValue) -> String {
    guard let source = variable["valueFrom"] else { return variable["value"]?.stringValue ?? "" }
    if let field = source["fieldRef"] {
      return " (\(field["apiVersion"]?.stringValue ?? "v1"):\(field["fieldPath"]?.stringValue ?? ""))"
    }
    for (key, kind) in [("secretKeyRef", "secret"), ("configMapKeyRef", "config map")] {
      guard let reference = source[key] else { continue }
      let (entry, name) = (reference["key"]?.stringValue ?? "", reference["name"]?.stringValue ?? "")
      return "<set to the key '\(entry)' of \(kind) '\(name)'>  Optional: \(reference["optional"]?.boolValue ?? false)"
    }
    return source.jsonText
  }

  /// A probe as one line.
  static func probe(_ probe: JSONValue) -> String {
    func number(_ key: String, _ fallback: Int64) -> Int64 { probe[key]?.integerValue ?? fallback }
    let action: String
    if let exec = probe["exec"] {
      let words = (exec["command"]?.arrayValue ?? []).compactMap(\.stringValue)
      action = "exec [\(words.joined(separator: " "))]"
    } else if let http = probe["httpGet"] {
      let scheme = (http["scheme"]?.stringValue ?? "HTTP").lowercased()
      let port = http["port"].map(JSONPathTemplate.plain) ?? ""
      action = "http-get \(scheme)://\(http["host"]?.stringValue ?? ""):\(port)\(http["path"]?.stringValue ?? "/")"
    } else if let tcp = probe["tcpSocket"] {
      action = "tcp-socket \(tcp["host"]?.stringValue ?? ""):\(tcp["port"].map(JSONPathTemplate.plain) ?? "")"
    } else {
      action = "unknown"
    }
    return "\(action) delay=\(number("initialDelaySeconds", 0))s timeout=\(number("timeoutSeconds", 1))s "
      + "period=\(number("periodSeconds", 10))s #success=\(number("successThreshold", 1)) "
      + "#failure=\(number("failureThreshold", 3))"
  }
}
