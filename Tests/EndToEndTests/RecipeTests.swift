import Foundation
import Testing

extension EndToEnd {
  /// Images that stand for programs of this machine, which run as those who use the images expect.
  @Suite("Recipes")
  struct RecipeTests {
    private static var hasPrograms: Bool {
      guard let tools = Machine.tools else { return false }
      return ["nginx", "redis-server", "busybox"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "\(tools)/images/\($0)")
      }
    }

    /// Runs a pod to its end and returns what it wrote.
    private func output(_ cluster: Cluster, _ name: String, image: String, _ command: String...) async throws -> String
    {
      let run = try await cluster.kubectl(
        ["run", name, "--image=\(image)", "--restart=Never", "--"] + command, limit: .seconds(60))
      try #require(run.status == 0, "\(run)")
      let phase = try await eventually("\(name) ends") { () -> String? in
        let phase = try await cluster.kubectl("get", "pod", name, "-o", "jsonpath={.status.phase}").output
        return ["Succeeded", "Failed"].contains(phase) ? phase : nil
      }
      let log = try await cluster.kubectl("logs", name)
      #expect(phase == "Succeeded", "\(name): \(log)")
      return log.output
    }

    private func address(_ cluster: Cluster, of pod: String) async throws -> String {
      try await eventually("\(pod) is Ready") { () -> String? in
        let found = try await cluster.kubectl(
          "get", "pod", pod, "-o", "jsonpath={.status.podIP} {.status.containerStatuses[0].ready}"
        ).output.split(separator: " ")
        return found.last == "true" ? found.first.map(String.init) : nil
      }
    }

    @Test(
      "nginx serves its pages, Redis answers other pods, and busybox is busybox",
      .enabled(if: hasPrograms, "nginx, redis-server and busybox are not in the tools: run Packaging/test.sh"),
      arguments: Machine.User.available)
    func images(user: Machine.User) async throws {
      try await Cluster.with(user: user, tools: ["v33", "images"]) { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        for image in ["nginx", "redis"] {
          let run = try await cluster.kubectl("run", image, "--image=\(image):latest")
          try #require(run.status == 0, "\(run)")
        }
        for image in ["busybox", "alpine:3.19"] {
          let name = String(image.prefix { $0 != ":" })
          let text = try await output(
            cluster, name, image: image, "sh", "-c",
            "set -o pipefail; false | true || echo fails; for c in sh ping nslookup wget nc vi; do command -v $c; done; wget --help 2>&1 | head -1; true"
          )
          #expect(text.hasPrefix("fails\n"), "\(text)")
          for command in ["ping\n", "nslookup\n", "wget\n", "nc\n", "vi\n", "BusyBox v"] {
            #expect(text.contains(command), "\(command): \(text)")
          }
        }
        let web = try await address(cluster, of: "nginx")
        #expect(try await output(cluster, "get", image: "busybox", "wget", "-qO-", "http://\(web)/").contains("nginx"))
        let page = try await cluster.kubectl(
          "exec", "nginx", "--", "sh", "-c",
          "echo changed > /usr/share/nginx/html/index.html; cat /etc/nginx/nginx.conf /etc/nginx/mime.types")
        #expect(
          page.status == 0 && page.output.contains("conf.d/*.conf") && page.output.contains("text/html"), "\(page)")
        #expect(try await output(cluster, "again", image: "busybox", "wget", "-qO-", "http://\(web)/") == "changed\n")
        let log = try await cluster.kubectl("logs", "nginx")
        #expect(log.output.contains("GET / HTTP/1.1"), "the access log is the container's: \(log)")
        let redis = try await address(cluster, of: "redis")
        let pong = try await output(
          cluster, "pong", image: "busybox", "sh", "-c", "printf 'PING\\r\\n' | nc -w 2 \(redis) 6379")
        #expect(pong.hasPrefix("+PONG"), "\(pong)")
        let ping = try await output(cluster, "icmp", image: "busybox", "ping", "-c", "1", redis)
        #expect(ping.contains("1 packets received"), "\(ping)")
      }
    }

    @Test("A pod whose image has no recipe starts at once when one is added, named with its registry")
    func added() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let run = try await cluster.kubectl("run", "late", "--image=quay.io/example/late:v1.2")
        try #require(run.status == 0, "\(run)")
        _ = try await eventually("it waits") { () -> Bool? in
          let status = try await cluster.kubectl(
            "get", "pod", "late", "-o", "jsonpath={.status.containerStatuses[0].state.waiting.reason}")
          return status.output == "ErrImagePull" ? true : nil
        }
        let add = try await cluster.localkube(
          "image", "add", "late", "-f", "-", input: "images: [quay.io/example/late]\ncommand: [sleep, '600']\n")
        try #require(add.status == 0, "\(add)")
        // The backoff of an image is ten seconds.
        _ = try await eventually("it runs", within: .seconds(5)) { () -> Bool? in
          let status = try await cluster.kubectl("get", "pod", "late", "-o", "jsonpath={.status.phase}")
          return status.output == "Running" ? true : nil
        }
      }
    }

    /// A small chart of the kind that Consul's publisher makes.
    private static let chart = """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata:
        name: {{ .Release.Name }}-server
      spec:
        serviceName: {{ .Release.Name }}-server
        replicas: 1
        selector: {matchLabels: {app: consul, release: {{ .Release.Name }}, component: server}}
        template:
          metadata: {labels: {app: consul, release: {{ .Release.Name }}, component: server}}
          spec:
            containers:
            - name: consul
              image: hashicorp/consul:1.10.0
              command: [/bin/sh, -ec, "exec /bin/consul agent -server -bootstrap-expect=1 -client=0.0.0.0 -bind=0.0.0.0 -data-dir=/consul/data -hcl='performance { raft_multiplier = 1 }' {{ .Values.more }}"]
      """

    @Test(
      "A chart of Consul comes up without any preparation, and configuration that the program is too old for is said",
      .enabled(if: Machine.tools.map { FileManager.default.isExecutableFile(atPath: "\($0)/consul/consul") } ?? false))
    func withoutPreparation() async throws {
      let site = "/tmp/localkube-e2e-archive-\(UUID().uuidString.prefix(8))"
      let archive = try await publish(at: site)
      defer { archive.stop() }
      let variables = ["LOCALKUBE_CONSUL_ARCHIVE": "http://127.0.0.1:\(archive.port)"]
      try await Cluster.with(tools: ["v33"], variables: variables) { cluster in
        let up = try await cluster.localkube("up", "--restart-backoff", "0.5")
        try #require(up.status == 0, "\(up)")
        let files = try await cluster.shell(
          """
          mkdir -p ~/chart/templates && cat > ~/chart/templates/server.yaml <<'END'
          \(Self.chart)
          END
          printf 'apiVersion: v2\\nname: chart\\nversion: 1.0.0\\n' > ~/chart/Chart.yaml
          printf 'more: ""\\n' > ~/chart/values.yaml
          helm --kube-context \(cluster.profile) install plain ~/chart &&
          helm --kube-context \(cluster.profile) install modern ~/chart --set more="-hcl='modern_key = 1'"
          """)
        try #require(files.status == 0, "\(files)")
        let leader = try await cluster.localkube("leader", "--timeout", "60")
        #expect(leader.output.hasPrefix("plain-server-0 leads since "), "\(leader)")
        let notes = try await eventually("the program's age is told") { () -> CommandResult? in
          let events = try await cluster.kubectl(
            "get", "events", "--field-selector", "involvedObject.name=modern-server-0,reason=RecipeDiffers", "-o",
            "jsonpath={range .items[*]}{.message}{\"\\n\"}{end}")
          return events.output.contains("modern_key") ? events : nil
        }
        #expect(notes.output.split(separator: "\n").count { $0.contains("modern_key") } == 1, "\(notes)")
        let pulls = try await cluster.kubectl(
          "get", "events", "--field-selector", "involvedObject.name=plain-server-0", "-o",
          "jsonpath={range .items[*]}{.message}{\"\\n\"}{end}")
        #expect(pulls.output.contains("Pulling image \"hashicorp/consul:1.10.0\""), "\(pulls)")
        #expect(pulls.output.contains("Successfully pulled image"), "\(pulls)")
      }
    }

    private struct Archive {
      let port: Int
      let process: String
      let directory: String

      func stop() {
        kill(Int32(process) ?? 0, SIGTERM)
        try? FileManager.default.removeItem(atPath: directory)  // What is left of it does no harm.
      }
    }

    /// Serves the program of the tests as the publisher's archive would serve version 1.10.0.
    private func publish(at site: String) async throws -> Archive {
      let made = try await run([
        "sh", "-c",
        """
        mkdir -p \(site)/1.10.0 && cd \(site)/1.10.0 &&
        case $(uname -m) in aarch64) a=arm64 ;; *) a=amd64 ;; esac &&
        python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED, compresslevel=1).write(sys.argv[2], "consul")' \
          consul_1.10.0_linux_$a.zip '\(Machine.tools ?? "")/consul/consul' &&
        sha256sum consul_1.10.0_linux_$a.zip > consul_1.10.0_SHA256SUMS && cd .. &&
        { python3 -u -m http.server 0 --bind 127.0.0.1 > log 2>&1 & echo $!; } &&
        for i in $(seq 100); do grep -o 'port [0-9]*' log && break; sleep 0.1; done
        """,
      ])
      let words = made.output.split(whereSeparator: \.isWhitespace).map(String.init)
      try #require(words.count == 3, "\(made)")
      return Archive(port: try #require(Int(words[2])), process: words[0], directory: site)
    }
  }
}
