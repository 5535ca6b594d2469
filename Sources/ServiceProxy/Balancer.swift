import NIOCore

/// Chooses among a listener's backends: in turn, or the same for a client that has been here before.
package struct Balancer: Sendable {
  private struct Session: Sendable {
    let backend: ProxyBackend
    var until: NIODeadline
  }

  package private(set) var target: ProxyTarget
  private var turn = 0
  /// Clients that stay with their backend.
  private var sessions = RecentClients<String, Session>(most: 10_000)

  package init(_ target: ProxyTarget) { self.target = target }

  /// Takes other backends; clients of those that are gone lose their affinity.
  package mutating func update(_ target: ProxyTarget) {
    self.target = target
    sessions.keep { target.affinitySeconds != nil && target.backends.contains($0.backend) }
  }

  /// How many clients' backends are remembered.
  var remembered: Int { sessions.count }

  /// The backends in the order in which they are to be tried for a client; empty when there are none.
  mutating func order(for client: String, now: NIODeadline) -> [ProxyBackend] {
    guard !target.backends.isEmpty else { return [] }
    let start = turn % target.backends.count
    var order = Array(target.backends[start...] + target.backends[..<start])
    if let session = sessions[client], session.until > now, let index = order.firstIndex(of: session.backend) {
      order.swapAt(0, index)
    } else {
      turn = (start + 1) % target.backends.count
    }
    return order
  }

  /// Remembers which backend took a client, where the service wants that.
  ///
  /// - Returns: Whether others were forgotten for it, the first time of that.
  @discardableResult
  mutating func took(_ backend: ProxyBackend, client: String, now: NIODeadline) -> Bool {
    guard let seconds = target.affinitySeconds else { return false }
    return sessions.insert(Session(backend: backend, until: now + .seconds(Int64(seconds))), for: client).isNews
  }
}
