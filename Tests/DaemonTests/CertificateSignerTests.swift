import APIServer
import ControllerKit
import Crypto
import Foundation
import KubeClient
import KubeModel
import Logging
import SwiftASN1
import Testing
import X509

@testable import Daemon

@Suite("Signing certificates")
struct CertificateSignerTests {
  private static func request(
    _ name: String, organization: String, alternatives: [GeneralName] = [], usages: [String],
    signer: SigningPolicy.Signer, seconds: Int? = nil
  ) throws -> KubeModel.CertificateSigningRequest {
    let subject = try DistinguishedName {
      OrganizationName(organization)
      CommonName(name)
    }
    let extensions = try Certificate.Extensions {
      if !alternatives.isEmpty { SubjectAlternativeNames(alternatives) }
    }
    let attribute = try X509.CertificateSigningRequest.Attribute(ExtensionRequest(extensions: extensions))
    let request = try X509.CertificateSigningRequest(
      version: .v1, subject: subject, privateKey: .init(P256.Signing.PrivateKey()), attributes: .init([attribute]),
      signatureAlgorithm: .ecdsaWithSHA256)
    var object = KubeModel.CertificateSigningRequest(name: name.replacing(":", with: "-"))
    object.spec.request = Data(try request.serializeAsPEM().pemString.utf8).base64EncodedString()
    object.spec.signerName = signer.rawValue
    object.spec.usages = usages
    object.spec.expirationSeconds = seconds
    return object
  }

  @Test("A client's certificate has its name, its usage and the time asked for")
  func signs() throws {
    let authority = try CertificateAuthority.make(name: "test")
    let spec = try Self.request(
      "ann", organization: "developers", usages: ["client auth", "digital signature"], signer: .client, seconds: 3_600
    ).spec
    let now = Date()
    let pem = try authority.sign(try SigningPolicy.order(spec, signer: .client), now: now)
    let certificate = try Certificate(pemEncoded: pem)
    #expect(authority.certificate.publicKey.isValidSignature(certificate.signature, for: certificate))
    #expect("\(certificate.subject)".contains("CN=ann"))
    #expect(abs(certificate.notValidAfter.timeIntervalSince(now) - 3_600) < 2)
    #expect(try certificate.extensions.extendedKeyUsage?.contains(.clientAuth) == true)
    #expect(try certificate.extensions.keyUsage?.keyEncipherment == false)
    let bare = try Self.request("bob", organization: "x", usages: ["client auth"], signer: .client).spec
    let other = try authority.sign(try SigningPolicy.order(bare, signer: .client), now: now)
    #expect(try Certificate(pemEncoded: other).extensions.keyUsage == nil)
  }

  @Test("A signer refuses what is not its own to sign")
  func refuses() throws {
    func refusal(_ request: KubeModel.CertificateSigningRequest, _ signer: SigningPolicy.Signer) -> String? {
      do {
        _ = try SigningPolicy.order(request.spec, signer: signer)
        return nil
      } catch { return "\(error)" }
    }
    let node = ["digital signature", "server auth"]
    let names: [GeneralName] = [.dnsName("node")]
    let good = try Self.request(
      "system:node:a", organization: "system:nodes", alternatives: names, usages: node, signer: .kubeletServing)
    #expect(refusal(good, .kubeletServing) == nil)
    #expect(refusal(good, .kubeletClient) == "subjectAltNames are not allowed")
    #expect(refusal(good, .client)?.hasPrefix("usages did not match") == true)
    let bare = try Self.request("system:node:a", organization: "system:nodes", usages: node, signer: .kubeletServing)
    #expect(refusal(bare, .kubeletServing) == "DNS or IP subjectAltName is required")
    let other = try Self.request("a", organization: "others", usages: node, signer: .kubeletServing)
    #expect(refusal(other, .kubeletServing) == "subject organization is not system:nodes")
  }

  @Test("An approved request is signed, a wrong one fails with the reason, and old ones are removed")
  func reconciles() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let logger = Logger(label: "test")
    let informers = InformerSet(client: client, logger: logger)
    let authority = try CertificateAuthority.make(name: "test")
    let controller = CertificateSigner.service(
      authority: authority, client: client, informers: informers, logger: logger)
    let old = TimeSource { TimeSource.system.now() + .seconds(25 * 3_600) }
    let cleaner = CertificateSigner(authority: authority, client: client, informers: informers, time: old)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await informers.run() }
      group.addTask { try await controller.run() }
      for (name, organization) in [("ann", "developers"), ("system:node:a", "others")] {
        let signer: SigningPolicy.Signer = name == "ann" ? .client : .kubeletClient
        var request = try await client.create(
          try Self.request(
            name, organization: organization, usages: ["client auth", "digital signature"], signer: signer))
        request.status.conditions = [["type": "Approved", "status": "True", "reason": "Test"]]
        _ = try await client.update(
          KubeModel.CertificateSigningRequest.resource, namespace: nil, name: request.name, subresource: "approval",
          object: request.json, options: WriteOptions())
      }
      let signed = try await Self.wait(client, "ann") { $0.status.certificate != nil }
      let pem = String(decoding: Data(base64Encoded: signed.status.certificate ?? "") ?? Data(), as: UTF8.self)
      #expect(try Certificate(pemEncoded: pem).issuer == authority.certificate.subject)
      let failed = try await Self.wait(client, "system-node-a") { $0.condition("Failed") != nil }
      #expect(failed.condition("Failed")?["message"] == "subject organization is not system:nodes")
      _ = try await cleaner.reconcile("ann")
      #expect(try await client.find(KubeModel.CertificateSigningRequest.self, name: "ann") == nil)
      group.cancelAll()
    }
  }

  /// Waits for a request to become what `condition` wants, by watching it.
  private static func wait(
    _ client: InProcessKubeClient, _ name: String,
    _ condition: (KubeModel.CertificateSigningRequest) -> Bool
  ) async throws -> KubeModel.CertificateSigningRequest {
    let watch = try await client.watch(
      KubeModel.CertificateSigningRequest.resource, namespace: nil,
      options: ListOptions(fieldSelector: "metadata.name=\(name)", timeoutSeconds: 30))
    for try await event in watch {
      switch event {
      case .added(let object), .modified(let object):
        let request = KubeModel.CertificateSigningRequest(json: object)
        if condition(request) { return request }
      case .deleted, .bookmark: break
      }
    }
    throw StatusError.notFound(KubeModel.CertificateSigningRequest.resource.groupResource, name: name)
  }
}
