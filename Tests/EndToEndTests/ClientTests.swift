import Foundation
import Testing

extension EndToEnd {
  /// Clients in Python, each as its users have it; their scripts stand in `Clients`.
  @Suite("Clients of other kinds")
  struct ClientTests {
    /// Each ends with `done` when everything was as it is with Kubernetes.
    private static let scripts = [
      // kubectl, kubernetes and lightkube: the same writes leave the same objects.
      "same_objects.py",
      // Whatever is in the cluster is as the published schema has it.
      "own_schema.py",
      // kubernetes: watches, exec over WebSocket, port-forward, logs, the dynamic client.
      "streams.py",
      "with_asyncio.py", "with_pykube.py",
      // An operator with finalizers and status, in a process of its own.
      "operator_with_kopf.py",
    ]

    @Test("Python clients read, write, watch and talk to pods as with Kubernetes")
    func scripts() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        // A copy, since the project's directory need not be open to the cluster's user.
        let directory = "\(cluster.home)/clients"
        try FileManager.default.copyItem(atPath: "\(Machine.root)/Tests/EndToEndTests/Clients", toPath: directory)
        if cluster.user == .ordinary, geteuid() == 0 {
          _ = try await run(["chown", "-R", "\(Machine.User.ordinaryID)", directory])
        }
        let tools = Machine.tools ?? ""
        for script in Self.scripts {
          let run = try await cluster.shell(
            """
            cd \(directory) && CONTEXT=\(cluster.profile) \
            PYTHONDONTWRITEBYTECODE=1 exec \(tools)/python/bin/python \(script)
            """, limit: .seconds(180))
          #expect(run.status == 0 && run.output.hasSuffix("done\n"), "\(run)")
        }
      }
    }
  }
}
