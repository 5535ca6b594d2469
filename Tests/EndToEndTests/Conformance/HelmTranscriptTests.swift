import Foundation
import Testing

extension EndToEnd {
  /// What people do with helm, of three versions against one cluster: the cases are in `helm`.
  @Suite("helm's transcripts")
  struct HelmTranscriptTests {
    @Test("Charts with hooks, Jobs and CustomResourceDefinitions live as on a real cluster, with old and new helm")
    func transcripts() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let transcripts = try Transcript.all(in: "helm")
        var shown: [String] = []
        // One after the other, for their definitions share short names.
        for directory in ["v20", "v33", "v37"] {
          let programs = "\(Machine.tools ?? "")/\(directory)"
          let version = try await version(of: "\(programs)/helm")
          shown.append(version)
          let run = TranscriptRun(cluster: cluster, version: version, programs: programs)
          let outcomes = try await TranscriptRun.run(transcripts, with: [run])[0]
          for case .failed(let explanation) in outcomes.joined() { Issue.record("\(explanation)") }
          #expect(outcomes.map(\.count) == transcripts.map(\.cases.count), "helm \(version) ran not all cases")
        }
        #expect(Set(shown).count == 3 && shown.contains { $0.hasPrefix("3.") }, "\(shown)")
      }
    }

    /// `3.8`, as the transcripts name it.
    private func version(of helm: String) async throws -> String {
      let result = try await run([helm, "version", "--template", "{{.Version}}"])
      let match = try #require(result.output.firstMatch(of: #/^v([0-9]+\.[0-9]+)\./#), "\(result)")
      return String(match.1)
    }
  }
}
