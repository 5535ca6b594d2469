package import KubeModel

/// Follows what Consul servers log, run by run, through restarts of their containers and rotated files.
package protocol ServerLogs: Sendable {
  /// What a server has written about its leadership since `bookmark`, in the order of its files.
  ///
  /// What cannot be read is left out, and read later if it can be then.
  func news(of server: ConsulServer, since bookmark: inout LogBookmark) -> [ConsulLog.Entry]
}

/// How far a server's logs were read.
package struct LogBookmark: Sendable, Hashable {
  /// The bytes that were read of each file, by its identity.
  package var offsets: [String: Int] = [:]
  /// When each run of the server was last heard of, by the time of its log's last line.
  package var lastSigns: [String: Timestamp] = [:]

  package init() {}
}
