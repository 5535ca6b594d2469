import FoundationEssentials
package import KubeModel

/// The administrator's kubeconfig for a profile, as a value.
package struct AdministratorKubeconfig {
  package let profile: String
  /// The address of the API on the host, as in `https://127.0.0.1:6443`.
  package let server: String
  package let certificates: CertificateStore

  package init(profile: String, server: String, certificates: CertificateStore) {
    self.profile = profile
    self.server = server
    self.certificates = certificates
  }

  /// The document: one cluster, one user and one context, all named after the profile.
  package var document: JSONValue {
    get throws {
      let authority = IssuedCertificate(
        certificate: certificates.authority.certificate, key: certificates.authority.key)
      return [
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
          [
            "name": .string(profile),
            "cluster": [
              "server": .string(server),
              "certificate-authority-data": Self.base64(try authority.certificatePEM),
            ],
          ]
        ],
        "users": [
          [
            "name": .string(profile),
            "user": [
              "client-certificate-data": Self.base64(try certificates.administrator.certificatePEM),
              "client-key-data": Self.base64(certificates.administrator.keyPEM),
            ],
          ]
        ],
        "contexts": [
          [
            "name": .string(profile),
            "context": ["cluster": .string(profile), "user": .string(profile), "namespace": "default"],
          ]
        ],
        "current-context": .string(profile),
      ]
    }
  }

  private static func base64(_ text: String) -> JSONValue { .string(Data(text.utf8).base64EncodedString()) }
}
