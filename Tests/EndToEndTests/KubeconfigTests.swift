import Foundation
import Testing

extension EndToEnd {
  /// What `up` and `delete-cluster` do to kubeconfigs.
  @Suite("The user's kubeconfig")
  struct KubeconfigTests {
    @Test("Two starts at once both succeed, and there is one cluster", arguments: Machine.User.available)
    func twoStarts(user: Machine.User) async throws {
      try await Cluster.with(user: user) { cluster in
        async let first = cluster.localkube("up")
        async let second = cluster.localkube("up")
        let results = try await [first, second]
        for result in results { #expect(result.status == 0, "\(result)") }
        #expect(results.count { $0.output.contains("is up already") } == 1, "\(results)")
        #expect(try await cluster.kubectl("get", "nodes", "-o", "name").output == "node/\(cluster.profile)\n")
      }
    }

    @Test("Of several files the one with the entry is changed, and deletion leaves nothing in any")
    func severalFiles() async throws {
      try await Cluster.with { cluster in
        let (first, second) = ("\(cluster.home)/first", "\(cluster.home)/second")
        let program = "'\(cluster.home)/bin/localkube' --profile \(cluster.profile)"
        let up = try await cluster.shell(
          """
          KUBECONFIG='\(second)' \(program) up && KUBECONFIG='\(first):\(second)' \(program) up
          """)
        #expect(up.status == 0, "\(up)")
        #expect(!FileManager.default.fileExists(atPath: first))
        let deletion = try await cluster.shell(
          """
          printf 'kind: Config\\n' > '\(first)'; export KUBECONFIG='\(first):\(second)'
          \(program) delete-cluster && kubectl config get-contexts -o name && kubectl config get-users && cat '\(second)'
          """)
        #expect(deletion.status == 0, "\(deletion)")
        #expect(!deletion.output.contains("\n\(cluster.profile)\n"), "\(deletion)")
        #expect(!deletion.output.contains("client-key-data"), "\(deletion)")
      }
    }

    @Test("A kubeconfig that is named is the only one that is written, and a context is no matter of up")
    func named() async throws {
      try await Cluster.with { cluster in
        let path = "\(cluster.home)/named/config"
        let up = try await cluster.localkube("up", "--kubeconfig", path)
        #expect(up.status == 0, "\(up)")
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(!FileManager.default.fileExists(atPath: "\(cluster.home)/kubeconfig"))
        let nodes = try await cluster.shell("kubectl --kubeconfig '\(path)' get nodes -o name")
        #expect(nodes.output == "node/\(cluster.profile)\n", "\(nodes)")
        #expect(try await cluster.localkube("up", "--context", "prod").status == 2)
        let deletion = try await cluster.localkube("delete-cluster", "--kubeconfig", path)
        #expect(deletion.status == 0, "\(deletion)")
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("client-key") == false)
      }
    }

    @Test("What cannot be written to is told before anything is started, and a cluster can be removed all the same")
    func unusable() async throws {
      try await Cluster.with { cluster in
        let path = "\(cluster.home)/kubeconfig"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let up = try await cluster.localkube("up")
        #expect(up.status == 1 && up.errors.contains("is no regular file"), "\(up)")
        #expect(try await cluster.localkube("status").output.contains("Stopped"))
        let without = try await cluster.localkube("up", "--no-kubeconfig")
        #expect(without.status == 0, "\(without)")
        let deletion = try await cluster.localkube("delete-cluster")
        #expect(deletion.status == 1 && deletion.errors.contains("is no regular file"), "\(deletion)")
        #expect(!FileManager.default.fileExists(atPath: "\(cluster.home)/lk/profiles/\(cluster.profile)"))
        try FileManager.default.removeItem(atPath: path)
      }
    }

    @Test(
      "A file of another user, and one that is mounted, are written in place",
      .enabled(if: Machine.User.available.contains(.root), "only root can make such files"))
    func inPlace() async throws {
      try await Cluster.with(user: .root) { cluster in
        let program = "'\(cluster.home)/bin/localkube' --profile \(cluster.profile)"
        let id = Machine.User.ordinaryID
        let result = try await cluster.shell(
          """
          set -e; cd '\(cluster.home)'
          printf 'kind: Config\\n' > own; chown \(id):\(id) own; chmod 640 own; ln own hard
          KUBECONFIG=own \(program) up >/dev/null
          stat -c '%u %a %h' own
          printf 'kind: Config\\n' > source; printf 'kind: Config\\n' > mounted
          unshare -m sh -c "mount --bind source mounted; KUBECONFIG=mounted \(program) up" >/dev/null
          grep -c client-key-data source hard
          KUBECONFIG=/dev/null \(program) up >/dev/null; stat -c '%F' /dev/null
          """)
        #expect(
          result.output == "\(id) 640 2\nsource:1\nhard:1\ncharacter special file\n", "\(result)")
      }
    }
  }
}
