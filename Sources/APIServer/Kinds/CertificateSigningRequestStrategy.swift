import FoundationEssentials
import KubeModel
import ObjectStore
import SwiftASN1
import X509

/// Requests for certificates: who asked is noted, and approving and signing need permissions on the signer
/// (Kubernetes: "Certificates and Certificate Signing Requests").
struct CertificateSigningRequestStrategy: KindStrategy {
  /// The conditions that an approver sets; a signer leaves them.
  private static let approvals = ["Approved", "Denied"]
  private static let clientSigner = "kubernetes.io/kube-apiserver-client"

  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    let user = scope.user
    object["spec", default: .emptyObject]["username"] = .string(user.name)
    object["spec"]?["uid"] = user.uid.map(JSONValue.string)
    object["spec"]?["groups"] = .array(user.groups.map(JSONValue.string))
    object["spec"]?["extra"] = user.json["extra"]
    let spec = CertificateSigningRequest(json: object).spec
    guard spec.signerName == Self.clientSigner, let request = Self.parse(spec) else { return }
    let organizations = request.subject.flatMap { $0 }.filter { $0.type == .RDNAttributeType.organizationName }
    if organizations.contains(where: { String($0.value) == RBACAuthorizer.administrators }) {
      throw Self.forbidden(
        scope, "use of \(Self.clientSigner) signer with \(RBACAuthorizer.administrators) group is not allowed")
    }
  }

  func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, in scope: inout StrategyScope) throws {
    object["spec"] = old["spec"]
  }

  func merge(
    _ given: JSONValue, into old: JSONValue, subresource: String, in scope: inout StrategyScope
  ) throws -> JSONValue {
    var object = old
    let before = CertificateSigningRequest(json: old)
    let after = CertificateSigningRequest(json: given)
    let isApproval = subresource == "approval"
    let isChanged =
      !JSONValue.areSame(old["status"]?["conditions"], given["status"]?["conditions"])
      || before.status.certificate != after.status.certificate
    if isApproval || isChanged {
      try require(isApproval ? "approve" : "sign", before.spec.signerName ?? "", scope)
    }
    func own(_ conditions: [JSONValue]) -> [JSONValue] {
      conditions.filter { Self.approvals.contains($0["type"]?.stringValue ?? "") == isApproval }
    }
    let kept = before.status.conditions.filter { condition in !own([condition]).contains(condition) }
    let written = own(after.status.conditions).map { dated($0, among: before.status.conditions, scope.now) }
    try check(written, before: own(before.status.conditions), isApproval: isApproval, scope)
    object["status", default: .emptyObject]["conditions"] = kept + written == [] ? nil : .array(kept + written)
    if !isApproval { object["status"]?["certificate"] = given["status"]?["certificate"] }
    return object
  }

  func validate(_ object: JSONValue, old: JSONValue?, in scope: StrategyScope) -> [StatusError.Cause] {
    let spec = CertificateSigningRequest(json: object).spec
    guard old == nil, Self.parse(spec) == nil else { return [] }
    return [
      .invalid("spec.request", "\"\(spec.request ?? "")\"", "PEM block type must be CERTIFICATE REQUEST")
    ]
  }

  // MARK: Parts

  private static func parse(_ spec: CertificateSigningRequestSpec) -> X509.CertificateSigningRequest? {
    guard let text = spec.request, let data = Data(base64Encoded: text) else { return nil }
    // Whatever is wrong with it, it is no request.
    return try? X509.CertificateSigningRequest(pemEncoded: String(decoding: data, as: UTF8.self))
  }

  /// The permission on the signer, by its name or by its whole domain.
  private func require(_ verb: String, _ signer: String, _ scope: StrategyScope) throws {
    let domain = signer.split(separator: "/").first.map { "\($0)/*" } ?? ""
    let isAllowed = [signer, domain].contains { name in
      scope.authorizer.decide(
        AccessAttributes(
          user: scope.user, verb: verb,
          .resource(.init(group: "certificates.k8s.io", resource: "signers", name: name)))
      ).isAllowed
    }
    guard isAllowed else {
      throw Self.forbidden(scope, "user not permitted to \(verb) requests with signerName \"\(signer)\"")
    }
  }

  private static func forbidden(_ scope: StrategyScope, _ why: String) -> StatusError {
    .forbidden(scope.key.resource, name: scope.key.name, why: why)
  }

  private func dated(_ condition: JSONValue, among old: [JSONValue], _ now: Timestamp) -> JSONValue {
    var condition = condition
    let before = old.first { $0["type"] == condition["type"] }
    if condition["lastUpdateTime"] == nil { condition["lastUpdateTime"] = now.json }
    if condition["lastTransitionTime"] == nil {
      let isSame = before != nil && before?["status"] == condition["status"]
      condition["lastTransitionTime"] = isSame ? before?["lastTransitionTime"] ?? now.json : now.json
    }
    return condition
  }

  private func check(
    _ conditions: [JSONValue], before: [JSONValue], isApproval: Bool, _ scope: StrategyScope
  ) throws {
    var causes: [StatusError.Cause] = []
    let types = conditions.compactMap { $0["type"]?.stringValue }
    for type in before.compactMap({ $0["type"]?.stringValue })
    where !types.contains(type) && (isApproval || type == "Failed") {
      causes.append(
        .init(
          reason: "FieldValueForbidden", message: "Forbidden: updates may not remove a condition of type \"\(type)\"",
          field: "status.conditions"))
    }
    for (index, condition) in conditions.enumerated() {
      let field = "status.conditions[\(index)]"
      if (condition["type"]?.stringValue ?? "").isEmpty {
        causes.append(.init(reason: "FieldValueRequired", message: "Required value", field: field + ".type"))
      }
      switch condition["status"]?.stringValue ?? "" {
      case "": causes.append(.init(reason: "FieldValueRequired", message: "Required value", field: field + ".status"))
      case "True": break
      case let status where isApproval || condition["type"] == "Failed":
        causes.append(
          .init(
            reason: "FieldValueNotSupported",
            message: "Unsupported value: \"\(status)\": supported values: \"True\"", field: field + ".status"))
      default: break
      }
    }
    if types.contains("Approved"), types.contains("Denied") {
      causes.append(
        .init(
          reason: "FieldValueInvalid",
          message: "Invalid value: \"Denied\": Approved and Denied conditions are mutually exclusive",
          field: "status.conditions[\(types.firstIndex(of: "Denied") ?? 0)].type"))
    }
    guard causes.isEmpty else {
      throw StatusError.invalid(CertificateSigningRequest.groupVersionKind, name: scope.key.name, causes: causes)
    }
  }
}
