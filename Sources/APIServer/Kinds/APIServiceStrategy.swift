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
}
