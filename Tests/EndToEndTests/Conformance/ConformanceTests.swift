import Foundation
import Testing

extension EndToEnd {
  /// Every command of real kubectl of four versions against one cluster, and the table of it in the documentation.
  @Suite(
    "Conformance",
    .enabled(
      if: ConformancePage.isComparable, "the page has no table yet: write it with LOCALKUBE_CONFORMANCE_WRITE=1"))
  struct ConformanceTests {
    private static let settings = ConformancePage.settings

    @Test("Every command that kubectl lists is answered as a real cluster does, and the documentation says so")
    func kubectl() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let table = try await table(
          client: "kubectl", transcripts: "kubectl", cluster: cluster, skipping: ["help"])
        for failure in table.failures { Issue.record("\(failure)") }
        guard Self.settings["LOCALKUBE_CONFORMANCE_ONLY"] == nil else { return }
        for gap in table.gaps { Issue.record("\(gap)") }
        let differences = try await cluster.localkube("doctor", "--conformance")
        #expect(differences.status == 0, "\(differences)")
        try compare(page(table, differences: differences.output), isSound: table.failures.isEmpty && table.gaps.isEmpty)
      }
    }

    /// Runs the transcripts of a directory with all versions, side by side.
    private func table(client: String, transcripts directory: String, cluster: Cluster, skipping: Set<String>)
      async throws -> ConformanceTable
    {
      var transcripts = try Transcript.all(in: directory)
      // While one works at a few of them.
      if let only = Self.settings["LOCALKUBE_CONFORMANCE_ONLY"]?.split(separator: ",").map(String.init) {
        transcripts.removeAll { !only.contains($0.name) }
      }
      var runs: [TranscriptRun] = []
      var lists: [CommandList] = []
      for directory in ["v20", "v27", "v33", "v37"] {
        let programs = "\(Machine.tools ?? "")/\(directory)"
        let version = try await version(of: "\(programs)/kubectl")
        lists.append(try await CommandList(program: "\(programs)/\(client)", skipping: skipping))
        runs.append(TranscriptRun(cluster: cluster, version: version, programs: programs))
      }
      let outcomes = try await TranscriptRun.run(transcripts, with: runs)
      let columns = runs.indices.map {
        ConformanceTable.Column(version: runs[$0].version, commands: lists[$0].commands, outcomes: outcomes[$0])
      }
      return ConformanceTable(client: client, transcripts: transcripts, columns: columns)
    }

    /// `1.33`.
    private func version(of kubectl: String) async throws -> String {
      let result = try await run([kubectl, "version", "--client", "-o", "json"])
      let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
      let client = try #require(object?["clientVersion"] as? [String: Any], "\(result)")
      return "\(client["major"] ?? "").\(client["minor"] ?? "")"
    }

    // MARK: The page

    private static let page = ConformancePage.path

    private func page(_ table: ConformanceTable, differences: String) -> String {
      """
      # Conformance

      What real clients find, and where localkube is not Kubernetes.

      This page is written by a test that runs every command of real kubectl of four versions against a live cluster
      (`LOCALKUBE_CONFORMANCE_WRITE=1 Packaging/test.sh --filter ConformanceTests`), and an ordinary run fails when the
      page is not what it shows. The cases, and the answers that a real cluster gives to them, are in
      `Tests/EndToEndTests/Conformance`.

      ## kubectl

      \(table.markdown)

      ## Known differences

      `localkube doctor --conformance` prints this list.

      \(differences)
      """
    }

    private func compare(_ page: String, isSound: Bool) throws {
      if Self.settings["LOCALKUBE_CONFORMANCE_WRITE"] != nil {
        guard isSound else { return }
        try page.write(toFile: Self.page, atomically: true, encoding: .utf8)
      } else {
        let committed = try String(contentsOfFile: Self.page, encoding: .utf8)
        #expect(
          committed == page, "\(Self.page) is not what this run shows; write it with LOCALKUBE_CONFORMANCE_WRITE=1")
      }
    }
  }
}
