package import Crypto
package import FoundationEssentials
import SwiftASN1
package import X509

/// The cluster's certificate authority, and what it signs.
package struct CertificateAuthority: Sendable {
  package let certificate: Certificate
  package let key: P256.Signing.PrivateKey

  /// How long everything that is signed here is valid.
  static let lifetime: TimeInterval = 10 * 365 * 86_400

  package init(certificate: Certificate, key: P256.Signing.PrivateKey) {
    self.certificate = certificate
    self.key = key
  }

  /// A new authority with a certificate signed by itself.
  package static func make(name: String, now: Date = Date()) throws -> CertificateAuthority {
    let key = P256.Signing.PrivateKey()
    let subject = try DistinguishedName { CommonName(name) }
    let certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
      notValidBefore: now.addingTimeInterval(-3_600), notValidAfter: now.addingTimeInterval(lifetime), issuer: subject,
      subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        Critical(KeyUsage(digitalSignature: true, keyCertSign: true, cRLSign: true))
        SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
      }, issuerPrivateKey: .init(key))
    return CertificateAuthority(certificate: certificate, key: key)
  }

  /// A certificate for a server that is reached by these names and addresses.
  package func issueServer(
    commonName: String, names: [String], addresses: [[UInt8]], now: Date = Date()
  ) throws -> IssuedCertificate {
    let alternatives =
      names.map { GeneralName.dnsName($0) }
      + addresses.map { GeneralName.ipAddress(ASN1OctetString(contentBytes: $0[...])) }
    return try issue(
      subject: try DistinguishedName { CommonName(commonName) }, usage: .serverAuth, alternatives: alternatives,
      now: now)
  }

  /// A certificate for a client: Kubernetes reads the user from the common name and the groups from the organizations.
  package func issueClient(user: String, groups: [String], now: Date = Date()) throws -> IssuedCertificate {
    let subject = try DistinguishedName {
      for group in groups { OrganizationName(group) }
      CommonName(user)
    }
    return try issue(subject: subject, usage: .clientAuth, alternatives: [], now: now)
  }

  private func issue(
    subject: DistinguishedName, usage: ExtendedKeyUsage.Usage, alternatives: [GeneralName], now: Date
  ) throws -> IssuedCertificate {
    let leaf = P256.Signing.PrivateKey()
    let certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(leaf.publicKey),
      notValidBefore: now.addingTimeInterval(-3_600), notValidAfter: now.addingTimeInterval(Self.lifetime),
      issuer: self.certificate.subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        Critical(KeyUsage(digitalSignature: true, keyEncipherment: true))
        try ExtendedKeyUsage([usage])
        if !alternatives.isEmpty { SubjectAlternativeNames(alternatives) }
      }, issuerPrivateKey: .init(key))
    return IssuedCertificate(certificate: certificate, key: leaf)
  }
}

/// A certificate and the key that belongs to it.
package struct IssuedCertificate: Sendable {
  package let certificate: Certificate
  package let key: P256.Signing.PrivateKey

  /// The certificate in PEM.
  package var certificatePEM: String {
    get throws { try certificate.serializeAsPEM().pemString + "\n" }
  }

  /// The private key in PEM.
  package var keyPEM: String { key.pemRepresentation + "\n" }
}
