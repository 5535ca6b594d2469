import Testing

extension EndToEnd {
  /// How containers are asked, and what is said of them.
  @Suite("Probes and their words")
  struct ProbeTests {
    @Test("Containers are asked as the kubelet asks, and told of in its words", arguments: Machine.User.available)
    func asks(user: Machine.User) async throws {
      try await PodCluster.with(user: user) { cluster in
        try await cluster.apply(Self.manifest)
        for pod in ["encrypted", "slashless", "chained", "away"] {
          _ = try await eventually("\(pod) is Ready") { try await cluster.ready(pod) == "True" ? true : nil }
        }
        let deaf = try await cluster.field("deaf", "{.status.podIP}")
        for (pod, reason, message) in [
          ("deaf", "Unhealthy", "Readiness probe failed: dial tcp \(deaf):9: connect: connection refused"),
          (
            "deaf", "Unhealthy",
            "Liveness probe failed: timeout: failed to connect service \"\(deaf):5000\" within 1s: context deadline exceeded"
          ),
          ("deaf", "Killing", "Container main failed liveness probe, will be restarted"),
          ("slow", "Unhealthy", "Readiness probe failed: command timed out: \"sleep 20\" timed out after 1s"),
          (
            "slow", "Unhealthy",
            "Liveness probe errored and resulted in unknown state: failed to exec in container: "
              + "exec: \"nonesuch\": executable file not found in $PATH"
          ),
          ("led", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"),
          ("away", "ProbeWarning", "Readiness probe warning: Probe terminated redirects, Response body: gone"),
          ("hooked", "FailedPostStartHook", "PostStartHook failed"),
        ] {
          _ = try await eventually("\(pod): \(message)") { () -> Bool? in
            try await cluster.events(of: pod, reason).contains(message) ? true : nil
          }
        }
        #expect(try await cluster.field("slow", "{.status.containerStatuses[0].restartCount}") == "0")
        #expect(try await cluster.ready("led") == "False")
        // Neither a hook's command nor what it prints is for everybody who reads events.
        let all = try await cluster.kubectl("get", "events", "-o", "yaml").output
        #expect(!all.contains("hunter2"), "\(all)")
        let first = try await cluster.kubectl(
          "get", "events", "--field-selector", "involvedObject.name=hooked,reason=Started", "-o",
          "jsonpath={.items[*].involvedObject.fieldPath}")
        #expect(first.output.contains("spec.initContainers{first}"), "\(first)")
      }
    }

    private static let manifest = """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: server}
      data:
        server.py: |
          import http.server
          class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
              place = {"/chain": "/fine", "/lead": "/broken", "/away": "http://elsewhere.example/"}.get(self.path)
              self.send_response(302 if place else 200 if self.path == "/fine" else 503)
              if place: self.send_header("Location", place)
              self.end_headers()
              if place: self.wfile.write(b"gone")
          http.server.HTTPServer(("", 8080), Handler).serve_forever()
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: encrypted}
      spec:
        terminationGracePeriodSeconds: 0
        containers:
          - name: main
            image: busybox
            command:
              - sh
              - -c
              - |
                cd /tmp
                openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out crt -days 2 -subj /CN=nobody 2>/dev/null
                exec openssl s_server -accept 8443 -cert crt -key key -www
            readinessProbe: {httpGet: {path: /, port: 8443, scheme: HTTPS}, periodSeconds: 1}
      \(server("slashless", path: "fine"))
      \(server("chained", path: "/chain"))
      \(server("led", path: "/lead"))
      \(server("away", path: "/away"))
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: deaf}
      spec:
        terminationGracePeriodSeconds: 0
        containers:
          - name: main
            image: busybox
            command: [sleep, "1000"]
            readinessProbe: {tcpSocket: {port: 9}, periodSeconds: 1}
            livenessProbe: {grpc: {port: 5000}, periodSeconds: 1, failureThreshold: 2}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: slow}
      spec:
        terminationGracePeriodSeconds: 0
        containers:
          - name: main
            image: busybox
            command: [sleep, "1000"]
            readinessProbe: {exec: {command: [sleep, "20"]}, periodSeconds: 1, timeoutSeconds: 1}
            livenessProbe: {exec: {command: [nonesuch]}, periodSeconds: 1, failureThreshold: 1}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: hooked}
      spec:
        terminationGracePeriodSeconds: 0
        initContainers: [{name: first, image: busybox, command: ["true"]}]
        containers:
          - name: main
            image: busybox
            command: [sleep, "1000"]
            lifecycle: {postStart: {exec: {command: [sh, -c, "echo password=hunter2; exit 3"]}}}
      """

    /// A pod that serves what its ConfigMap says, and is asked for a path.
    private static func server(_ name: String, path: String) -> String {
      """
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: \(name)}
      spec:
        terminationGracePeriodSeconds: 0
        volumes: [{name: server, configMap: {name: server}}]
        containers:
          - name: main
            image: busybox
            command: [python3, /server/server.py]
            volumeMounts: [{name: server, mountPath: /server}]
            readinessProbe: {httpGet: {path: \(path), port: 8080}, periodSeconds: 1}
      """
    }
  }
}

extension PodCluster {
  /// The messages of a pod's events with this reason.
  func events(of pod: String, _ reason: String) async throws -> [String] {
    let events = try await kubectl(
      "get", "events", "--field-selector", "involvedObject.name=\(pod),reason=\(reason)", "-o",
      "jsonpath={range .items[*]}{.message}{\"\\n\"}{end}")
    return events.output.split(separator: "\n").map(String.init)
  }
}
