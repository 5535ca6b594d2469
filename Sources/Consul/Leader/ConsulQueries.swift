/// What the leader reporter asks Consul servers, by their addresses.
///
/// Every call throws when the server does not answer in time or answers with an error.
package protocol ConsulQueries: Sendable {
  /// The address of the leader that this server knows; nil when it knows none (`/v1/status/leader`, which needs no
  /// token and never waits).
  func leader(knownTo address: String) async throws -> String?

  /// How many servers vote, as this server knows it.
  func voters(knownTo address: String) async throws -> Int

  /// Waits until the set of Consul servers has changed since `index`, or ten minutes have passed, and returns the new
  /// index. Throws at once when there is no leader (`/v1/health/service/consul` as a blocking query).
  func change(knownTo address: String, since index: UInt64) async throws -> UInt64
}
