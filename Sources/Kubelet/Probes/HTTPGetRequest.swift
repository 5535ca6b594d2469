package import KubeModel

/// The GET request of a probe or a hook, with the headers that the kubelet gives it.
package struct HTTPGetRequest: Sendable, Hashable {
  package struct Header: Sendable, Hashable {
    package var name: String
    package var value: String
  }

  package var url: ProbeURL
  /// In the order in which they are sent; `Host` is first.
  package private(set) var headers: [Header]
  /// Whether the host was named by a header of the action.
  private var namesHost: Bool

  /// - Parameters:
  ///   - host: The pod's address, for an action that names no host.
  ///   - agent: What the request says of its sender, such as `kube-probe/1.33`.
  package init(_ action: HTTPGetAction, host: String, port: Int, agent: String) {
    let scheme = action.scheme?.lowercased() ?? ""
    url = ProbeURL(
      scheme: scheme.isEmpty ? "http" : scheme, host: action.host.flatMap { $0.isEmpty ? nil : $0 } ?? host, port: port,
      reference: action.path ?? "")
    var given = action.httpHeaders.map { Header(name: Self.canonical($0.name ?? ""), value: $0.value ?? "") }
    func first(_ name: String) -> String? { given.first { $0.name == name }?.value }
    let named = first("Host") ?? ""
    namesHost = !named.isEmpty
    headers = [Header(name: "Host", value: named.isEmpty ? url.authority : named)]
    // An empty value takes the header away, in both cases.
    let agent = first("User-Agent") ?? agent
    if !agent.isEmpty { headers.append(Header(name: "User-Agent", value: agent)) }
    headers.append(Header(name: "Connection", value: "close"))
    switch first("Accept") {
    case nil: given.append(Header(name: "Accept", value: "*/*"))
    case "": given.removeAll { $0.name == "Accept" }
    default: break
    }
    let ownPlace: Set = ["Host", "User-Agent", "Content-Length", "Transfer-Encoding", "Trailer"]
    // Values of one name keep their order.
    let rest = given.enumerated().filter { !ownPlace.contains($0.element.name) }
    headers += rest.sorted { ($0.element.name, $0.offset) < ($1.element.name, $1.offset) }.map(\.element)
  }

  /// Why the request cannot be sent, as Go's client says it; nil when it can.
  package var problem: String? {
    for header in headers {
      guard !header.name.isEmpty, header.name.utf8.allSatisfy(Self.isTokenCharacter) else {
        return "net/http: invalid header field name \(GoText.quoted(header.name.utf8))"
      }
      guard header.value.utf8.allSatisfy({ $0 == 9 || ($0 >= 32 && $0 != 127) }) else {
        return "net/http: invalid header field value for \(GoText.quoted(header.name.utf8))"
      }
    }
    return nil
  }

  /// The request to where the answer's `Location` leads; nil when that is no address of HTTP.
  package func following(_ location: String) -> HTTPGetRequest? {
    guard let next = url.following(location) else { return nil }
    var request = self
    request.url = next
    // A host of the action's own goes along only with a location that does not name one.
    request.namesHost = namesHost && !location.contains("://")
    if !request.namesHost { request.headers[0].value = next.authority }
    request.headers.removeAll { $0.name == "Referer" }
    if url.scheme == "http" || next.scheme == "https" {
      request.headers.append(Header(name: "Referer", value: url.description))
    }
    return request
  }

  /// `x-custom` as `X-Custom`; a name with characters that none may have stays as it is.
  private static func canonical(_ name: String) -> String {
    guard name.utf8.allSatisfy(isTokenCharacter) else { return name }
    var startsWord = true
    return String(
      name.map { character in
        defer { startsWord = character == "-" }
        return Character(startsWord ? character.uppercased() : character.lowercased())
      })
  }

  /// A character of a token (RFC 9110, section 5.6.2).
  private static func isTokenCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
