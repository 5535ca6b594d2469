import APIServer
import Crypto
import Foundation
import SwiftASN1
import X509

/// A certificate authority for one test, with the server's certificate and a client's.
struct TestAuthority {
  let certificate: String
  let tls: APIServer.TLS
  let clientCertificate: String
  let clientKey: String
  private let key: P256.Signing.PrivateKey
  private let name: DistinguishedName

  init() throws {
    let key = P256.Signing.PrivateKey()
    let name = try DistinguishedName { CommonName("test authority") }
    let authority = try Self.make(key, subject: name, issuer: name, signer: key) {
      Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
    }
    certificate = try authority.serializeAsPEM().pemString
    let serverKey = P256.Signing.PrivateKey()
    let server = try Self.make(
      serverKey, subject: try DistinguishedName { CommonName("kube-apiserver") }, issuer: name, signer: key
    ) {
      SubjectAlternativeNames([
        .dnsName("localhost"), .dnsName("hook.default.svc"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
      ])
    }
    tls = APIServer.TLS(
      certificateChain: try server.serializeAsPEM().pemString, privateKey: serverKey.pemRepresentation,
      clientAuthority: certificate)
    self.key = key
    self.name = name
    (clientCertificate, clientKey) = try Self.client("tester", groups: ["system:masters"], issuer: name, signer: key)
  }

  /// The certificate and key of another client.
  func client(_ user: String, groups: [String]) throws -> (certificate: String, key: String) {
    try Self.client(user, groups: groups, issuer: name, signer: key)
  }

  private static func client(
    _ user: String, groups: [String], issuer: DistinguishedName, signer: P256.Signing.PrivateKey
  ) throws -> (certificate: String, key: String) {
    let key = P256.Signing.PrivateKey()
    let subject = try DistinguishedName {
      for group in groups { OrganizationName(group) }
      CommonName(user)
    }
    let certificate = try make(key, subject: subject, issuer: issuer, signer: signer) {
      try ExtendedKeyUsage([.clientAuth])
    }
    return (try certificate.serializeAsPEM().pemString, key.pemRepresentation)
  }

  private static func make(
    _ key: P256.Signing.PrivateKey, subject: DistinguishedName, issuer: DistinguishedName,
    signer: P256.Signing.PrivateKey,
    @ExtensionsBuilder extensions: () throws -> Result<Certificate.Extensions, any Error>
  ) throws -> Certificate {
    try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
      notValidBefore: Date(timeIntervalSinceNow: -60), notValidAfter: Date(timeIntervalSinceNow: 3600), issuer: issuer,
      subject: subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: try extensions().get(),
      issuerPrivateKey: .init(signer))
  }
}
