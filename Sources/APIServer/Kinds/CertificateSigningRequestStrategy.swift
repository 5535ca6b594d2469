import FoundationEssentials
import KubeModel
import ObjectStore
import SwiftASN1
import X509

/// Requests for certificates: who asked is noted, and approving and signing need permissions on the signer
/// (Kubernetes: "Certificates and Certificate Signing Requests").
struct CertificateSigningRequestStrategy: KindStrategy {
  /// The conditions that only an approver sets.
  private static let decisions = ["Approved", "Denied"]
  /// The conditions that stay once they are there, and say nothing but yes.
  private static let lasting = decisions + ["Failed"]
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
    let old = before.status.conditions
    var conditions = after.status.conditions
    if !isApproval { keepDecisions(of: old, in: &conditions) }
    conditions = conditions.map { dated($0, among: old, scope.now) }
    try check(conditions, before: old, isApproval: isApproval, scope)
    object["status", default: .emptyObject]["conditions"] = conditions.isEmpty ? nil : .array(conditions)
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

  /// A signer leaves the decisions as they are; one that it adds or takes away is for `check` to refuse.
  private func keepDecisions(of old: [JSONValue], in conditions: inout [JSONValue]) {
    for type in Self.decisions {
      let kept = old.filter { $0["type"]?.stringValue == type }
      let places = conditions.indices.filter { conditions[$0]["type"]?.stringValue == type }
      guard kept.count == places.count else { continue }
      for (place, condition) in zip(places, kept) { conditions[place] = condition }
    }
  }

  private func check(
    _ conditions: [JSONValue], before: [JSONValue], isApproval: Bool, _ scope: StrategyScope
  ) throws {
    let path = "status.conditions"
    let types = conditions.map { $0["type"]?.stringValue ?? "" }
    let old = before.map { $0["type"]?.stringValue ?? "" }
    func count(_ type: String, _ types: [String]) -> Int { types.count { $0 == type } }
    var causes: [StatusError.Cause] = []
    func forbid(_ what: String, _ type: String) {
      let message = "Forbidden: updates may not \(what) a condition of type \"\(type)\""
      causes.append(.init(reason: "FieldValueForbidden", message: message, field: path))
    }
    for type in Self.lasting where count(type, types) < count(type, old) { forbid("remove", type) }
    if !isApproval {
      for type in Self.decisions where count(type, types) > count(type, old) { forbid("add", type) }
    }
    for (index, type) in types.enumerated() {
      let field = "\(path)[\(index)]"
      if type.isEmpty {
        causes.append(.init(reason: "FieldValueRequired", message: "Required value", field: field + ".type"))
      }
      let allowed = Self.lasting.contains(type) ? ["True"] : ["False", "True", "Unknown"]
      let status = conditions[index]["status"]?.stringValue ?? ""
      if status.isEmpty {
        causes.append(.init(reason: "FieldValueRequired", message: "Required value", field: field + ".status"))
      } else if !allowed.contains(status) {
        let list = allowed.map { "\"\($0)\"" }.joined(separator: ", ")
        causes.append(
          .init(
            reason: "FieldValueNotSupported", message: "Unsupported value: \"\(status)\": supported values: \(list)",
            field: field + ".status"))
      }
      let others = types[..<index]
      if Self.decisions.contains(type), others.contains(where: { Self.decisions.contains($0) && $0 != type }) {
        causes.append(.invalid(field + ".type", "\"\(type)\"", "Approved and Denied conditions are mutually exclusive"))
      }
      if others.contains(type), Set(old).count == old.count {
        causes.append(
          .init(reason: "FieldValueDuplicate", message: "Duplicate value: \"\(type)\"", field: field + ".type"))
      }
    }
    guard causes.isEmpty else {
      throw StatusError.invalid(CertificateSigningRequest.groupVersionKind, name: scope.key.name, causes: causes)
    }
  }
}
