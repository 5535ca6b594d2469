import Foundation
import Testing

extension EndToEnd {
  /// Streams into pods with real kubectl: over WebSocket and over SPDY, a current kubectl and an old one.
  @Suite("Streaming")
  struct StreamingTests {
    /// The clients: how a command of each begins in a shell.
    private static let clients = [
      "kubectl", "env KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false KUBECTL_PORT_FORWARD_WEBSOCKETS=false kubectl",
      "\(Machine.tools ?? "")/v20/kubectl",
    ]

    @Test("Ports are forwarded: many connections, 50 MB, and a port that refuses")
    func portForward() async throws {
      try await Cluster.with { cluster in
        try await start(cluster)
        for client in Self.clients + ["'\(cluster.home)/bin/localkube'"] {
          let context = client.contains("localkube'") ? "--profile" : "--context"
          let result = try await cluster.shell(
            """
            cd '\(cluster.home)'; : >pf.log
            \(client) \(context) \(cluster.profile) port-forward pod/web :8000 >pf.log 2>&1 & id=$!
            for i in $(seq 100); do grep -q 127.0.0.1 pf.log && break; sleep 0.1; done
            port=$(sed -nE 's/.*127.0.0.1:([0-9]+) .*/\\1/p' pf.log | head -1)
            curl -s --max-time 60 http://127.0.0.1:$port/big | sha256sum
            curl -s --max-time 10 http://127.0.0.1:$port/sum
            for i in $(seq 20); do curl -s --max-time 20 http://127.0.0.1:$port/hello >out.$i & ids="$ids $!"; done
            wait $ids; cat out.*
            kill $id; wait $id
            """)
          let lines = result.output.split(separator: "\n")
          #expect(lines.count == 22 && lines.first == lines.dropFirst().first, "\(client): \(result)")
          #expect(lines.dropFirst(2).allSatisfy { $0 == "hello" }, "\(client): \(result)")
          let refusal = try await cluster.shell(
            """
            cd '\(cluster.home)'; : >pf.log
            \(client) \(context) \(cluster.profile) port-forward pod/web :9 >pf.log 2>&1 & id=$!
            for i in $(seq 100); do grep -q 127.0.0.1 pf.log && break; sleep 0.1; done
            port=$(sed -nE 's/.*127.0.0.1:([0-9]+) .*/\\1/p' pf.log | head -1)
            curl -s --max-time 10 http://127.0.0.1:$port/; kill $id; wait $id; cat pf.log
            """)
          #expect(refusal.output.contains("error forwarding port 9 to pod web, uid "), "\(client): \(refusal)")
          #expect(refusal.output.contains("dial tcp4 127.0.0.1:9: connect: connection refused"), "\(refusal)")
        }
      }
    }

    @Test("Who has sent all still gets the answer, and a client that vanishes takes its connections along")
    func halfClose() async throws {
      try await Cluster.with { cluster in
        try await start(cluster)
        for client in Self.clients + ["'\(cluster.home)/bin/localkube'"] {
          let context = client.contains("localkube'") ? "--profile" : "--context"
          let result = try await cluster.shell(
            """
            cd '\(cluster.home)'; : >pf.log
            \(client) \(context) \(cluster.profile) port-forward pod/web :7000 >pf.log 2>&1 & id=$!
            for i in $(seq 100); do grep -q 127.0.0.1 pf.log && break; sleep 0.1; done
            port=$(sed -nE 's/.*127.0.0.1:([0-9]+) .*/\\1/p' pf.log | head -1)
            python3 -c '
            import socket, sys
            s = socket.create_connection(("127.0.0.1", int(sys.argv[1]))); s.settimeout(10)
            s.sendall(b"question"); s.shutdown(socket.SHUT_WR)
            print(s.makefile().read(), flush=True)
            t = socket.create_connection(("127.0.0.1", int(sys.argv[1]))); t.settimeout(20)
            t.sendall(b"open"); t.recv(1)' $port & python=$!
            for i in $(seq 50); do [ "$(kubectl --context \(cluster.profile) exec web -- cat /tmp/www/open)" = 1 ] &&
              echo open && break; sleep 0.1; done
            kill -9 $id; wait $id; wait $python
            """)
          #expect(result.output == "got question\nopen\n", "\(client): \(result)")
          _ = try await eventually("the pod sees no connection any more") {
            let log = try await cluster.kubectl("exec", "web", "--", "cat", "/tmp/www/open")
            return log.output == "0" ? true : nil
          }
        }
      }
    }

    @Test("Commands have their input, their outputs apart, and their exit codes")
    func exec() async throws {
      try await Cluster.with { cluster in
        try await start(cluster)
        for client in Self.clients {
          let exec = "\(client) --context \(cluster.profile) exec"
          let codes = try await cluster.shell("\(exec) web -- sh -c 'echo out; echo err >&2; exit 7'")
          #expect(codes.status == 7 && codes.output == "out\n", "\(codes)")
          #expect(codes.errors.contains("err\n"), "\(codes)")
          let large = try await cluster.shell(
            """
            cd '\(cluster.home)'; head -c 5000000 /dev/urandom >random
            sha256sum <random; \(exec) -i web -- sha256sum <random; \(exec) -i web -- cat <random | sha256sum
            """)
          #expect(Set(large.output.split(separator: "\n")).count == 1 && large.status == 0, "\(large)")
          let terminal = try await cluster.shell(
            "sleep 5 | script -qec 'stty rows 33 cols 77; \(exec) -it web -- sh -c \"sleep 1; stty size; exit 5\"' /dev/null"
          )
          #expect(terminal.output.contains("33 77") && terminal.status == 5, "\(client): \(terminal)")
          _ = try await cluster.shell("timeout -s KILL 2 \(exec) web -- sleep 4711")
          _ = try await eventually("the command whose client vanished has ended") {
            try await cluster.kubectl("exec", "web", "--", "pgrep", "-xf", "sleep 4711").status == 1 ? true : nil
          }
          _ = try await cluster.shell("timeout -s KILL 4 \(exec) -i web -- sleep 4712 </dev/zero")
          _ = try await eventually("the command that did not take what its vanished client sent has ended") {
            try await cluster.kubectl("exec", "web", "--", "pgrep", "-xf", "sleep 4712").status == 1 ? true : nil
          }
        }
      }
    }

    // MARK: Steps

    /// A pod with an HTTP server on 8000, and on 7000 a server that answers when its client has said all.
    private func start(_ cluster: Cluster) async throws {
      let up = try await cluster.localkube("up")
      try #require(up.status == 0, "\(up)")
      let script = """
        mkdir -p /tmp/www; cd /tmp/www; echo hello >hello; head -c 50000000 /dev/urandom >big; sha256sum <big >sum
        python3 -c '
        import socket, threading
        server = socket.create_server(("127.0.0.1", 7000))
        count = 0
        def note(change):
            global count
            count += change
            open("/tmp/www/open", "w").write(str(count))
        def serve(c):
            note(1)
            said = b""
            while part := c.recv(4096): said += part
            c.sendall(b"got " + said); c.close(); note(-1)
        while True: threading.Thread(target=serve, args=(server.accept()[0],)).start()' &
        exec python3 -m http.server 8000
        """
      let manifest: [String: Any] = [
        "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "web"],
        "spec": [
          "terminationGracePeriodSeconds": 1,
          "containers": [
            [
              "name": "main", "image": "busybox", "command": ["sh", "-c", script],
              "readinessProbe": ["tcpSocket": ["port": 8000], "periodSeconds": 1],
            ]
          ],
        ],
      ]
      let text = String(decoding: try JSONSerialization.data(withJSONObject: manifest), as: UTF8.self)
      let apply = try await cluster.kubectl("apply", "-f", "-", input: text)
      try #require(apply.status == 0, "\(apply)")
      let ready = try await cluster.kubectl("wait", "--for=condition=Ready", "pod/web", "--timeout=60s")
      try #require(ready.status == 0, "\(ready)")
    }
  }
}
