import FoundationEssentials
import KubeModel
import SwiftASN1
import X509

/// What the cluster's signers sign, decided from the request alone (Kubernetes: "Certificates and Certificate Signing
/// Requests", Kubernetes signers).
struct SigningPolicy: Sendable {
  /// A signer of Kubernetes' own.
  enum Signer: String, Sendable {
    case client = "kubernetes.io/kube-apiserver-client"
    case kubeletClient = "kubernetes.io/kube-apiserver-client-kubelet"
    case kubeletServing = "kubernetes.io/kubelet-serving"
  }

  /// How long a certificate is valid that asks for no time, or for more: kube-controller-manager's default.
  static let longest: TimeInterval = 365 * 86_400

  /// What is to be certified.
  struct Order {
    let subject: DistinguishedName
    let publicKey: Certificate.PublicKey
    let alternatives: [GeneralName]
    let usages: Set<String>
    let lifetime: TimeInterval
  }

  /// Why a request is not signed.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  /// Reads a request; throws ``Refusal`` for one that the signer does not sign.
  static func order(_ spec: CertificateSigningRequestSpec, signer: Signer) throws(Refusal) -> Order {
    let request = try parse(spec)
    let usages = Set(spec.usages)
    let alternatives = try alternatives(of: request)
    let common: Set = ["digital signature", "key encipherment"]
    switch signer {
    case .client:
      guard usages.contains("client auth"), usages.isSubset(of: common.union(["client auth"])) else {
        throw Refusal(description: "usages did not match: \(spec.usages.joined(separator: ", "))")
      }
    case .kubeletClient:
      try requireNode(request.subject)
      guard alternatives.isEmpty else { throw Refusal(description: "subjectAltNames are not allowed") }
      try require(usages, for: "client auth", common)
    case .kubeletServing:
      try requireNode(request.subject)
      let names = alternatives.filter { name in
        switch name {
        case .dnsName, .ipAddress: true
        default: false
        }
      }
      guard !names.isEmpty else { throw Refusal(description: "DNS or IP subjectAltName is required") }
      guard names.count == alternatives.count else {
        throw Refusal(description: "email and URI subjectAltNames are not allowed")
      }
      try require(usages, for: "server auth", common)
    }
    let asked = spec.expirationSeconds.map(TimeInterval.init) ?? longest
    return Order(
      subject: request.subject, publicKey: request.publicKey, alternatives: alternatives, usages: usages,
      lifetime: min(max(asked, 600), longest))
  }

  private static func parse(_ spec: CertificateSigningRequestSpec) throws(Refusal) -> X509.CertificateSigningRequest {
    do {
      let data = Data(base64Encoded: spec.request ?? "") ?? Data()
      let request = try X509.CertificateSigningRequest(pemEncoded: String(decoding: data, as: UTF8.self))
      if request.publicKey.isValidSignature(request.signature, for: request) { return request }
    } catch {
      throw Refusal(description: "unable to parse csr: \(error)")
    }
    throw Refusal(description: "the request is not signed by the key that it is for")
  }

  private static func alternatives(of request: X509.CertificateSigningRequest) throws(Refusal) -> [GeneralName] {
    do {
      for attribute in request.attributes where attribute.oid == .CSRAttributes.extensionRequest {
        return try ExtensionRequest(attribute).extensions.subjectAlternativeNames.map(Array.init) ?? []
      }
      return []
    } catch {
      throw Refusal(description: "unable to parse csr: \(error)")
    }
  }

  private static func require(_ usages: Set<String>, for purpose: String, _ common: Set<String>) throws(Refusal) {
    guard usages == common.union([purpose]) || usages == [purpose, "digital signature"] else {
      throw Refusal(description: "usages did not match: \(usages.sorted().joined(separator: ", "))")
    }
  }

  /// The name of a node: `system:node:NAME` of the organization `system:nodes`.
  private static func requireNode(_ subject: DistinguishedName) throws(Refusal) {
    let attributes = subject.flatMap { $0 }
    let organizations = attributes.filter { $0.type == .RDNAttributeType.organizationName }.map { String($0.value) }
    guard organizations == ["system:nodes"] else {
      throw Refusal(description: "subject organization is not system:nodes")
    }
    let name = attributes.first { $0.type == .RDNAttributeType.commonName }.flatMap { String($0.value) } ?? ""
    guard name.hasPrefix("system:node:") else {
      throw Refusal(description: "subject common name does not begin with system:node:")
    }
  }
}

extension CertificateAuthority {
  /// Signs what was ordered; the certificate in PEM.
  func sign(_ order: SigningPolicy.Order, now: Date) throws -> String {
    let purposes: [String: ExtendedKeyUsage.Usage] = ["client auth": .clientAuth, "server auth": .serverAuth]
    let end = min(now.addingTimeInterval(order.lifetime), certificate.notValidAfter)
    let usage = KeyUsage(
      digitalSignature: order.usages.contains("digital signature"),
      keyEncipherment: order.usages.contains("key encipherment"))
    let signed = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: order.publicKey,
      notValidBefore: now.addingTimeInterval(-300), notValidAfter: end, issuer: certificate.subject,
      subject: order.subject, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        // RFC 5280, section 4.2.1.3: one of the bits must be set.
        if usage != KeyUsage() { Critical(usage) }
        try ExtendedKeyUsage(order.usages.sorted().compactMap { purposes[$0] })
        Critical(BasicConstraints.notCertificateAuthority)
        if !order.alternatives.isEmpty { SubjectAlternativeNames(order.alternatives) }
      }, issuerPrivateKey: .init(key))
    return try signed.serializeAsPEM().pemString + "\n"
  }
}
