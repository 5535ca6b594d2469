import LinuxSystem
package import SandboxRuntime

/// Measures what containers use, when somebody asks: nothing is sampled in between.
///
/// A container is its main process and the processes that descend from it; what `exec` started counts for nobody.
package actor UsageMeter {
  /// What one container uses.
  package struct Usage: Sendable, Hashable {
    package var podUID: String
    package var container: String
    /// CPU time since the container's start, in nanoseconds.
    package var totalNanoseconds: Int64
    /// CPU time in a second, in nanoseconds.
    package var nanosecondsPerSecond: Int64
    package var memoryBytes: Int64
    /// What of the memory belongs to no file.
    package var anonymousBytes: Int64
  }

  /// A measurement.
  package struct Measurement: Sendable, Hashable {
    /// How long CPU time was measured for.
    package var window: Duration
    package var usages: [Usage]
  }

  private struct Sample {
    var takenAt: ContinuousClock.Instant
    var processorTimes: [String: Int64]
  }

  /// How old an earlier sample may be for its CPU time to be the beginning of a window.
  private static let usefulAge = Duration.seconds(1)...Duration.seconds(60)
  /// The window when there is no such sample.
  private static let shortWindow = Duration.milliseconds(250)

  private let sandbox: any SandboxClient
  private var earlier: Sample?

  package init(sandbox: any SandboxClient) { self.sandbox = sandbox }

  /// Measures all running containers; takes a quarter of a second when the last measurement is of no use any more.
  package func measure() async throws -> Measurement {
    let containers = try await sandbox.state().containers.filter { $0.exit == nil && $0.process.pid > 0 }
    // Another measurement may have come in between; its sample is as good a beginning as one of ours.
    if earlier.map({ !Self.usefulAge.contains($0.takenAt.duration(to: .now)) }) ?? true {
      earlier = try sample(containers)
      try await Task.sleep(for: Self.shortWindow)
    }
    let latest = try sample(containers)
    let start = earlier ?? latest
    earlier = latest
    let window = start.takenAt.duration(to: latest.takenAt)
    let members = try members(of: containers)
    let usages = containers.compactMap { container -> Usage? in
      guard let id = ContainerIdentifier(container.id), let total = latest.processorTimes[container.id] else {
        return nil
      }
      // A container that has started since is measured from its start.
      let since = start.processorTimes[container.id] ?? 0
      let memory = (members[container.id] ?? []).compactMap { ProcessTable.memory(of: $0.id) }
      return Usage(
        podUID: id.podUID, container: id.container, totalNanoseconds: total,
        nanosecondsPerSecond: Int64(Double(max(total - since, 0)) / max(window / .seconds(1), 0.001)),
        memoryBytes: memory.map(\.resident).reduce(0, +), anonymousBytes: memory.map(\.anonymous).reduce(0, +))
    }
    return Measurement(window: window, usages: usages)
  }

  private func sample(_ containers: [RuntimeState.Container]) throws(SystemError) -> Sample {
    let now = ContinuousClock.now
    let times = try members(of: containers).mapValues { entries in
      entries.reduce(Int64(0)) { sum, entry in
        sum + entry.childrenNanoseconds + (ProcessTable.processorTime(of: entry.id) ?? 0)
      }
    }
    return Sample(takenAt: now, processorTimes: times)
  }

  /// The processes of each container, by the container's id.
  private func members(of containers: [RuntimeState.Container]) throws(SystemError) -> [String: [ProcessTable.Entry]] {
    let entries = try ProcessTable.entries()
    let children = Dictionary(grouping: entries, by: \.parent)
    let roots = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    var members: [String: [ProcessTable.Entry]] = [:]
    for container in containers {
      guard let root = roots[container.process.pid] else { continue }
      var found = [root]
      var next = 0
      while next < found.count {
        found += children[found[next].id] ?? []
        next += 1
      }
      members[container.id] = found
    }
    return members
  }
}
