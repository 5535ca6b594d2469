import APIServer
package import KubeClient
import KubeModel
import LinuxSystem

/// What others take from the store.
extension CertificateStore {
  /// The authority's certificate in PEM.
  var authorityPEM: String {
    get throws { try IssuedCertificate(certificate: authority.certificate, key: authority.key).certificatePEM }
  }

  /// What aggregated servers are told of how the API server knows its clients, in the form of the ConfigMap
  /// `extension-apiserver-authentication` (Kubernetes: "Configure the Aggregation Layer").
  var extensionAuthentication: [String: String] {
    get throws {
      [
        "client-ca-file": try authorityPEM,
        "requestheader-client-ca-file": try IssuedCertificate(
          certificate: frontProxyAuthority.certificate, key: frontProxyAuthority.key
        ).certificatePEM,
        "requestheader-allowed-names": "[\"\(Self.frontProxyName)\"]",
        "requestheader-username-headers": "[\"X-Remote-User\"]",
        "requestheader-uid-headers": "[\"X-Remote-Uid\"]",
        "requestheader-group-headers": "[\"X-Remote-Group\"]",
        "requestheader-extra-headers-prefix": "[\"X-Remote-Extra-\"]",
      ]
    }
  }

  /// What the API server shows, and whose certificates it takes.
  var tls: APIServer.TLS {
    get throws {
      APIServer.TLS(
        certificateChain: try server.certificatePEM, privateKey: server.keyPEM, clientAuthority: try authorityPEM)
    }
  }

  /// Writes the administrator's kubeconfig of a profile, unless it is there as it should be.
  func writeKubeconfig(_ profile: Profile, port: Int) throws {
    let text = try entry(profile, port: port).document.yamlText
    // Whatever hinders to read it hinders nobody to write it anew.
    let current = try? FileSystem.readText(profile.kubeconfig, limit: 1 << 20)
    guard current != text else { return try FileSystem.makePrivate(profile.kubeconfig) }
    try FileSystem.write(text: text, to: profile.kubeconfig, permissions: 0o600)
  }

  /// The administrator's way in, as it is merged into a user's kubeconfig.
  package func entry(_ profile: Profile, port: Int) throws -> KubeconfigEntry {
    KubeconfigEntry(
      name: profile.name, server: "https://127.0.0.1:\(port)", certificateAuthority: Array(try authorityPEM.utf8),
      clientCertificate: Array(try administrator.certificatePEM.utf8), clientKey: Array(administrator.keyPEM.utf8))
  }
}
