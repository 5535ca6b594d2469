/// Where an API is served and how to prove who asks.
package struct ClientConfiguration: Sendable, Hashable {
  /// How the server's certificate is checked, and the certificate that the client shows.
  package struct TLS: Sendable, Hashable {
    /// PEM certificates that may have signed the server's; nil takes the system's.
    package var certificateAuthority: [UInt8]?
    /// The client's certificate chain, PEM.
    package var clientCertificate: [UInt8]?
    /// The private key of `clientCertificate`, PEM.
    package var clientKey: [UInt8]?
    /// The name that the server's certificate must carry, when it is not the host's.
    package var serverName: String?
    /// Takes any certificate (`insecure-skip-tls-verify`).
    package var skipsVerification: Bool

    package init(
      certificateAuthority: [UInt8]? = nil, clientCertificate: [UInt8]? = nil, clientKey: [UInt8]? = nil,
      serverName: String? = nil, skipsVerification: Bool = false
    ) {
      self.certificateAuthority = certificateAuthority
      self.clientCertificate = clientCertificate
      self.clientKey = clientKey
      self.serverName = serverName
      self.skipsVerification = skipsVerification
    }
  }

  package var host: String
  package var port: Int
  /// What stands before every path, without a slash at its end; mostly empty.
  package var pathPrefix: String
  /// Nil for plain HTTP.
  package var tls: TLS?
  /// Sent as a bearer token.
  package var token: String?

  package init(host: String, port: Int, pathPrefix: String = "", tls: TLS? = nil, token: String? = nil) {
    self.host = host
    self.port = port
    self.pathPrefix = pathPrefix
    self.tls = tls
    self.token = token
  }

  /// The host and port as a URL writes them, with brackets around an IPv6 address.
  package var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension ClientConfiguration {
  /// Reads a server's URL such as `https://127.0.0.1:6443`; nil when it is no `http` or `https` URL.
  package init?(server: String) {
    let usesTLS: Bool
    var rest: Substring
    if server.hasPrefix("https://") {
      usesTLS = true
      rest = server.dropFirst(8)
    } else if server.hasPrefix("http://") {
      usesTLS = false
      rest = server.dropFirst(7)
    } else {
      return nil
    }
    var prefix = ""
    if let slash = rest.firstIndex(of: "/") {
      prefix = String(rest[slash...])
      while prefix.hasSuffix("/") { prefix.removeLast() }
      rest = rest[..<slash]
    }
    var host = rest
    var port = usesTLS ? 443 : 80
    let colon = rest.lastIndex(of: ":")
    if let colon, !rest[colon...].contains("]") {
      guard let number = Int(rest[rest.index(after: colon)...]), (1...65_535).contains(number) else { return nil }
      port = number
      host = rest[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty else { return nil }
    self.init(host: String(host), port: port, pathPrefix: prefix, tls: usesTLS ? TLS() : nil)
  }
}
