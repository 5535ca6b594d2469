import KubeModel

/// Where a server may answer HTTP, and what vouches for it, read from its pod.
///
/// The order of what is tried: the ports that the container names, what its environment and command line set, Consul's
/// own defaults.
package struct ServerAccess: Sendable, Hashable {
  /// A port and how to speak to it.
  package struct Endpoint: Sendable, Hashable {
    package var port: UInt16
    package var isSecure: Bool

    package init(port: UInt16, isSecure: Bool) {
      self.port = port
      self.isSecure = isSecure
    }
  }

  /// A key of a Secret.
  package struct SecretKey: Sendable, Hashable {
    package var name: String
    package var key: String
  }

  /// What is to be tried, the likeliest first.
  package private(set) var endpoints: [Endpoint] = []
  /// The certificate authority of its HTTPS port, if a Secret of the pod holds it.
  package private(set) var authority: SecretKey?
  /// The ConfigMaps that the container sees, which may set other ports.
  package private(set) var configMaps: [String] = []

  /// More than these are not tried.
  private static let limit = 8

  init(container: Container, pod: Pod) {
    for port in container.ports {
      guard let number = port.containerPort.flatMap(UInt16.init(exactly:)), let name = port.name else { continue }
      if name == "http" || name == "https" { add(Endpoint(port: number, isSecure: name == "https")) }
    }
    let texts = container.command + container.args
    for text in texts { read(text) }
    for variable in container.env where variable.name == "CONSUL_HTTP_ADDR" {
      let value = variable.value ?? ""
      if let port = value.split(separator: ":").last.flatMap({ UInt16($0) }) {
        add(Endpoint(port: port, isSecure: value.hasPrefix("https")))
      }
    }
    add(Endpoint(port: 8_500, isSecure: false))
    add(Endpoint(port: 8_501, isSecure: true))
    let variable = container.env.first { $0.name == "CONSUL_CACERT" }?.value
    if let path = variable ?? texts.lazy.compactMap({ Self.setting("ca_file", in: $0) }).first {
      authority = Self.secret(at: path, container, pod)
    }
    let mounted = Set(container.volumeMounts.compactMap(\.name))
    configMaps = pod.spec.volumes.filter { mounted.contains($0.name ?? "") }.compactMap { $0.configMap?.name }
  }

  /// The endpoints, with those that the texts of configuration files set in front.
  package func endpoints(configuration texts: [String]) -> [Endpoint] {
    var access = self
    access.endpoints = []
    for text in texts { access.read(text) }
    for endpoint in endpoints { access.add(endpoint) }
    return access.endpoints
  }

  private mutating func add(_ endpoint: Endpoint) {
    if endpoints.count < Self.limit, !endpoints.contains(endpoint) { endpoints.append(endpoint) }
  }

  /// Finds ports in a command line or a configuration file, of JSON or HCL.
  private mutating func read(_ text: String) {
    for (name, isSecure) in [("-http-port", false), ("-https-port", true), ("http", false), ("https", true)] {
      if let port = Self.setting(name, in: text).flatMap(UInt16.init), port > 0 {
        add(Endpoint(port: port, isSecure: isSecure))
      }
    }
  }

  /// What stands behind `name =`, `"name":` or `-name `, without quotes; nil when the name stands nowhere so.
  static func setting(_ name: String, in text: String) -> String? {
    let bytes = Array(text.utf8)
    let wanted = Array(name.utf8)
    func isPartOfName(_ byte: UInt8) -> Bool {
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 || byte == 45
    }
    var start = 0
    while start + wanted.count < bytes.count {
      defer { start += 1 }
      let end = start + wanted.count
      guard bytes[start] == wanted[0], bytes[start..<end].elementsEqual(wanted), !isPartOfName(bytes[end]),
        start == 0 || !isPartOfName(bytes[start - 1])
      else { continue }
      // Quotes and backslashes around names and values differ by language and level; they mean nothing here.
      let rest = bytes[end...].filter { $0 != 34 && $0 != 39 && $0 != 92 }.drop { $0 == 32 || $0 == 9 }
      var value = rest
      if let first = rest.first, first == 61 || first == 58 {
        value = rest.dropFirst().drop { $0 == 32 || $0 == 9 }
      } else if wanted[0] != 45 {
        continue
      }
      let word = value.prefix { !" \t\n,;}&".utf8.contains($0) }
      if !word.isEmpty { return String(decoding: word, as: UTF8.self) }
    }
    return nil
  }

  /// The key of a Secret that stands at a path of the container.
  private static func secret(at path: String, _ container: Container, _ pod: Pod) -> SecretKey? {
    for mount in container.volumeMounts {
      guard var directory = mount.mountPath else { continue }
      if !directory.hasSuffix("/") { directory += "/" }
      guard path.hasPrefix(directory), let source = pod.spec.volumes.first(where: { $0.name == mount.name })?.secret,
        let name = source.secretName
      else { continue }
      let file = String(path.dropFirst(directory.count))
      return SecretKey(name: name, key: source.items.first { $0.path == file }?.key ?? file)
    }
    return nil
  }
}
