package import KubeModel

/// Reads what Consul servers have logged.
package protocol ServerLogs: Sendable {
  /// The lines that the server's present run has written since a moment, or since its start; the oldest first.
  ///
  /// - Throws: when that run's log cannot be had, as when the container has been replaced meanwhile.
  func lines(of server: ConsulServer, since: Timestamp?) async throws -> [ConsulLog.Line]
}
