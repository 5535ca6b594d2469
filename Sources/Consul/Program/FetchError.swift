/// Why no Consul was fetched, and what to do.
package struct FetchError: Error, Hashable, CustomStringConvertible {
  package let description: String

  package init(description: String) { self.description = description }
}

/// How far a fetch has come.
package enum FetchProgress: Sendable, Hashable {
  /// Bytes of the release archive's file that have come, of how many if the archive says so.
  case release(version: String, received: Int, total: Int?)
  /// Debian's archive is asked, which tells nothing until it is done.
  case debian
}
