/// What the API server needs of the nodes to tell what pods use.
///
/// The composition root fills it in.
package protocol UsageReader: Sendable {
  /// The usage of all running containers, measured now.
  func usage() async throws -> UsageReport
}

/// What containers use.
package struct UsageReport: Sendable, Hashable {
  /// One container that runs.
  package struct Container: Sendable, Hashable {
    package var podUID: String
    package var name: String
    /// CPU time since its start, in nanoseconds.
    package var totalNanoseconds: Int64
    /// CPU time in a second, in nanoseconds.
    package var nanosecondsPerSecond: Int64
    package var memoryBytes: Int64
    /// What of the memory belongs to no file.
    package var anonymousBytes: Int64

    package init(
      podUID: String, name: String, totalNanoseconds: Int64, nanosecondsPerSecond: Int64, memoryBytes: Int64,
      anonymousBytes: Int64
    ) {
      self.podUID = podUID
      self.name = name
      self.totalNanoseconds = totalNanoseconds
      self.nanosecondsPerSecond = nanosecondsPerSecond
      self.memoryBytes = memoryBytes
      self.anonymousBytes = anonymousBytes
    }
  }

  /// How long CPU time was measured for.
  package var window: Duration
  package var containers: [Container]

  package init(window: Duration, containers: [Container]) {
    self.window = window
    self.containers = containers
  }
}
