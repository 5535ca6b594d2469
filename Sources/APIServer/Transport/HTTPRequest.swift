package import NIOCore
package import NIOHTTP1

/// One request, whole: over HTTP/1.1 and HTTP/2 alike.
package struct HTTPRequest: Sendable {
  package var method: HTTPMethod
  package var target: RequestTarget
  package var headers: HTTPHeaders
  package var body: ByteBuffer
  /// Who the client's certificate says it is; nil without one.
  ///
  /// The certificate was checked against the cluster's certificate authority in the TLS handshake.
  package var certificateIdentity: CertificateIdentity?
  /// The address that the client called from; nil when it is not known.
  package var clientAddress: String?
  /// Whether the connection can be handed over to another protocol (HTTP/1.1 only).
  package var canUpgrade: Bool

  package init(
    method: HTTPMethod, target: RequestTarget, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer(),
    certificateIdentity: CertificateIdentity? = nil, clientAddress: String? = nil, canUpgrade: Bool = false
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
    self.certificateIdentity = certificateIdentity
    self.clientAddress = clientAddress
    self.canUpgrade = canUpgrade
  }

  /// The media type of the body without its parameters, in lower case; nil when there is none.
  package var contentType: String? {
    guard let field = headers.first(name: "content-type") else { return nil }
    return field.split(separator: ";", omittingEmptySubsequences: false).first.map { part in
      part.trimmingSpaces().lowercased()
    }
  }

  /// Whether the protocol `name` is asked for in `Upgrade` (RFC 9110, section 7.8).
  package func asksUpgrade(to name: String) -> Bool {
    headers[canonicalForm: "upgrade"].contains { $0.lowercased() == name.lowercased() }
  }
}

/// The subject of a client certificate, as Kubernetes reads it: the common name is the user, organizations are groups.
package struct CertificateIdentity: Sendable, Hashable {
  package var commonName: String
  package var organizations: [String]

  package init(commonName: String, organizations: [String]) {
    self.commonName = commonName
    self.organizations = organizations
  }
}

extension StringProtocol {
  /// Without spaces and tabs at the ends.
  func trimmingSpaces() -> String {
    var part = self[...]
    while let first = part.first, first == " " || first == "\t" { part = part.dropFirst() }
    while let last = part.last, last == " " || last == "\t" { part = part.dropLast() }
    return String(part)
  }
}
