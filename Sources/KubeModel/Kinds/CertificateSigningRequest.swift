/// `CertificateSigningRequest` of `certificates.k8s.io/v1`.
package struct CertificateSigningRequest: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<CertificateSigningRequestSpec>("spec")
    package let status = ViewField<CertificateSigningRequestStatus>("status")
  }

  package static let resource = GroupVersionResource(
    group: "certificates.k8s.io", version: "v1", resource: "certificatesigningrequests")
  package static let kind = "CertificateSigningRequest"
  package static let isNamespaced = false
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }

  /// The condition of a type, when it holds.
  package func condition(_ type: String) -> JSONValue? {
    self.status.conditions.first { $0["type"]?.stringValue == type && $0["status"] != "False" }
  }
}

/// `CertificateSigningRequestSpec` of `certificates.k8s.io/v1`.
package struct CertificateSigningRequestSpec: JSONView {
  package struct Fields: Sendable {
    /// PEM in base64.
    package let request = Field<String>("request")
    package let signerName = Field<String>("signerName")
    package let expirationSeconds = Field<Int>("expirationSeconds")
    package let usages = ListField<String>("usages")
    package let username = Field<String>("username")
    package let uid = Field<String>("uid")
    package let groups = ListField<String>("groups")
    package let extra = Field<JSONValue>("extra")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `CertificateSigningRequestStatus` of `certificates.k8s.io/v1`.
package struct CertificateSigningRequestStatus: JSONView {
  package struct Fields: Sendable {
    package let conditions = ListField<JSONValue>("conditions")
    /// PEM in base64.
    package let certificate = Field<String>("certificate")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
