import Foundation
import Testing

extension EndToEnd {
  /// Who may do what, asked with real kubectl and from inside pods.
  @Suite("Access")
  struct AccessTests {
    private let reader = "system:serviceaccount:default:reader"

    @Test(
      "A role bound to a service account allows what it says, to kubectl and to a pod",
      arguments: Machine.User.available)
    func role(user: Machine.User) async throws {
      try await Cluster.with(user: user) { cluster in
        try await up(cluster)
        try await kubectl(cluster, "create", "serviceaccount", "reader")
        try await kubectl(cluster, "create", "role", "pod-reader", "--verb=get,list,watch", "--resource=pods")
        try await kubectl(
          cluster, "create", "rolebinding", "reader", "--role=pod-reader", "--serviceaccount=default:reader")
        try await apply(cluster, pod(account: "reader"))
        let list = try await cluster.kubectl("--as", reader, "get", "pods", "-o", "name")
        #expect(list.output == "pod/asker\n", "\(list)")
        try await refused(
          cluster, "delete", "pod", "asker",
          #"pods "asker" is forbidden: User "\#(reader)" cannot delete resource "pods" in API group "" in the "#
            + #"namespace "default""#)
        try await refused(
          cluster, "get", "pods", "-A",
          #"pods is forbidden: User "\#(reader)" cannot list resource "pods" in API group "" at the cluster scope"#)
        try await refused(
          cluster, "logs", "asker",
          #"pods "asker" is forbidden: User "\#(reader)" cannot get resource "pods/log" in API group "" in the "#
            + #"namespace "default""#)
        try await running(cluster, "asker")
        let pods = try await ask(cluster, "/api/v1/namespaces/default/pods")
        #expect(pods.output.contains(#""kind": "PodList""#) && pods.output.hasSuffix("200"), "\(pods)")
        let secrets = try await ask(cluster, "/api/v1/namespaces/default/secrets")
        #expect(secrets.output.hasSuffix("403"), "\(secrets)")
        #expect(
          secrets.output.contains(#"secrets is forbidden: User \"\#(reader)\" cannot list resource \"secrets\""#),
          "\(secrets)")
        try await kubectl(cluster, "delete", "rolebinding", "reader")
        let later = try await ask(cluster, "/api/v1/namespaces/default/pods")
        #expect(later.output.hasSuffix("403"), "\(later)")
      }
    }

    @Test("kubectl auth tells who one is and what one may do, and the default roles are what Kubernetes has them be")
    func questions() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        let me = try await cluster.kubectl("auth", "whoami", "-o", "jsonpath={.status.userInfo.groups}")
        #expect(me.output == #"["system:masters","system:authenticated"]"#, "\(me)")
        let other = try await cluster.kubectl("auth", "whoami", "--as", reader)
        #expect(other.output.contains(reader) && other.output.contains("system:serviceaccounts:default"), "\(other)")
        try await can(cluster, "list", "pods", as: "ann", false)
        try await kubectl(cluster, "create", "rolebinding", "ann", "--clusterrole=view", "--user=ann")
        try await can(cluster, "list", "pods", as: "ann", true)
        try await can(cluster, "get", "secrets", as: "ann", false)
        try await can(cluster, "delete", "pods", as: "ann", false)
        try await kubectl(cluster, "create", "clusterrolebinding", "bob", "--clusterrole=edit", "--user=bob")
        try await can(cluster, "get", "secrets", as: "bob", true)
        try await can(cluster, "create", "deployments.apps", as: "bob", true)
        try await can(cluster, "create", "roles", as: "bob", false)
        let all = try await cluster.kubectl("auth", "can-i", "--list", "--as", "ann")
        #expect(all.output.contains("selfsubjectreviews.authentication.k8s.io"), "\(all)")
        let escalation = try await cluster.kubectl(
          "--as", "bob", "create", "clusterrolebinding", "more", "--clusterrole=cluster-admin", "--user=bob")
        #expect(escalation.status == 1 && escalation.errors.contains("clusterrolebindings"), "\(escalation)")
      }
    }

    @Test("A role that is labelled for view takes effect on everybody who may view")
    func aggregation() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        try await kubectl(cluster, "create", "rolebinding", "ann", "--clusterrole=view", "--user=ann")
        try await can(cluster, "list", "leases.coordination.k8s.io", as: "ann", false)
        try await apply(
          cluster,
          """
          {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "lease-viewer",
           "labels": {"rbac.authorization.k8s.io/aggregate-to-view": "true"}}, "rules": [{"apiGroups":
           ["coordination.k8s.io"], "resources": ["leases"], "verbs": ["get", "list", "watch"]}]}
          """)
        _ = try await eventually("the rule is gathered", within: .seconds(20)) {
          let leases = try await cluster.kubectl("--as", "ann", "get", "leases")
          return leases.status == 0 ? true : nil
        }
        try await kubectl(cluster, "delete", "clusterrole", "lease-viewer")
        _ = try await eventually("the rule is given up", within: .seconds(20)) {
          let leases = try await cluster.kubectl("--as", "ann", "get", "leases")
          return leases.status == 1 ? true : nil
        }
      }
    }

    @Test("up --audit-log tells every request in a file, until an empty path ends that")
    func audit() async throws {
      try await Cluster.with { cluster in
        let log = "\(cluster.home)/audit.log"
        let up = try await cluster.localkube("up", "--audit-log", log)
        try #require(up.status == 0, "\(up)")
        _ = try await cluster.kubectl("get", "secrets", "--as", "ann")
        let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        let line = try #require(lines.last { $0.contains(#""resource":"secrets""#) })
        let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(event?["verb"] as? String == "list" && event?["level"] as? String == "Metadata", "\(line)")
        #expect((event?["impersonatedUser"] as? [String: Any])?["username"] as? String == "ann", "\(line)")
        #expect((event?["responseStatus"] as? [String: Any])?["code"] as? Int == 403, "\(line)")
        let down = try await cluster.localkube("down")
        #expect(down.status == 0, "\(down)")
        let wrong = try await cluster.localkube("up", "--audit-log", "/proc/nothing/audit.log")
        #expect(wrong.status == 1 && wrong.errors.contains("the audit log /proc/nothing/audit.log"), "\(wrong)")
        let off = try await cluster.localkube("up", "--audit-log", "")
        #expect(off.status == 0, "\(off)")
        let size = try String(contentsOfFile: log, encoding: .utf8).utf8.count
        _ = try await cluster.kubectl("get", "secrets")
        #expect(try String(contentsOfFile: log, encoding: .utf8).utf8.count == size)
      }
    }

    // MARK: Steps

    private func up(_ cluster: Cluster) async throws {
      let up = try await cluster.localkube("up")
      try #require(up.status == 0, "\(up)")
    }

    private func kubectl(_ cluster: Cluster, _ arguments: String...) async throws {
      let result = try await run(
        cluster.user.prefix + ["kubectl", "--context", cluster.profile] + arguments, environment: cluster.environment)
      try #require(result.status == 0, "\(result)")
    }

    private func apply(_ cluster: Cluster, _ manifest: String) async throws {
      let apply = try await cluster.kubectl("apply", "-f", "-", input: manifest)
      try #require(apply.status == 0, "\(apply)")
    }

    /// A pod that can ask the API with curl.
    private func pod(account: String) -> String {
      """
      {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "asker"}, "spec": {"serviceAccountName": "\(account)",
       "terminationGracePeriodSeconds": 1,
       "containers": [{"name": "main", "image": "busybox", "command": ["sleep", "3600"]}]}}
      """
    }

    private func running(_ cluster: Cluster, _ name: String) async throws {
      _ = try await eventually("\(name) runs") {
        let pods = try await cluster.kubectl("get", "pod", name, "--no-headers")
        return pods.table.first?.contains("Running") == true ? true : nil
      }
    }

    /// What the API answers to the pod `asker`, with the status code behind it.
    private func ask(_ cluster: Cluster, _ path: String) async throws -> CommandResult {
      let script = """
        cd /var/run/secrets/kubernetes.io/serviceaccount && curl -s -w '%{http_code}' --cacert ca.crt \
        -H "Authorization: Bearer $(cat token)" https://kubernetes.default.svc\(path)
        """
      return try await cluster.kubectl("exec", "asker", "--", "sh", "-c", script)
    }

    /// Runs kubectl as the service account; the last argument is the refusal.
    private func refused(_ cluster: Cluster, _ arguments: String...) async throws {
      let result = try await run(
        cluster.user.prefix + ["kubectl", "--context", cluster.profile, "--as", reader] + arguments.dropLast(),
        environment: cluster.environment)
      #expect(result.status == 1, "\(result)")
      #expect(result.errors == "Error from server (Forbidden): \(arguments[arguments.count - 1])\n", "\(result)")
    }

    private func can(
      _ cluster: Cluster, _ verb: String, _ resource: String, as user: String, _ isAllowed: Bool
    ) async throws {
      let answer = try await cluster.kubectl("auth", "can-i", verb, resource, "--as", user)
      #expect(answer.output == (isAllowed ? "yes\n" : "no\n"), "\(answer)")
      #expect(answer.status == (isAllowed ? 0 : 1), "\(answer)")
    }
  }
}
