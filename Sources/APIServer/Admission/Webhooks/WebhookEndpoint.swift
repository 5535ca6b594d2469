import KubeModel

/// Where a webhook is reached, be it for admission or for conversion (`WebhookClientConfig`).
struct WebhookEndpoint: Sendable {
  enum Target: Sendable, Hashable {
    case url(String)
    case service(namespace: String, name: String, port: Int, path: String)
  }

  let target: Target
  /// PEM certificates that may have signed its own; nil takes the system's.
  let certificateAuthority: [UInt8]?
  let timeoutSeconds: Int

  /// - Parameter client: The `clientConfig`.
  init(_ client: JSONValue?, timeoutSeconds: Int) {
    if let service = client?["service"] {
      target = .service(
        namespace: service["namespace"]?.stringValue ?? "", name: service["name"]?.stringValue ?? "",
        port: service["port"]?.integerValue.map { Int($0) } ?? 443, path: service["path"]?.stringValue ?? "/")
    } else {
      target = .url(client?["url"]?.stringValue ?? "")
    }
    certificateAuthority = client?["caBundle"]?.stringValue.flatMap(Base64.decode).flatMap { $0.isEmpty ? nil : $0 }
    self.timeoutSeconds = timeoutSeconds
  }

  /// The URL that it is called at, as errors name it.
  var url: String {
    switch target {
    case .url(let url): url
    case .service(let namespace, let name, let port, let path):
      "https://\(name).\(namespace).svc:\(port)\(path.hasPrefix("/") ? path : "/" + path)"
    }
  }
}
