import Foundation

/// An API server that is measured, with what the measurement needs on it.
struct APITarget: Sendable {
  /// How requests show who makes them.
  enum Way: String, CaseIterable, Sendable {
    case certificate
    case token
  }

  let name: String
  private let administrator: HTTPConnection.Credentials
  private let token: String

  static let maps = "/api/v1/namespaces/default/configmaps"
  private static let label = "localkube-benchmark"
  private static let accounts = "/api/v1/namespaces/default/serviceaccounts"
  private static let bindings = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"

  /// Makes a service account that may do everything, and a token of it.
  init(name: String, kubeconfig: String, directory: String) throws {
    self.name = name
    administrator = try HTTPConnection.Credentials(kubeconfig: kubeconfig, directory: directory)
    let connection = try HTTPConnection(administrator)
    func make(_ path: String, _ body: String) throws -> HTTPConnection.Answer {
      let answer = try connection.request("POST", path, body: Array(body.utf8))
      // From a run that was broken off.
      guard answer.status == 409 else { return try Self.expect(201, answer) }
      return answer
    }
    _ = try make(Self.accounts, #"{"metadata":{"name":"\#(Self.label)"}}"#)
    _ = try make(
      Self.bindings,
      """
      {"metadata":{"name":"\(Self.label)"},
       "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},
       "subjects":[{"kind":"ServiceAccount","name":"\(Self.label)","namespace":"default"}]}
      """)
    let request = #"{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":7200}}"#
    let answer = try Self.expect(
      201, try connection.request("POST", "\(Self.accounts)/\(Self.label)/token", body: Array(request.utf8)))
    let document = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
    guard let token = (document?["status"] as? [String: Any])?["token"] as? String else {
      throw Failure("\(name) made no token")
    }
    self.token = token
  }

  /// A connection by a way, on which something has been answered: permissions are known by then.
  func connect(_ way: Way) throws -> HTTPConnection {
    let connection = try HTTPConnection(way == .certificate ? administrator : administrator.with(token: token))
    var answer = try connection.request("GET", "/api/v1/namespaces/default")
    // Authorization in kube-apiserver learns of a new role with a delay.
    for _ in 0..<100 where answer.status == 403 {
      usleep(50_000)
      answer = try connection.request("GET", "/api/v1/namespaces/default")
    }
    try Self.expect(200, answer)
    return connection
  }

  /// Removes the ConfigMaps of a round.
  func clean() throws {
    let path = "\(Self.maps)?labelSelector=\(Self.label)%3Dyes"
    try Self.expect(200, try HTTPConnection(administrator).request("DELETE", path))
  }

  /// Removes what the initializer made.
  func remove() throws {
    let connection = try HTTPConnection(administrator)
    _ = try connection.request("DELETE", "\(Self.bindings)/\(Self.label)")
    _ = try connection.request("DELETE", "\(Self.accounts)/\(Self.label)")
  }

  /// A ConfigMap of 1 KiB.
  static func body(_ name: String, _ version: Int) -> [UInt8] {
    let filler = String(repeating: "x", count: 900)
    return Array(
      """
      {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"\(name)","labels":{"\(label)":"yes"}},
       "data":{"v":"\(version)","filler":"\(filler)"}}
      """.utf8)
  }

  @discardableResult
  static func expect(_ status: Int, _ answer: HTTPConnection.Answer) throws -> HTTPConnection.Answer {
    guard answer.status == status else {
      throw Failure("answered \(answer.status): \(String(decoding: answer.body.prefix(500), as: UTF8.self))")
    }
    return answer
  }
}
