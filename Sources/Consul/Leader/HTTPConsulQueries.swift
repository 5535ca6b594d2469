import KubeModel
package import LinuxSystem
package import NIOCore
import NIOSSL
import Synchronization

/// What of the cluster's objects tells how a server may be asked.
package protocol ServerConfiguration: Sendable {
  /// The content of a Secret's key; nil when it cannot be had.
  func secret(namespace: String, name: String, key: String) async -> [UInt8]?

  /// The texts of a ConfigMap; none when it cannot be had.
  func texts(ofConfigMap name: String, namespace: String) async -> [String]
}

/// ``ConsulQueries`` over HTTP and HTTPS.
///
/// Somebody else makes the connections, since the servers' addresses exist only in the cluster's network namespace. One
/// connection a server is kept open.
///
/// The certificate of a server is checked against the authority that its pod knows, if any, and its name is not: the
/// charts' certificates name no addresses of pods. Without an authority what it says is believed.
package final class HTTPConsulQueries: ConsulQueries {
  /// How long an answer may take.
  static let patience = Duration.milliseconds(500)

  /// Makes a TCP connection to an address of the cluster.
  package typealias Connect = @Sendable (_ address: String, _ port: UInt16) async throws -> OwnedDescriptor

  private let connect: Connect
  private let group: any EventLoopGroup
  private let configuration: any ServerConfiguration
  private let connections = Mutex<[LineKey: KeptConnection]>([:])

  /// A run of a server.
  private struct LineKey: Hashable, Sendable {
    let group: ServerGroup
    let uid: String
    let run: String?

    init(_ server: ConsulServer) {
      group = server.group
      uid = server.uid
      run = server.containerID
    }
  }

  /// What a server answered that is no answer.
  struct UnexpectedAnswer: Error {
    let status: Int
  }

  /// - Parameters:
  ///   - group: Carries the connections.
  ///   - configuration: Tells ports and authorities.
  package init(
    group: any EventLoopGroup, configuration: any ServerConfiguration, connect: @escaping Connect
  ) {
    self.group = group
    self.configuration = configuration
    self.connect = connect
  }

  package func leader(knownTo server: ConsulServer) async throws -> String? {
    let path = "/v1/status/leader"
    if let known = connections.withLock({ $0[LineKey(server)] }) {
      return try Self.leader(in: try await known.get(path, within: Self.patience))
    }
    // It has not answered yet: the first of its ports that does is the one.
    var failure: any Error = UnexpectedAnswer(status: 0)
    for connection in try await candidates(server) {
      do {
        let leader = try Self.leader(in: try await connection.get(path, within: Self.patience))
        connections.withLock { $0[LineKey(server)] = connection }
        return leader
      } catch {
        await connection.close()
        failure = error
      }
    }
    throw failure
  }

  package func quorum(knownTo server: ConsulServer) async throws -> QuorumReport {
    guard let connection = connections.withLock({ $0[LineKey(server)] }) else {
      throw UnexpectedAnswer(status: 0)
    }
    // 429 says that not all servers are well, and which.
    let health = try await connection.get("/v1/operator/autopilot/health", within: Self.patience)
    if health.status == 200 || health.status == 429 {
      let report = try JSONValue(parsing: health.body)
      let voters = (report["Servers"]?.arrayValue ?? []).filter { $0["Voter"] == true }
      // Right after an election autopilot has not looked at anybody yet.
      if !voters.isEmpty, let tolerance = report["FailureTolerance"]?.integerValue {
        return QuorumReport(voters: voters.map { Self.host($0["Address"]) }, failureTolerance: Int(tolerance))
      }
    }
    let raft = try await connection.get("/v1/operator/raft/configuration?stale", within: Self.patience)
    if raft.status == 200 {
      let servers = try JSONValue(parsing: raft.body)["Servers"]?.arrayValue ?? []
      return QuorumReport(voters: servers.filter { $0["Voter"] == true }.map { Self.host($0["Address"]) })
    }
    // With access control lists on both need a token; the peers do not, though they name servers without a vote.
    let peers = try await connection.get("/v1/status/peers", within: Self.patience)
    guard peers.status == 200 else { throw UnexpectedAnswer(status: peers.status) }
    return QuorumReport(voters: (try JSONValue(parsing: peers.body).arrayValue ?? []).map(Self.host))
  }

  package func keep(_ servers: [ConsulServer], of group: ServerGroup) async {
    let keys = Set(servers.map(LineKey.init))
    let gone = connections.withLock { connections in
      let gone = connections.filter { $0.key.group == group && !keys.contains($0.key) }
      for key in gone.keys { connections[key] = nil }
      return gone
    }
    for connection in gone.values { await connection.close() }
  }

  private static func leader(in answer: HTTPAnswer) throws -> String? {
    guard answer.status == 200 else { throw UnexpectedAnswer(status: answer.status) }
    guard let text = try JSONValue(parsing: answer.body).stringValue else { throw UnexpectedAnswer(status: 200) }
    return text.isEmpty ? nil : host(.string(text))
  }

  /// The address without its port.
  private static func host(_ value: JSONValue?) -> String {
    let text = value?.stringValue ?? ""
    return text.lastIndex(of: ":").map { String(text[..<$0]) } ?? text
  }

  // MARK: Ways to a server

  private func candidates(_ server: ConsulServer) async throws -> [KeptConnection] {
    guard let address = server.address else { return [] }
    var texts: [String] = []
    for name in server.access.configMaps {
      texts += await configuration.texts(ofConfigMap: name, namespace: server.group.namespace)
    }
    var connections: [KeptConnection] = []
    for endpoint in server.access.endpoints(configuration: texts) {
      let tls = endpoint.isSecure ? try await context(server) : nil
      connections.append(
        KeptConnection(loop: group.next(), host: address, tls: tls) { [connect] in
          try await connect(address, endpoint.port)
        })
    }
    return connections
  }

  private func context(_ server: ConsulServer) async throws -> NIOSSLContext {
    var settings = TLSConfiguration.makeClientConfiguration()
    settings.certificateVerification = .none
    if let key = server.access.authority,
      let bytes = await configuration.secret(namespace: server.group.namespace, name: key.name, key: key.key)
    {
      settings.certificateVerification = .noHostnameVerification
      settings.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(bytes))
    }
    return try NIOSSLContext(configuration: settings)
  }
}
