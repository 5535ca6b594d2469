import OrderedCollections

extension Defaulting {
  static func container(_ container: inout JSONValue) {
    container.updateEach("ports") { $0.setDefault("protocol", "TCP") }
    container.updateEach("env") { variable in
      variable.update("valueFrom") { $0.update("fieldRef") { $0.setDefault("apiVersion", "v1") } }
    }
    container.setDefault("resources", .emptyObject)
    container.update("resources", resources)
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] { container.update(name, probe) }
    container.update("lifecycle") { lifecycle in
      lifecycle.update("postStart") { $0.update("httpGet", httpGet) }
      lifecycle.update("preStop") { $0.update("httpGet", httpGet) }
    }
    container.setDefault("terminationMessagePath", "/dev/termination-log")
    container.setDefault("terminationMessagePolicy", "File")
    container.setDefault("imagePullPolicy", .string(imagePullPolicy(for: container.text("image"))))
  }

  /// Amounts are kept in thousandths.
  static func resources(_ resources: inout JSONValue) {
    for list in ["limits", "requests"] { resources.update(list, amounts) }
  }

  static func amounts(_ amounts: inout JSONValue) {
    for (name, value) in amounts.objectValue ?? [:] {
      guard let quantity = Quantity(json: value) else { continue }
      let rounded = quantity.roundedToThousandths
      if rounded != quantity { amounts[name] = rounded.json }
    }
  }

  static func probe(_ probe: inout JSONValue) {
    let counts: [(String, Int64)] = [
      ("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1), ("failureThreshold", 3),
    ]
    for (name, value) in counts where probe[name]?.integerValue ?? 0 == 0 { probe[name] = .integer(value) }
    probe.update("httpGet", httpGet)
    probe.update("grpc") { if !$0.has("service") { $0["service"] = "" } }
  }

  private static func httpGet(_ action: inout JSONValue) {
    action.setDefault("path", "/")
    action.setDefault("scheme", "HTTP")
  }

  /// Images with the tag `latest`, or without tag and digest, are always pulled.
  static func imagePullPolicy(for image: String) -> String {
    let name = image[(image.lastIndex(of: "/").map { image.index(after: $0) } ?? image.startIndex)...]
    let withoutDigest = name.split(separator: "@", maxSplits: 1).first ?? ""
    let tag = withoutDigest.split(separator: ":", maxSplits: 1).dropFirst().first
    if let tag { return tag == "latest" ? "Always" : "IfNotPresent" }
    return name.contains("@") ? "IfNotPresent" : "Always"
  }
}
