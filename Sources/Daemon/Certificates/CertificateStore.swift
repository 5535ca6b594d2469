package import Crypto
package import FoundationEssentials
import LinuxSystem
import SwiftASN1
import X509

/// The keys and certificates of a profile, in its `pki` directory: made on the first start, read on every other.
///
/// Keys are readable for their owner alone. What runs out within 30 days, or was signed by another authority, is made
/// anew; a file that cannot be read is never overwritten.
package struct CertificateStore: Sendable {
  package let authority: CertificateAuthority
  /// What the API server shows to clients.
  package let server: IssuedCertificate
  /// Signs nothing but `frontProxy`, so that aggregated servers can tell the API server from every other client.
  package let frontProxyAuthority: CertificateAuthority
  /// What the API server shows to aggregated servers.
  package let frontProxy: IssuedCertificate
  /// The administrator, of the group that may do everything.
  package let administrator: IssuedCertificate
  /// Signs the tokens of service accounts.
  package let serviceAccountKey: P256.Signing.PrivateKey

  /// A file that should hold a key or a certificate and does not.
  package struct DamagedFileError: Error, CustomStringConvertible {
    package let path: String

    package var description: String {
      "\(path) holds no usable key or certificate: restore it, or move the directory that it is in aside and start again"
    }
  }

  /// Reads the store, making what is missing.
  ///
  /// - Parameters:
  ///   - directory: The `pki` directory; created with mode 0700.
  ///   - profile: Names the authority and the administrator.
  package init(directory: String, profile: String, now: Date = Date()) throws {
    try FileSystem.makePrivateDirectory(directory)
    let files = Files(directory: directory)
    authority = try files.authority("ca", name: "\(profile)-ca", now: now)
    frontProxyAuthority = try files.authority("front-proxy-ca", name: "front-proxy-ca", now: now)
    let proxyAuthority = frontProxyAuthority
    frontProxy = try files.certificate("front-proxy-client", of: proxyAuthority, now: now) {
      try proxyAuthority.issueClient(user: Self.frontProxyName, groups: [], now: now)
    }
    let authority = authority
    server = try files.certificate("apiserver", of: authority, now: now) {
      try authority.issueServer(
        commonName: "kube-apiserver", names: Self.serverNames, addresses: Self.serverAddresses, now: now)
    }
    administrator = try files.certificate("admin", of: authority, now: now) {
      try authority.issueClient(user: "\(profile)-admin", groups: ["system:masters"], now: now)
    }
    serviceAccountKey = try files.key("sa")
  }

  /// The name in `frontProxy`.
  static let frontProxyName = "front-proxy-client"

  private static let serverNames = [
    "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc",
    "kubernetes.default.svc.\(ClusterConfiguration.Network.domain)",
  ]

  private static let serverAddresses: [[UInt8]] = [[127, 0, 0, 1], [10, 96, 0, 1]]
}

/// The files of the store.
private struct Files {
  let directory: String

  func authority(_ file: String, name: String, now: Date) throws -> CertificateAuthority {
    if let existing = try read(file) {
      return CertificateAuthority(certificate: existing.certificate, key: existing.key)
    }
    let made = try CertificateAuthority.make(name: name, now: now)
    try write(file, IssuedCertificate(certificate: made.certificate, key: made.key))
    return made
  }

  func certificate(
    _ name: String, of authority: CertificateAuthority, now: Date, make: () throws -> IssuedCertificate
  ) throws -> IssuedCertificate {
    let soon = now.addingTimeInterval(30 * 86_400)
    if let existing = try read(name), existing.certificate.notValidAfter > soon,
      authority.certificate.publicKey.isValidSignature(existing.certificate.signature, for: existing.certificate)
    {
      return existing
    }
    let made = try make()
    try write(name, made)
    return made
  }

  func key(_ name: String) throws -> P256.Signing.PrivateKey {
    let path = "\(directory)/\(name).key"
    if let text = try text(path) {
      try FileSystem.makePrivate(path)
      return try parseKey(text, path)
    }
    let key = P256.Signing.PrivateKey()
    try FileSystem.write(text: key.pemRepresentation + "\n", to: path, permissions: 0o600)
    return key
  }

  private func read(_ name: String) throws -> IssuedCertificate? {
    let keyPath = "\(directory)/\(name).key"
    let certificatePath = "\(directory)/\(name).crt"
    guard let keyText = try text(keyPath), let certificateText = try text(certificatePath) else { return nil }
    try FileSystem.makePrivate(keyPath)
    let key = try parseKey(keyText, keyPath)
    do {
      return IssuedCertificate(certificate: try Certificate(pemEncoded: certificateText), key: key)
    } catch {
      throw CertificateStore.DamagedFileError(path: certificatePath)
    }
  }

  private func write(_ name: String, _ issued: IssuedCertificate) throws {
    try FileSystem.write(text: issued.keyPEM, to: "\(directory)/\(name).key", permissions: 0o600)
    try FileSystem.write(text: try issued.certificatePEM, to: "\(directory)/\(name).crt", permissions: 0o644)
  }

  private func parseKey(_ text: String, _ path: String) throws -> P256.Signing.PrivateKey {
    do {
      return try P256.Signing.PrivateKey(pemRepresentation: text)
    } catch {
      throw CertificateStore.DamagedFileError(path: path)
    }
  }

  private func text(_ path: String) throws -> String? {
    do {
      return try FileSystem.readText(path, limit: 1 << 20)
    } catch let error where error.number == SystemError.notFound {
      return nil
    }
  }
}
