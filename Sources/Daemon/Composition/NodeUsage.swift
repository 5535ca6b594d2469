import APIServer
import Kubelet

/// What containers use, as the API server wants it.
struct NodeUsage: UsageReader {
  let meter: UsageMeter

  func usage() async throws -> UsageReport {
    let measured = try await meter.measure()
    return UsageReport(
      window: measured.window,
      containers: measured.usages.map {
        UsageReport.Container(
          podUID: $0.podUID, name: $0.container, totalNanoseconds: $0.totalNanoseconds,
          nanosecondsPerSecond: $0.nanosecondsPerSecond, memoryBytes: $0.memoryBytes,
          anonymousBytes: $0.anonymousBytes)
      })
  }
}
