import KubeModel
import NIOCore
import NIOHTTP1
import OrderedCollections

/// What is known of a request when it has been answered, to become an `Event` of `audit.k8s.io/v1` (Kubernetes:
/// "Auditing", level Metadata).
struct AuditRecord: Sendable {
  /// A moment in the life of a request.
  enum Stage: String {
    /// A long answer has begun.
    case started = "ResponseStarted"
    case complete = "ResponseComplete"
  }

  /// The client's own, if it sends one; the answer has it too (header `Audit-Id`).
  let id: String
  private let receivedAt: Timestamp
  private let uri: String
  private let method: String
  private let userAgent: String?
  private let address: String?
  /// Who asked; somebody unknown until the credentials have been checked.
  var user = UserInfo.anonymous
  var impersonatedUser: UserInfo?
  /// What was asked about; nil when it is no resource.
  var path: ResourcePath?
  /// The name of the object in the body of a creation.
  var createdName: String?
  var decision: AccessDecision?
  var failure: StatusError?
  /// What was said besides the answer; nil when the request did not come that far.
  var context: RequestContext?

  init(_ request: HTTPRequest, receivedAt: Timestamp) {
    let asked = request.headers.first(name: "audit-id") ?? ""
    id = asked.isEmpty ? UniqueIdentifier.make() : String(asked.prefix(64))
    self.receivedAt = receivedAt
    uri = request.target.text
    method = request.method.rawValue.lowercased()
    userAgent = request.headers.first(name: "user-agent")
    address = request.clientAddress
  }

  /// The event of a stage.
  func event(_ stage: Stage, code: Int, at now: Timestamp) -> JSONValue {
    var event: JSONValue = [
      "kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "Metadata", "auditID": .string(id),
      "stage": .string(stage.rawValue), "requestURI": .string(uri), "verb": .string(path?.verb.rawValue ?? method),
      "user": user.json,
    ]
    if let impersonatedUser { event["impersonatedUser"] = impersonatedUser.json }
    if let address { event["sourceIPs"] = [.string(address)] }
    if let userAgent { event["userAgent"] = .string(userAgent) }
    if let path { event["objectRef"] = reference(path) }
    var status: JSONValue = ["metadata": .emptyObject]
    if let failure {
      status["status"] = "Failure"
      status["message"] = .string(failure.message)
      status["reason"] = .string(failure.reason.rawValue)
    }
    status["code"] = .integer(Int64(code))
    event["responseStatus"] = status
    event["requestReceivedTimestamp"] = .string(receivedAt.text(fractionDigits: 6))
    event["stageTimestamp"] = .string(now.text(fractionDigits: 6))
    if let decision {
      event["annotations"] = [
        "authorization.k8s.io/decision": decision.isAllowed ? "allow" : "forbid",
        "authorization.k8s.io/reason": .string(decision.reason ?? ""),
      ]
    }
    for (key, value) in (context?.auditAnnotations ?? [:]).sorted(by: { $0.key < $1.key }) {
      event["annotations", default: .emptyObject][key] = .string(value)
    }
    return event
  }

  private func reference(_ path: ResourcePath) -> JSONValue {
    var reference: JSONValue = ["resource": .string(path.resource.resource)]
    if let namespace = path.namespace { reference["namespace"] = .string(namespace) }
    if let name = path.name ?? createdName { reference["name"] = .string(name) }
    if !path.resource.group.isEmpty { reference["apiGroup"] = .string(path.resource.group) }
    reference["apiVersion"] = .string(path.resource.version)
    if let subresource = path.subresource { reference["subresource"] = .string(subresource) }
    return reference
  }
}
