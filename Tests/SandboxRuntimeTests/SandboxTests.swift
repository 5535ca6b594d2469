import LinuxSystem
import Testing

@testable import SandboxRuntime

@Suite(.serialized, .enabled(if: Cluster.obstacle == nil, "\(Cluster.obstacle ?? "")"))
struct SandboxTests {
  @Test("A container runs in its sandbox, with its own host name and address, and its exit code is told")
  func runs() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: "10.244.0.5")
      let status = try await cluster.finish("a", in: "one", ["sh", "-c", "hostname; echo no >&2; exit 7"])
      #expect(status.code == 7)
      #expect(status.signal == 0)
      #expect(status.finishedAt >= status.startedAt)
      let lines = try FileSystem.readText(cluster.logPath("a")).split(separator: "\n").sorted {
        $0.hasSuffix("one") && !$1.hasSuffix("one")
      }
      #expect(lines.count == 2)
      #expect(lines[0].contains(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z stdout F one$/))
      #expect(lines[1].contains(/Z stderr F no$/))
    }
  }
}
