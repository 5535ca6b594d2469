/// ConfigMaps and Secrets.
extension Validation {
  /// The most octets that the entries of a ConfigMap or Secret may have together.
  private static let mostOctets = 1 << 20

  static func configMap(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    keepsContent(object, old, ["data", "binaryData"], &findings)
    var size = 0
    for name in ["data", "binaryData"] {
      for (key, value) in object.entries(name) {
        findings.form(FieldPath(name).key(key), key, NameForms.configKey)
        if name == "data", object["binaryData"]?[key] != nil {
          findings.invalid(FieldPath("data").key(key), .string(key), "duplicate of key present in binaryData")
        }
        size += name == "data" ? value.stringValue?.utf8.count ?? 0 : octets(value)?.count ?? 0
      }
    }
    // Kubernetes' path of the whole object.
    if size > mostOctets { findings.tooLong(FieldPath("[]"), limit: mostOctets) }
  }

  private static func octets(_ value: JSONValue?) -> [UInt8]? { value?.stringValue.flatMap(Base64.decode) }

  static func secret(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    if let old { findings.immutable(FieldPath("type"), object["type"], old["type"]) }
    keepsContent(object, old, ["data"], &findings)
    let path = FieldPath("data")
    var size = 0
    for (key, value) in object.entries("data") {
      findings.form(path.key(key), key, NameForms.configKey)
      size += octets(value)?.count ?? 0
    }
    if size > mostOctets { findings.tooLong(path, limit: mostOctets) }
    let data = object["data"] ?? .emptyObject
    switch object.text("type") {
    case "kubernetes.io/service-account-token":
      let name = "kubernetes.io/service-account.name"
      if (object["metadata"]?["annotations"]?[name]?.stringValue ?? "").isEmpty {
        findings.required(FieldPath("metadata")["annotations"].key(name))
      }
    case "kubernetes.io/dockercfg": document(data, ".dockercfg", &findings)
    case "kubernetes.io/dockerconfigjson": document(data, ".dockerconfigjson", &findings)
    case "kubernetes.io/basic-auth":
      if data["username"] == nil, data["password"] == nil {
        // The path is as Kubernetes has it.
        for key in ["username", "password"] { findings.required(FieldPath("data[%s]").key(key)) }
      }
    case "kubernetes.io/ssh-auth":
      if data.text("ssh-privatekey").isEmpty { findings.required(FieldPath("data[%s]").key("ssh-privatekey")) }
    case "kubernetes.io/tls":
      for key in ["tls.crt", "tls.key"] where data[key] == nil { findings.required(path.key(key)) }
    default: break
    }
  }

  /// An entry that must be a JSON object.
  private static func document(_ data: JSONValue, _ key: String, _ findings: inout Findings) {
    let path = FieldPath("data").key(key)
    guard let octets = octets(data[key]) else { return findings.required(path) }
    let problem: String
    if octets.isEmpty {
      problem = "unexpected end of JSON input"
    } else {
      switch try? JSONValue(parsing: octets) {
      case .object?, .null?: return
      case nil: problem = "invalid character '\(String(decoding: octets.prefix(1), as: UTF8.self))' in JSON input"
      case .some: problem = "json: cannot unmarshal value into Go value of type map[string]interface {}"
      }
    }
    findings.invalid(path, "<secret contents redacted>", problem)
  }

  private static func keepsContent(
    _ object: JSONValue, _ old: JSONValue?, _ fields: [String], _ findings: inout Findings
  ) {
    guard let old, old.isTrue("immutable") else { return }
    let why = "field is immutable when `immutable` is set"
    if !object.isTrue("immutable") { findings.forbidden(FieldPath("immutable"), why) }
    for name in fields where !JSONValue.areSame(object[name], old[name]) { findings.forbidden(FieldPath(name), why) }
  }
}
