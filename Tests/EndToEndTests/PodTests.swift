import Foundation
import Testing

extension EndToEnd {
  /// What a pod is given, how it is watched over, and how it ends.
  @Suite("Pods")
  struct PodTests {
    @Test("Environment, volumes and identity", arguments: Machine.User.available)
    func given(user: Machine.User) async throws {
      try await PodCluster.with(user: user) { cluster in
        try await cluster.apply(Self.givenManifest)
        try await cluster.wait("given", until: "Succeeded")
        let log = try await cluster.kubectl("logs", "given").output
        let lines = Dictionary(
          log.split(separator: "\n").compactMap { line -> (String, String)? in
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return parts.count == 2 ? (parts[0], parts[1]) : nil
          }, uniquingKeysWith: { _, last in last })
        let address = try await cluster.field("given", "{.status.podIP}")
        let host = try await cluster.field("given", "{.status.hostIP}")
        // An ordinary user has one id, so that volumes cannot be given to another group.
        let isRoot = user == .root
        let expected = [
          "NAME": "given", "IP": address, "HOST": host, "LABEL": "yes", "CPU": "2", "FROM_CONFIG": "blue",
          "FROM_SECRET": "hidden", "P_colour": "blue", "S_key": "hidden",
          "COMPOSED": "given-$(NONE)-$(NAME)", "hostname": "given",
          "config": "blue", "secret": "hidden", "mode": isRoot ? "440" : "400", "sub": "blue",
          "labels": "app=\"given\"",
          "projected": "blue,hidden,default", "empty": isRoot ? "2777" : "777", "init": "first second",
          "host": "from the host",
          "service": "10.96.", "group": isRoot ? "2000" : "0",
          "claimGroup": isRoot ? "2000" : "0", "claim": "kept", "hosts": address,
        ]
        for (name, value) in expected {
          #expect(lines[name]?.hasPrefix(value) == true, "\(name) should be \(value): \(log)")
        }
      }
    }

    @Test("Probes, hooks and what their failures bring about")
    func watchedOver() async throws {
      try await PodCluster.with { cluster in
        try await cluster.apply(Self.probeManifest)
        // The startup probe holds back the others; readiness follows a file.
        try await cluster.wait("probed", until: "Running")
        #expect(try await cluster.ready("probed") == "False")
        _ = try await cluster.kubectl("exec", "probed", "--", "touch", "/tmp/started", "/tmp/ready")
        _ = try await eventually("the pod is Ready") { try await cluster.ready("probed") == "True" ? true : nil }
        _ = try await cluster.kubectl("exec", "probed", "--", "rm", "/tmp/ready")
        _ = try await eventually("the pod is not Ready") { try await cluster.ready("probed") == "False" ? true : nil }
        // The liveness probe of the second pod asks over HTTP for a file; without it the container is restarted.
        try await cluster.wait("lively", until: "Running")
        _ = try await eventually("the HTTP probe makes the pod Ready") {
          try await cluster.ready("lively") == "True" ? true : nil
        }
        #expect(try await cluster.kubectl("exec", "lively", "--", "cat", "/tmp/hook").output == "postStart\n")
        _ = try await cluster.kubectl("exec", "lively", "--", "rm", "/srv/alive")
        _ = try await eventually("the container is restarted") {
          try await cluster.field("lively", "{.status.containerStatuses[0].restartCount}") == "1" ? true : nil
        }
        // Commands and ports kill as well, and so does a start that takes too long.
        for pod in ["stale", "deaf", "slow"] {
          _ = try await eventually("\(pod) is restarted") {
            let count = try await cluster.field(pod, "{.status.containerStatuses[0].restartCount}")
            return (Int(count) ?? 0) > 0 ? true : nil
          }
        }
        let events = try await cluster.kubectl("get", "events").output
        #expect(events.contains("Liveness probe failed: went stale"), "\(events)")
        #expect(events.contains("Container deaf failed liveness probe, will be restarted"), "\(events)")
        #expect(events.contains("Container slow failed startup probe, will be restarted"), "\(events)")
        #expect(events.contains("Liveness probe failed: HTTP probe failed with statuscode: 404"), "\(events)")
        #expect(events.contains("Container lively failed liveness probe, will be restarted"), "\(events)")
        // preStop runs before SIGTERM, and both within the grace period.
        let begin = ContinuousClock.now
        let deletion = try await cluster.kubectl("delete", "pod", "hooked")
        #expect(deletion.status == 0, "\(deletion)")
        #expect(ContinuousClock.now - begin < .seconds(10), "the grace period of 2 s ends what ignores SIGTERM")
        let left = try await cluster.kubectl("exec", "probed", "--", "cat", "/shared/order")
        #expect(left.output == "preStop\nSIGTERM\n", "\(left)")
      }
    }

    @Test("Restarts with their back-off, exit codes and reasons, logs of now and before")
    func restarts() async throws {
      try await PodCluster.with { cluster in
        try await cluster.apply(Self.restartManifest)
        _ = try await eventually("the failing container waits for its next start") {
          let reason = try await cluster.field("crashes", "{.status.containerStatuses[0].state.waiting.reason}")
          return reason == "CrashLoopBackOff" ? true : nil
        }
        let last = try await cluster.field(
          "crashes",
          "{.status.containerStatuses[0].lastState.terminated.exitCode} "
            + "{.status.containerStatuses[0].lastState.terminated.reason}")
        #expect(last == "3 Error")
        let events = try await cluster.kubectl("get", "events").output
        #expect(events.contains("Back-off restarting failed container crashes in pod crashes_default"), "\(events)")
        let previous = try await cluster.kubectl("logs", "--previous", "crashes")
        #expect(previous.output == "about to fail\n", "\(previous)")
        try await cluster.wait("ends", until: "Succeeded")
        #expect(
          try await cluster.field("ends", "{.status.containerStatuses[0].state.terminated.reason}") == "Completed")
        try await cluster.wait("fails", until: "Failed")
        #expect(try await cluster.field("fails", "{.status.containerStatuses[0].state.terminated.exitCode}") == "4")
        try await cluster.wait("killed", until: "Running")
        let kill = try await cluster.cluster.shell("kill -9 $(pgrep -xf 'sh -c sleep 3600; : \(cluster.cluster.home)')")
        #expect(kill.status == 0, "\(kill)")
        try await cluster.wait("killed", until: "Failed")
        #expect(try await cluster.field("killed", "{.status.containerStatuses[0].state.terminated.exitCode}") == "137")
        let message = try await cluster.field("fails", "{.status.containerStatuses[0].state.terminated.message}")
        #expect(message == "said at the end")
        let stamped = try await cluster.kubectl("logs", "--timestamps", "--tail=1", "ends")
        #expect(stamped.output.contains(#/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z two\n$/#), "\(stamped)")
        _ = try await eventually("an image without a recipe") {
          let reason = try await cluster.field("unknown", "{.status.containerStatuses[0].state.waiting.reason}")
          return ["ErrImagePull", "ImagePullBackOff"].contains(reason) ? true : nil
        }
      }
    }

    @Test("Names, services and host ports", arguments: Machine.User.available)
    func network(user: Machine.User) async throws {
      try await PodCluster.with(user: user) { cluster in
        try await cluster.apply(Self.networkManifest)
        for pod in ["web-0", "client"] {
          _ = try await eventually("\(pod) is Ready") { try await cluster.ready(pod) == "True" ? true : nil }
        }
        let address = try await cluster.field("web-0", "{.status.podIP}")
        func inside(_ script: String) async throws -> String {
          try await cluster.kubectl("exec", "client", "--", "sh", "-c", script).output
        }
        let resolver = try await inside("cat /etc/resolv.conf")
        #expect(resolver.contains("search default.svc.cluster.local svc.cluster.local cluster.local"), "\(resolver)")
        #expect(resolver.contains("nameserver 10.96.0.10") && resolver.contains("options ndots:5"), "\(resolver)")
        _ = try await eventually("the headless service's names") {
          try await inside("dig +short web-0.web.default.svc.cluster.local") == "\(address)\n" ? true : nil
        }
        #expect(try await inside("dig +short +search web.default.svc") == "\(address)\n")
        #expect(
          try await inside("dig +short SRV _http._tcp.web.default.svc.cluster.local")
            == "0 100 8080 web-0.web.default.svc.cluster.local.\n")
        #expect(try await inside("dig +short +tcp web-0.web.default.svc.cluster.local") == "\(address)\n")
        #expect(
          try await inside("dig +short -x \(address)") == "web-0.web.default.svc.cluster.local.\n")
        #expect(try await inside("dig nothing.default.svc.cluster.local").contains("status: NXDOMAIN"))
        #expect(try await inside("curl -s http://front/index.html") == "served\n")
        #expect(try await inside("curl -s http://$(dig +short +search front):80/index.html") == "served\n")
        let host = try await cluster.field("web-0", "{.status.hostIP}")
        #expect(try await inside("curl -s http://\(host):18080/index.html") == "served\n", "hostPort")
        let port = try await cluster.kubectl("get", "service", "front", "-o", "jsonpath={.spec.ports[0].nodePort}")
        let outside = try await cluster.cluster.shell("curl -s http://127.0.0.1:\(port.output)/index.html")
        #expect(outside.output == "served\n", "the NodePort is reached from the host: \(outside)")
      }
    }
  }
}

/// A cluster in which pods are looked at.
struct PodCluster: Sendable {
  let cluster: Cluster

  static func with(
    user: Machine.User = Machine.User.available[0], _ body: (PodCluster) async throws -> Void
  ) async throws {
    try await Cluster.with(user: user) { cluster in
      let up = try await cluster.localkube("up", "--restart-backoff", "2")
      try #require(up.status == 0, "\(up)")
      try await body(PodCluster(cluster: cluster))
    }
  }

  func kubectl(_ arguments: String...) async throws -> CommandResult { try await cluster.kubectl(arguments) }

  func apply(_ manifest: String) async throws {
    let apply = try await cluster.kubectl("apply", "-f", "-", input: manifest.replacing("HOME", with: cluster.home))
    try #require(apply.status == 0, "\(apply)")
  }

  func field(_ pod: String, _ path: String) async throws -> String {
    try await kubectl("get", "pod", pod, "-o", "jsonpath=\(path)").output
  }

  func ready(_ pod: String) async throws -> String {
    try await field(pod, "{.status.conditions[?(@.type==\"Ready\")].status}")
  }

  func wait(_ pod: String, until phase: String) async throws {
    _ = try await eventually("\(pod) is \(phase)") { try await field(pod, "{.status.phase}") == phase ? true : nil }
  }
}
