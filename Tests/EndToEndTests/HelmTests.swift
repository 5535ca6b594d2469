import Foundation
import Testing

extension EndToEnd {
  /// Real helm, which keeps its releases in Secrets that it sends as protobuf.
  @Suite("helm")
  struct HelmTests {
    @Test("A release is installed, listed, upgraded, rolled back and uninstalled", arguments: [true, false])
    func walk(serverSide: Bool) async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let chart = try writeChart(cluster)
        let apply = "--wait --timeout 60s --server-side=\(serverSide)"
        let install = try await helm(cluster, "install demo \(chart) \(apply)")
        try #require(install.status == 0, "\(install)")
        #expect(install.output.contains("STATUS: deployed"), "\(install)")
        try await expect(cluster, greeting: "hello", replicas: 1)
        let list = try await helm(cluster, "list -o json")
        let releases = try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]]
        #expect(releases?.map { $0["name"] as? String } == ["demo"], "\(list)")
        #expect(releases?.map { $0["revision"] as? String } == ["1"], "\(list)")
        let status = try await helm(cluster, "status demo")
        #expect(status.output.contains(#/demo-settings +1 /#), "\(status)")
        #expect(status.output.contains(#/demo +1/1 +1 +1 /#), "\(status)")
        #expect(status.output.contains(#/demo-\S+ +1/1 +Running/#), "\(status)")

        let upgrade = try await helm(cluster, "upgrade demo \(chart) --set greeting=bye,replicas=2 \(apply)")
        #expect(upgrade.status == 0, "\(upgrade)")
        try await expect(cluster, greeting: "bye", replicas: 2)
        let again = try await helm(cluster, "install demo \(chart)")
        #expect(again.status == 1 && again.errors.contains("cannot reuse a name"), "\(again)")

        let back = try await helm(cluster, "rollback demo 1 \(apply)")
        #expect(back.status == 0, "\(back)")
        try await expect(cluster, greeting: "hello", replicas: 1)
        let history = try await helm(cluster, "history demo")
        #expect(history.output.matches(of: #/\n\d\s.*\s(superseded|deployed)\s/#).count == 3, "\(history)")

        let uninstall = try await helm(cluster, "uninstall demo --wait --timeout 60s")
        #expect(uninstall.status == 0, "\(uninstall)")
        let left = try await cluster.kubectl("get", "deployments,replicasets,secrets", "-o", "name")
        #expect(left.output.isEmpty, "\(left)")
        let gone = try await helm(cluster, "status demo")
        #expect(gone.status == 1 && gone.errors.contains("release: not found"), "\(gone)")
      }
    }

    @Test("What someone else owns is not taken over unasked, and a broken manifest is refused")
    func refusals() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let chart = try writeChart(cluster)
        let install = try await helm(cluster, "install demo \(chart) --wait --timeout 60s")
        try #require(install.status == 0, "\(install)")
        let edit = try await cluster.kubectl(
          "patch", "configmap", "demo-settings", "--type=merge", "-p", #"{"data": {"greeting": "mine"}}"#)
        #expect(edit.status == 0, "\(edit)")
        let upgrade = try await helm(cluster, "upgrade demo \(chart) --set greeting=bye")
        #expect(upgrade.status == 1, "\(upgrade)")
        #expect(upgrade.errors.contains(#"conflict with "kubectl-patch" using v1: .data.greeting"#), "\(upgrade)")
        let forced = try await helm(cluster, "upgrade demo \(chart) --set greeting=bye --force-conflicts")
        #expect(forced.status == 0, "\(forced)")
        try await expect(cluster, greeting: "bye", replicas: 1)
        let broken = try await helm(cluster, "install other \(chart) --set replicas=many")
        #expect(broken.status == 1 && broken.errors.contains("replicas"), "\(broken)")
      }
    }

    private func helm(_ cluster: Cluster, _ arguments: String) async throws -> CommandResult {
      try await cluster.shell("helm --kube-context \(cluster.profile) \(arguments)")
    }

    private func expect(_ cluster: Cluster, greeting: String, replicas: Int) async throws {
      let settings = try await cluster.kubectl(
        "get", "configmap", "demo-settings", "-o",
        "jsonpath={.data.greeting} {.metadata.labels.app\\.kubernetes\\.io/managed-by}")
      #expect(settings.output == "\(greeting) Helm", "\(settings)")
      let deployment = try await cluster.kubectl(
        "get", "deployment", "demo", "-o", "jsonpath={.spec.replicas} {.status.readyReplicas}")
      #expect(deployment.output == "\(replicas) \(replicas)", "\(deployment)")
    }

    /// A chart with a ConfigMap and a Deployment; returns its directory.
    private func writeChart(_ cluster: Cluster) throws -> String {
      let directory = "\(cluster.home)/chart"
      try FileManager.default.createDirectory(atPath: "\(directory)/templates", withIntermediateDirectories: true)
      let files = [
        "Chart.yaml": "apiVersion: v2\nname: small\nversion: 0.1.0\n",
        "values.yaml": "greeting: hello\nreplicas: 1\n",
        "templates/settings.yaml": """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: {{ .Release.Name }}-settings
        data:
          greeting: {{ .Values.greeting | quote }}
        """,
        "templates/deployment.yaml": """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ .Release.Name }}
        spec:
          replicas: {{ .Values.replicas }}
          selector:
            matchLabels: {app: {{ .Release.Name }}}
          template:
            metadata:
              labels: {app: {{ .Release.Name }}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
                - name: main
                  image: busybox
                  command: [sleep, "3600"]
        """,
      ]
      for (name, text) in files { try text.write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8) }
      return directory
    }
  }
}
