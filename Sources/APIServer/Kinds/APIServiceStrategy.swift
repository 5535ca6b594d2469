import KubeModel
import ObjectStore

/// Registrations of group versions: those that are served here are available from the start.
struct APIServiceStrategy: KindStrategy {
  var statusMetadata: StatusMetadata { .none }

  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    if object["spec"]?["service"] == nil { object["status"] = Self.localStatus(at: scope.now) }
  }

  /// The status of what this API server serves itself.
  static func localStatus(at now: Timestamp) -> JSONValue {
    [
      "conditions": [
        [
          "type": "Available", "status": "True", "lastTransitionTime": now.json, "reason": "Local",
          "message": "Local APIServices are always available",
        ]
      ]
    ]
  }

  func validate(_ object: JSONValue, old: JSONValue?, in scope: StrategyScope) -> [StatusError.Cause] {
    let spec = APIService(json: object).spec
    var causes: [StatusError.Cause] = []
    func invalid(_ field: String, _ value: String, _ why: String) {
      causes.append(.init(reason: "FieldValueInvalid", message: "Invalid value: \(value): \(why)", field: field))
    }
    func required(_ field: String, _ why: String) {
      causes.append(
        .init(
          reason: "FieldValueRequired", message: why.isEmpty ? "Required value" : "Required value: \(why)",
          field: field))
    }
    let name = APIService.name(of: APIService(json: object).groupVersion)
    if scope.key.name != name {
      invalid("metadata.name", "\"\(scope.key.name)\"", "must be `spec.version+\".\"+spec.group`: \"\(name)\"")
    }
    if (spec.version ?? "").isEmpty { required("spec.version", "") }
    let group = spec.groupPriorityMinimum ?? 0
    if !(1...20_000).contains(group) {
      invalid("spec.groupPriorityMinimum", "\(group)", "must be positive and less than 20000")
    }
    let version = spec.versionPriority ?? 0
    if !(1...1_000).contains(version) {
      invalid("spec.versionPriority", "\(version)", "must be positive and less than 1000")
    }
    let skips = spec.insecureSkipTLSVerify ?? false
    let hasBundle = !(spec.caBundle ?? "").isEmpty
    guard let service = spec.service else {
      if skips { invalid("spec.insecureSkipTLSVerify", "true", "local APIServices may not use insecureSkipTLSVerify") }
      if hasBundle { invalid("spec.caBundle", "\"\"", "local APIServices may not have a caBundle") }
      return causes
    }
    if (service.namespace ?? "").isEmpty { required("spec.service.namespace", "") }
    if (service.name ?? "").isEmpty { required("spec.service.name", "") }
    if !(1...65_535).contains(service.port ?? 443) {
      invalid("spec.service.port", "\(service.port ?? 0)", "port is not valid: must be between 1 and 65535, inclusive")
    }
    if skips, hasBundle {
      invalid("spec.insecureSkipTLSVerify", "true", "may not be true if caBundle is present")
    }
    return causes
  }
}
