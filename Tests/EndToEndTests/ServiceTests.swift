import Foundation
import Testing

extension EndToEnd {
  /// Services: who may have which address and port, and what passes.
  @Suite("Services")
  struct ServiceTests {
    /// A pod that answers at port 8080 with its name, and one to ask from.
    private static let pods = """
      apiVersion: v1
      kind: Pod
      metadata: {name: thief, labels: {app: thief}}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
        - name: c
          image: busybox
          command: [sh, -c, "mkdir /tmp/w; echo THIEF > /tmp/w/index.html; exec python3 -m http.server 443 -d /tmp/w"]
          ports:
          - {containerPort: 443, hostPort: 443, hostIP: 10.96.0.1}
          - {containerPort: 443, hostPort: 53, hostIP: 10.96.0.10}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: asker, labels: {app: echo}}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
        - name: c
          image: busybox
          command: [python3, -c]
          args:
          - |
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind(("0.0.0.0", 9000))
            while True:
                data, client = s.recvfrom(65535)
                s.sendto(data, client)
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: squatter}
      spec:
        hostNetwork: true
        restartPolicy: Never
        containers:
        - name: c
          image: busybox
          command: [python3, -c]
          args:
          - |
            import socket
            for kind, port in ((socket.SOCK_DGRAM, 53), (socket.SOCK_STREAM, 53)):
                for address in ("10.96.0.10", "0.0.0.0"):
                    for option in (None, socket.SO_REUSEADDR, socket.SO_REUSEPORT):
                        s = socket.socket(socket.AF_INET, kind)
                        if option: s.setsockopt(socket.SOL_SOCKET, option, 1)
                        try: s.bind((address, port))
                        except OSError: continue
                        if kind == socket.SOCK_STREAM:
                            try: s.listen()
                            except OSError: continue
                        print(kind, address, option)
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: neighbour}
      spec:
        hostNetwork: true
        terminationGracePeriodSeconds: 0
        containers: [{name: c, image: busybox, command: [python3, -m, http.server, "8077"]}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: a-thief}
      spec:
        selector: {app: thief}
        externalIPs: [10.96.0.1, 10.96.0.10]
        ports: [{name: https, port: 443}, {name: dns, port: 53, targetPort: 443}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: echo}
      spec:
        selector: {app: echo}
        ports: [{port: 9000, protocol: UDP}]
      """

    @Test("Nobody takes the place of the API or of DNS, and datagrams pass whole", arguments: Machine.User.available)
    func takeover(user: Machine.User) async throws {
      try await PodCluster.with(user: user) { cluster in
        try await cluster.apply(Self.pods)
        try await cluster.wait("thief", until: "Running")
        try await cluster.wait("asker", until: "Running")
        _ = try await eventually("the refusal is told") { () -> Bool? in
          let events = try await cluster.kubectl("get", "events", "--field-selector", "reason=AddressTaken")
          return events.output.contains("10.96.0.1 ") && events.output.contains("10.96.0.10 ") ? true : nil
        }
        // Nor does a pod that shares the cluster's network.
        try await cluster.wait("squatter", until: "Succeeded")
        let bound = try await cluster.kubectl("logs", "squatter")
        #expect(bound.status == 0 && bound.output.isEmpty, "\(bound)")
        for _ in 0..<3 {
          let api = try await cluster.kubectl(
            "exec", "asker", "--", "curl", "-sSk", "--max-time", "5", "https://10.96.0.1/version")
          #expect(api.output.contains("gitVersion"), "\(api)")
          let name = try await cluster.kubectl("exec", "asker", "--", "getent", "hosts", "kubernetes.default")
          #expect(name.output.hasPrefix("10.96.0.1 "), "\(name)")
        }
        let script = """
          import os, socket
          s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(5)
          for size in (1, 2048, 2049, 9000, 65507):
              data = os.urandom(size); s.sendto(data, ("echo", 9000)); print(size, s.recvfrom(65535)[0] == data)
          """
        let sizes = try await cluster.kubectl("exec", "asker", "--", "python3", "-c", script)
        #expect(sizes.output == "1 True\n2048 True\n2049 True\n9000 True\n65507 True\n", "\(sizes)")
      }
    }

    @Test("A pod that shares the network never answers for a service", arguments: Machine.User.available)
    func sharedNetwork(user: Machine.User) async throws {
      try await PodCluster.with(user: user) { cluster in
        try await cluster.apply(Self.pods)
        try await cluster.wait("neighbour", until: "Running")
        try await cluster.wait("asker", until: "Running")
        _ = try await eventually("the neighbour listens") { () -> Bool? in
          try await cluster.kubectl("exec", "neighbour", "--", "curl", "-s", "127.0.0.1:8077").status == 0 ? true : nil
        }
        let service = try await cluster.kubectl("create", "service", "clusterip", "echo2", "--tcp=8077:9000")
        #expect(service.status == 0, "\(service)")
        _ = try await cluster.kubectl("label", "pod", "asker", "--overwrite", "app=echo2")
        _ = try await eventually("it is told whose the port is") { () -> Bool? in
          let events = try await cluster.kubectl(
            "get", "events", "--field-selector", "reason=AddressTaken,involvedObject.name=echo2")
          return events.output.contains("has port 8077") ? true : nil
        }
        let address = try await cluster.kubectl("get", "service", "echo2", "-o", "jsonpath={.spec.clusterIP}").output
        let stolen = try await cluster.kubectl(
          "exec", "asker", "--", "curl", "-s", "--max-time", "2", "http://\(address):8077/")
        #expect(stolen.status != 0 && stolen.output.isEmpty, "\(stolen)")
        _ = try await cluster.kubectl("delete", "pod", "neighbour")
        // Nobody listens in the pod, so that the connection is made and ends at once.
        _ = try await eventually("the service has its address again") { () -> Bool? in
          let answer = try await cluster.kubectl(
            "exec", "asker", "--", "curl", "-sS", "--max-time", "2", "http://\(address):8077/")
          return answer.errors.contains("timed out") ? nil : true
        }
      }
    }

    @Test("An outside domain in the search list does not end the search")
    func searchList() async throws {
      try await PodCluster.with { cluster in
        try await cluster.apply(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: searcher}
          spec:
            restartPolicy: Never
            dnsPolicy: None
            dnsConfig:
              nameservers: [10.96.0.10]
              searches: [corp.example.com, default.svc.cluster.local]
              options: [{name: ndots, value: "2"}]
            containers: [{name: c, image: busybox, command: [getent, ahostsv4, kubernetes]}]
          """)
        try await cluster.wait("searcher", until: "Succeeded")
        #expect(try await cluster.kubectl("logs", "searcher").output.hasPrefix("10.96.0.1 "))
      }
    }

    @Test("A node port that another program has is told, is never printed as ours, and comes when it is free")
    func takenNodePort() async throws {
      try await PodCluster.with { cluster in
        let stranger = try await cluster.cluster.shell(
          """
          cd /; for port in $(seq 31500 31600); do
            python3 -m http.server $port --bind 127.0.0.1 >/dev/null 2>&1 & id=$!
            sleep 0.5; kill -0 $id 2>/dev/null && { echo $id $port; exit 0; }
          done; exit 1
          """)
        let words = stranger.output.split(whereSeparator: \.isWhitespace).map(String.init)
        try #require(stranger.status == 0 && words.count == 2, "\(stranger)")
        let created = try await cluster.kubectl(
          "create", "service", "nodeport", "taken", "--tcp=80:8080", "--node-port=\(words[1])")
        #expect(created.status == 0, "\(created)")
        _ = try await eventually("the service's events tell") { () -> Bool? in
          let events = try await cluster.kubectl("get", "events", "--field-selector", "reason=PortTaken")
          return events.output.contains("Port \(words[1]) of the host is taken") ? true : nil
        }
        _ = try await eventually("the service's address is not printed") { () -> Bool? in
          let url = try await cluster.cluster.localkube("service", "url", "taken")
          return url.status == 1 && url.errors.contains("another program of this machine has: \(words[1])") ? true : nil
        }
        _ = try await cluster.cluster.shell("kill \(words[0])")
        let url = try await eventually("the port is the service's") { () -> CommandResult? in
          let url = try await cluster.cluster.localkube("service", "url", "taken")
          return url.status == 0 ? url : nil
        }
        #expect(url.output == "http://127.0.0.1:\(words[1])\n")
        // Nothing stands behind it yet: the connection is refused, as it is inside the cluster.
        let refused = try await cluster.cluster.shell("curl -sS --max-time 5 http://127.0.0.1:\(words[1])")
        #expect(refused.status == 7, "\(refused)")
      }
    }
  }
}
