import Crypto
import Foundation
import KubeClient
import KubeModel
import NIOHTTP1
import SwiftASN1
import Testing
import X509

@Suite("Certificate signing requests")
struct CertificateRequestTests {
  private static let path = "/apis/certificates.k8s.io/v1/certificatesigningrequests"

  /// A request for a certificate of `name`.
  static func request(
    _ name: String, organization: String = "developers", signer: String = "kubernetes.io/kube-apiserver-client"
  ) throws -> JSONValue {
    let key = P256.Signing.PrivateKey()
    let subject = try DistinguishedName {
      OrganizationName(organization)
      CommonName(name)
    }
    let request = try X509.CertificateSigningRequest(
      version: .v1, subject: subject, privateKey: .init(key), attributes: .init(), signatureAlgorithm: .ecdsaWithSHA256)
    let pem = try request.serializeAsPEM().pemString
    return [
      "apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest", "metadata": ["name": .string(name)],
      "spec": [
        "request": .string(Data(pem.utf8).base64EncodedString()), "signerName": .string(signer),
        "usages": ["client auth"], "expirationSeconds": 3600, "username": "forged",
      ],
    ]
  }

  private static func approval(_ object: JSONValue, _ type: String = "Approved") -> JSONValue {
    var object = object
    object["status"] = ["conditions": [["type": .string(type), "status": "True", "reason": "Test"]]]
    return object
  }

  @Test("Who asked is noted, and an approver needs the permission on the signer")
  func approval() async throws {
    try await TestAPI.with { api in
      let made = try await api.send(
        .POST, Self.path, try Self.request("ann"), as: .user("ann", groups: ["system:masters"]))
      #expect(made.code == 201 && made.body["spec"]?["username"] == "ann", "\(made)")
      var role = ClusterRole(name: "approver")
      role.json["rules"] = [
        [
          "apiGroups": ["certificates.k8s.io"],
          "resources": ["certificatesigningrequests", "certificatesigningrequests/approval"], "verbs": ["*"],
        ]
      ]
      try await api.client.create(role)
      var binding = ClusterRoleBinding(name: "approver")
      binding.json["roleRef"] = ["apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "approver"]
      binding.json["subjects"] = [["apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "bob"]]
      try await api.client.create(binding)
      let body = Self.approval(made.body)
      let refused = try await api.send(.PUT, Self.path + "/ann/approval", body, as: .user("bob"))
      #expect(
        refused.message == "certificatesigningrequests.certificates.k8s.io \"ann\" is forbidden: user not permitted to "
          + "approve requests with signerName \"kubernetes.io/kube-apiserver-client\"", "\(refused)")
      role.json["rules"] = .array(
        (role.json["rules"]?.arrayValue ?? []) + [
          [
            "apiGroups": ["certificates.k8s.io"], "resources": ["signers"], "resourceNames": ["kubernetes.io/*"],
            "verbs": ["approve"],
          ]
        ])
      try await api.client.update(role)
      let approved = try await api.send(.PUT, Self.path + "/ann/approval", body, as: .user("bob"))
      #expect(approved.code == 200, "\(approved)")
      let condition = approved.body["status"]?["conditions"]?.arrayValue?.first
      #expect(condition?["type"] == "Approved" && condition?["lastUpdateTime"] != nil, "\(approved)")
    }
  }

  @Test("A decision stays: it is neither taken back nor turned round, and a signer does not touch it")
  func decisions() async throws {
    try await TestAPI.with { api in
      let made = try await api.send(.POST, Self.path, try Self.request("ann"))
      var approved = try await api.send(.PUT, Self.path + "/ann/approval", Self.approval(made.body))
      let back = try await api.send(.PUT, Self.path + "/ann/approval", made.body.without("metadata", "resourceVersion"))
      #expect(back.code == 422 && back.message.contains("may not remove a condition of type \"Approved\""), "\(back)")
      let both = Self.approval(approved.body, "Denied")
      #expect(try await api.send(.PUT, Self.path + "/ann/approval", both).code == 422)
      var signed = approved.body
      signed["spec"]?["signerName"] = "example.com/other"
      signed["status"] = ["certificate": "eA==", "conditions": []]
      let untold = try await api.send(.PUT, Self.path + "/ann/status", signed)
      #expect(untold.code == 422 && untold.message.contains("may not remove a condition"), "\(untold)")
      signed["status"]?["conditions"] = [
        ["type": "Approved", "status": "True", "reason": "Another"], ["type": "Issued", "status": "False"],
      ]
      approved = try await api.send(.PUT, Self.path + "/ann/status", signed)
      #expect(approved.body["status"]?["certificate"] == "eA==", "\(approved)")
      let kept = approved.body["status"]?["conditions"]?.arrayValue ?? []
      #expect(kept.map { $0["type"] } == ["Approved", "Issued"] && kept.first?["reason"] == "Test", "\(approved)")
      #expect(approved.body["spec"]?["signerName"] == "kubernetes.io/kube-apiserver-client")
    }
  }

  @Test("An approver may set conditions of any type, each once and with a status that there is")
  func conditions() async throws {
    try await TestAPI.with { api in
      let made = try await api.send(.POST, Self.path, try Self.request("ann"))
      func approve(_ conditions: JSONValue) async throws -> TestAPI.Answer {
        var body = made.body.without("metadata", "resourceVersion")
        body["status"] = ["conditions": conditions]
        return try await api.send(.PUT, Self.path + "/ann/approval", body)
      }
      let set = try await approve([
        ["type": "ApprovalUpdate", "status": "True"], ["type": "Seen", "status": "Unknown"],
      ])
      #expect(set.code == 200, "\(set)")
      let types = set.body["status"]?["conditions"]?.arrayValue?.map { $0["type"] }
      #expect(types == ["ApprovalUpdate", "Seen"], "\(set)")
      // What is no decision may go again.
      #expect(try await approve([["type": "Seen", "status": "True"]]).code == 200)
      let unknown = try await approve([["type": "Seen", "status": "Maybe"]])
      #expect(
        unknown.code == 422 && unknown.message.contains("supported values: \"False\", \"True\", \"Unknown\""),
        "\(unknown)")
      let twice = try await approve([["type": "Seen", "status": "True"], ["type": "Seen", "status": "True"]])
      #expect(twice.message.contains("status.conditions[1].type: Duplicate value: \"Seen\""), "\(twice)")
      // A signer decides nothing.
      var signed = made.body.without("metadata", "resourceVersion")
      signed["status"] = ["conditions": [["type": "Approved", "status": "True"]]]
      let refused = try await api.send(.PUT, Self.path + "/ann/status", signed)
      #expect(refused.message.contains("updates may not add a condition of type \"Approved\""), "\(refused)")
    }
  }

  @Test("No certificate is asked for that would be above all rules, nor with what is no request")
  func refusals() async throws {
    try await TestAPI.with { api in
      let masters = try await api.send(.POST, Self.path, try Self.request("ann", organization: "system:masters"))
      #expect(masters.code == 403 && masters.message.contains("system:masters group is not allowed"), "\(masters)")
      var broken = try Self.request("bob", signer: "nodomain")
      broken["spec"]?["request"] = "aGVsbG8="
      broken["spec"]?["expirationSeconds"] = 1
      let answer = try await api.send(.POST, Self.path, broken)
      #expect(answer.code == 422)
      for text in ["must be CERTIFICATE REQUEST", "fully qualified domain", "less than 600 seconds"] {
        #expect(answer.message.contains(text), "\(answer)")
      }
    }
  }
}

extension JSONValue {
  fileprivate func without(_ member: String, _ inner: String) -> JSONValue {
    var value = self
    value[member]?[inner] = nil
    return value
  }
}
