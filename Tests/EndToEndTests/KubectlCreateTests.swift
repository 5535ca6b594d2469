import Foundation
import Testing

extension EndToEnd {
  /// kubectl's `create` generators and its other typed clients, which speak protobuf.
  @Suite("kubectl create")
  struct KubectlCreateTests {
    /// A generator's arguments, and where its object is found.
    private struct Generator {
      let arguments: [String]
      let object: String

      init(_ arguments: String, _ object: String) {
        self.arguments = arguments.split(separator: " ").map(String.init)
        self.object = object
      }
    }

    private static let generators = [
      Generator("configmap settings --from-literal=b=2 --from-literal=a= --from-file=blob", "configmap/settings"),
      Generator("secret generic credentials --from-literal=user=admin --from-file=blob", "secret/credentials"),
      Generator("namespace extra", "namespace/extra"),
      Generator("serviceaccount robot", "serviceaccount/robot"),
      Generator("deployment web --image=busybox --replicas=0 --port=8080 -- sleep 3600", "deployment/web"),
      Generator("service clusterip web --tcp=80:http --tcp=443", "service/web"),
      Generator("service nodeport door --tcp=80:8080 --node-port=30123", "service/door"),
      Generator("role reader --verb=get,list --resource=pods,deployments.apps --resource-name=one", "role/reader"),
      Generator("rolebinding reads --role=reader --user=jane --serviceaccount=default:robot", "rolebinding/reads"),
      Generator("clusterrole metrics --verb=get --non-resource-url=/metrics/*", "clusterrole/metrics"),
      Generator("clusterrolebinding watches --clusterrole=metrics --group=watchers", "clusterrolebinding/watches"),
      Generator("quota small --hard=cpu=1500m,memory=1Gi,pods=50 --scopes=NotBestEffort", "quota/small"),
      Generator("poddisruptionbudget web --selector=app=none --min-available=50%", "pdb/web"),
      Generator("priorityclass high --value=1000 --description=first", "priorityclass/high"),
      Generator("job once --image=busybox -- echo done", "job/once"),
      Generator(
        "cronjob nightly --image=busybox --schedule=0_0_*_*_* --restart=OnFailure -- echo night", "cronjob/nightly"),
      Generator("ingress web --class=outer --rule=a.example/x*=web:80,tls=cert --annotation=k=v", "ingress/web"),
    ]

    @Test("Every generator stores what it prints, and the same as its JSON does")
    func generators() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        try Data([0x62, 0xff, 0x00]).write(to: URL(filePath: "\(cluster.home)/blob"))
        for generator in Self.generators {
          let arguments = generator.arguments.map {
            $0.replacing("_", with: " ").replacing("=blob", with: "=\(cluster.home)/blob")
          }
          let dry = try await kubectl(cluster, ["create"] + arguments.inserting(["--dry-run=client", "-o", "json"]))
          try #require(dry.status == 0, "\(dry)")
          let created = try await kubectl(cluster, ["create"] + arguments)
          try #require(created.status == 0, "\(created)")
          #expect(created.output.hasSuffix(" created\n"), "\(created)")
          let stored = try await object(cluster, generator.object)
          let printed = try #require(try JSONSerialization.jsonObject(with: Data(dry.output.utf8)) as? NSDictionary)
          #expect(missing(printed, in: stored, at: "").isEmpty, "\(generator.object): \(stored)")
          let deletion = try await cluster.kubectl("delete", generator.object)
          try #require(deletion.status == 0, "\(deletion)")
          let again = try await cluster.kubectl("create", "-f", "-", input: dry.output)
          try #require(again.status == 0, "\(again)")
          let fromJSON = try await object(cluster, generator.object)
          #expect(
            comparable(stored) == comparable(fromJSON),
            "\(generator.object) by protobuf: \(stored)\nby JSON: \(fromJSON)")
        }
      }
    }

    @Test("A token is for the account and the audience that were asked for")
    func token() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        _ = try await cluster.kubectl("create", "serviceaccount", "robot")
        let token = try await cluster.kubectl("create", "token", "robot", "--duration=1h", "--audience=tests")
        try #require(token.status == 0, "\(token)")
        let parts = token.output.split(separator: ".")
        try #require(parts.count == 3, "\(token)")
        var text = String(parts[1]).replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.count % 4) % 4)
        let payload = try #require(Data(base64Encoded: text))
        let claims = try #require(try JSONSerialization.jsonObject(with: payload) as? [String: Any])
        #expect(claims["sub"] as? String == "system:serviceaccount:default:robot")
        let audiences = claims["aud"] as? [String] ?? [claims["aud"] as? String ?? ""]
        #expect(audiences == ["tests"])
        let missing = try await cluster.kubectl("create", "token", "nobody")
        #expect(missing.status == 1 && missing.errors.contains(#"serviceaccounts "nobody" not found"#), "\(missing)")
      }
    }

    @Test("Errors reach the typed clients in words, and a dry run stores nothing")
    func refusals() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        let dry = try await cluster.kubectl("create", "configmap", "a", "--from-literal=k=v", "--dry-run=server")
        #expect(dry.output == "configmap/a created (server dry run)\n", "\(dry)")
        let first = try await cluster.kubectl("create", "configmap", "a", "--from-literal=k=v")
        #expect(first.status == 0, "\(first)")
        let second = try await cluster.kubectl("create", "configmap", "a")
        #expect(second.errors.contains(#"configmaps "a" already exists"#), "\(second)")
        let nowhere = try await cluster.kubectl("create", "secret", "generic", "s", "-n", "nowhere")
        #expect(nowhere.errors.contains(#"namespaces "nowhere" not found"#), "\(nowhere)")
      }
    }

    @Test("A node is drained by evictions and taken back; pods are found through their deployment")
    func drain() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        let manifest = """
          {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {
           "selector": {"matchLabels": {"app": "web"}}, "template": {"metadata": {"labels": {"app": "web"}}, "spec": {
            "terminationGracePeriodSeconds": 1,
            "containers": [{"name": "busybox", "image": "busybox", "command": ["sleep", "3600"]}]}}}}
          """
        let create = try await cluster.kubectl("create", "-f", "-", input: manifest)
        try #require(create.status == 0, "\(create)")
        let rollout = try await cluster.kubectl("rollout", "status", "deployment/web")
        #expect(rollout.status == 0, "\(rollout)")
        let name = try await cluster.kubectl("exec", "deployment/web", "--", "hostname")
        let described = try await cluster.kubectl("describe", "pods")
        #expect(
          name.output.hasPrefix("web-") && described.output.contains("Created container: busybox"), "\(described)")
        let drain = try await cluster.kubectl("drain", cluster.profile, "--ignore-daemonsets", "--timeout=60s")
        #expect(drain.status == 0, "\(drain)")
        let pod = name.output.trimmingCharacters(in: .newlines)
        #expect(drain.output.contains("pod/\(pod) evicted"), "\(drain)")
        let waiting = try await cluster.kubectl("get", "pods", "--no-headers")
        #expect(waiting.table.first?.contains("Pending") == true, "\(waiting)")
        let back = try await cluster.kubectl("uncordon", cluster.profile)
        #expect(back.status == 0, "\(back)")
        let again = try await cluster.kubectl("rollout", "status", "deployment/web", "--timeout=60s")
        #expect(again.status == 0, "\(again)")
      }
    }

    @Test("kubectl explains fields, applies over what is there, and refuses a field that stands twice")
    func schemas() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        let explained = try await cluster.kubectl("explain", "deployment.spec.template.spec.containers.ports")
        #expect(explained.output.contains(#/containerPort\s+<integer> -required-/#), "\(explained)")
        let tree = try await cluster.kubectl("explain", "cronjobs", "--recursive")
        #expect(tree.output.contains(#/successfulJobsHistoryLimit\s+<integer>/#), "\(tree)")
        func pod(_ ports: String) -> String {
          """
          {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"replicas": 0,
           "selector": {"matchLabels": {"app": "web"}}, "template": {"metadata": {"labels": {"app": "web"}}, "spec": {
            "containers": [{"name": "main", "image": "busybox", "ports": [\(ports)]}]}}}}
          """
        }
        let first = #"{"containerPort": 80, "name": "http"}"#
        let second = #"{"containerPort": 443, "name": "https"}"#
        for (ports, answer) in [("\(first),\(second)", "created"), (second, "configured"), (second, "unchanged")] {
          let apply = try await cluster.kubectl("apply", "-f", "-", input: pod(ports))
          #expect(apply.output == "deployment.apps/web \(answer)\n", "\(apply)")
        }
        let left = try await cluster.kubectl(
          "get", "deployment", "web", "-o", "jsonpath={.spec.template.spec.containers[*].ports[*].name}")
        #expect(left.output == "https", "\(left)")
        let twice = #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{},"data":{}}"#
        let raw = try await cluster.kubectl(
          "create", "--raw", "/api/v1/namespaces/default/configmaps?fieldValidation=Strict", "-f", "-", input: twice)
        #expect(raw.status == 1 && raw.errors.contains(#"duplicate field "data""#), "\(raw)")
      }
    }

    // MARK: Steps

    private func up(_ cluster: Cluster) async throws {
      let up = try await cluster.localkube("up")
      try #require(up.status == 0, "\(up)")
    }

    private func kubectl(_ cluster: Cluster, _ arguments: [String]) async throws -> CommandResult {
      let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
      return try await cluster.shell("kubectl --context \(cluster.profile) \(quoted)")
    }

    private func object(_ cluster: Cluster, _ name: String) async throws -> NSDictionary {
      let result = try await cluster.kubectl("get", name, "-o", "json")
      try #require(result.status == 0, "\(result)")
      return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? NSDictionary)
    }

    /// The paths of what kubectl printed and the server did not keep; its status is the server's own.
    private func missing(_ printed: Any, in stored: Any?, at path: String) -> [String] {
      switch printed {
      case is NSNull: return []
      case let printed as [String: Any]:
        let stored = stored as? [String: Any]
        return printed.filter { path != "" || $0.key != "status" }.flatMap { key, value in
          missing(value, in: stored?[key], at: "\(path).\(key)")
        }
      case let printed as [Any]:
        guard let stored = stored as? [Any], stored.count == printed.count else { return [path] }
        return zip(printed, stored).enumerated().flatMap { missing($1.0, in: $1.1, at: "\(path)[\($0)]") }
      default: return (printed as? NSObject) == (stored as? NSObject) ? [] : [path]
      }
    }

    /// The object without what differs between any two that are made from the same manifest.
    private func comparable(_ object: NSDictionary) -> NSDictionary {
      var copy = object as? [String: Any] ?? [:]
      // A Job's selector and labels name its uid.
      if let uid = (copy["metadata"] as? [String: Any])?["uid"] as? String,
        let data = try? JSONSerialization.data(withJSONObject: copy)
      {
        let neutral = Data(String(decoding: data, as: UTF8.self).replacing(uid, with: "uid").utf8)
        copy = (try? JSONSerialization.jsonObject(with: neutral)) as? [String: Any] ?? copy
      }
      var metadata = copy["metadata"] as? [String: Any] ?? [:]
      for name in ["uid", "resourceVersion", "creationTimestamp", "generation", "annotations", "managedFields"] {
        metadata[name] = nil
      }
      copy["metadata"] = metadata
      copy["status"] = nil
      var spec = copy["spec"] as? [String: Any]
      for name in ["clusterIP", "clusterIPs"] { spec?[name] = nil }
      copy["spec"] = spec
      return copy as NSDictionary
    }
  }
}

extension [String] {
  /// The arguments with `options` before `--`, which ends kubectl's own.
  fileprivate func inserting(_ options: [String]) -> [String] {
    let place = firstIndex(of: "--") ?? endIndex
    return Array(self[..<place]) + options + Array(self[place...])
  }
}
