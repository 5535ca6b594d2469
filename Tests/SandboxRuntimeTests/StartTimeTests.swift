import LinuxSystem
import Testing

@testable import SandboxRuntime

@Suite(.serialized, .enabled(if: Cluster.obstacle == nil, "\(Cluster.obstacle ?? "")"))
struct StartTimeTests {
  @Test("Many containers start and end one after the other, and what that takes is printed")
  func times() async throws {
    try await Cluster.run { cluster in
      var sandboxes: [Int64] = []
      var starts: [Int64] = []
      var deaths: [Int64] = []
      var removals: [Int64] = []
      let events = cluster.client.events()
      for number in 0..<40 {
        let begin = Clocks.monotonic
        try await cluster.sandbox("s\(number)", address: "10.244.1.\(number + 1)")
        let made = Clocks.monotonic
        let specification = try cluster.specification("c\(number)", in: "s\(number)", ["sleep", "1000"])
        let ready = Clocks.monotonic
        _ = try await cluster.client.startContainer(specification)
        let started = Clocks.monotonic
        try await cluster.client.signalContainer("c\(number)", signal: 9)
        let status = try await cluster.exit(of: "c\(number)", in: events)
        let ended = Clocks.monotonic
        try await cluster.client.removeSandbox("s\(number)")
        #expect(status.code == 137)
        sandboxes.append(made - begin)
        starts.append(started - ready)
        deaths.append(ended - started)
        removals.append(Clocks.monotonic - ended)
      }
      func median(_ times: [Int64]) -> Double { Double(times.sorted()[times.count / 2] / 1_000) / 1_000 }
      let memory = try FileSystem.readText("/proc/\(cluster.pid)/smaps_rollup").split(separator: "\n")
        .filter { $0.hasPrefix("Private_Dirty") || $0.hasPrefix("Rss") || $0.hasPrefix("Private_Clean") }
      print(
        "medians in ms: sandbox \(median(sandboxes)), start \(median(starts)), kill to event \(median(deaths)),"
          + " removal \(median(removals)); \(memory.joined(separator: ", "))")
    }
  }
}
