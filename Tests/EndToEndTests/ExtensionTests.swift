import Foundation
import Testing

extension EndToEnd {
  /// What clients reach through the API server: pods and services by its proxy, further APIs, certificates, figures.
  @Suite("Extensions")
  struct ExtensionTests {
    private static let web = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
          - name: web
            image: python:3
            command: [sh, -c, "mkdir -p /tmp/www && cd /tmp/www && echo hello >hello && python3 -m http.server 8080"]
            ports: [{containerPort: 8080, name: http}]
            readinessProbe: {httpGet: {path: /hello, port: 8080}, periodSeconds: 1}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        selector: {app: web}
        ports: [{name: http, port: 80, targetPort: http}]
      """

    private func start(_ cluster: Cluster) async throws {
      #expect(try await cluster.localkube("up").status == 0)
      let applied = try await cluster.kubectl("apply", "-f", "-", input: Self.web)
      #expect(applied.status == 0, "\(applied)")
      let ready = try await cluster.kubectl("wait", "--for=condition=Ready", "pod/web", "--timeout=30s")
      #expect(ready.status == 0, "\(ready)")
    }

    @Test("Services and pods are reached through the API server, and nodes answer as kubelets")
    func proxies() async throws {
      try await Cluster.with { cluster in
        try await start(cluster)
        func raw(_ path: String) async throws -> CommandResult {
          try await cluster.kubectl("get", "--raw", "/api/v1/\(path)")
        }
        for path in ["services/web:http/proxy/hello", "services/web:80/proxy/hello", "pods/web:8080/proxy/hello"] {
          let result = try await raw("namespaces/default/\(path)")
          #expect(result.output == "hello\n", "\(result)")
        }
        let wrong = try await raw("namespaces/default/services/web:81/proxy/hello")
        #expect(
          wrong.errors.contains("(ServiceUnavailable): no service port 81 found for service \"web\""), "\(wrong)")
        #expect(try await raw("nodes/\(cluster.profile)/proxy/healthz").output == "ok")
        let proxied = try await cluster.shell(
          """
          cd '\(cluster.home)'; kubectl --context \(cluster.profile) proxy --port=0 >proxy.log 2>&1 & id=$!
          for i in $(seq 100); do grep -q 127.0.0.1 proxy.log && break; sleep 0.1; done
          url=http://$(sed -nE 's/.* on (127.0.0.1:[0-9]+).*/\\1/p' proxy.log)/api/v1/namespaces/default/services/web:http/proxy
          curl -sL --max-time 10 -H 'Accept: text/html' $url | grep -c 'href="hello"'
          curl -s --max-time 10 $url/hello
          curl -s --max-time 10 -o /dev/null -w '%{http_code}\\n' -X POST -d x $url/hello
          kill $id; wait $id
          """)
        #expect(proxied.output == "1\nhello\n501\n", "\(proxied)")
        let debugged = try await cluster.kubectl(
          "debug", "web", "--image=busybox", "--target=web", "-i", "--quiet", "--", "sh", "-c",
          "tr '\\0' ' ' </proc/1/cmdline; hostname")
        #expect(debugged.output.contains("http.server") && debugged.output.contains("web\n"), "\(debugged)")
        let state = try await cluster.kubectl(
          "wait", "pod/web", "--for=jsonpath={.status.ephemeralContainerStatuses[0].state.terminated.exitCode}=0",
          "--timeout=10s")
        #expect(state.status == 0, "\(state)")
        let copied = try await cluster.kubectl(
          "debug", "web", "--image=busybox", "--copy-to=copy", "--", "sleep", "1000")
        #expect(copied.status == 0, "\(copied)")
        let ready = try await cluster.kubectl("wait", "--for=condition=Ready", "pod/copy", "--timeout=30s")
        #expect(ready.status == 0, "\(ready)")
        let patch = #"{"spec":{"containers":[{"name":"web","resources":{"requests":{"cpu":"9999"}}}]}}"#
        // A pod without requests keeps its class of service, so the resize is refused.
        let quality = try await cluster.kubectl("patch", "pod", "web", "--subresource", "resize", "-p", patch)
        #expect(quality.errors.contains("Pod QOS Class may not change as a result of resizing"), "\(quality)")
      }
    }

    @Test("A certificate that was asked for, approved and signed is a way into the API; what pods use is told")
    func certificates() async throws {
      try await Cluster.with { cluster in
        try await start(cluster)
        let context = "--context \(cluster.profile)"
        let signed = try await cluster.shell(
          """
          cd '\(cluster.home)'
          openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ann.key -subj /O=developers/CN=ann \
            -out ann.csr 2>/dev/null
          for name in ann late; do kubectl \(context) apply -f - <<END
          apiVersion: certificates.k8s.io/v1
          kind: CertificateSigningRequest
          metadata: {name: $name}
          spec:
            request: $(base64 -w0 ann.csr)
            signerName: kubernetes.io/kube-apiserver-client
            expirationSeconds: 3600
            usages: [client auth]
          END
          done
          kubectl \(context) certificate approve ann
          kubectl \(context) certificate deny late
          kubectl \(context) wait csr/ann --for=jsonpath='{.status.certificate}' --timeout=10s
          kubectl \(context) get csr --no-headers | awk '{print $1, $NF}'
          kubectl \(context) get csr ann -o jsonpath='{.status.certificate}' | base64 -d >ann.crt
          kubectl \(context) create rolebinding ann --clusterrole=view --user=ann
          kubectl config view --raw -o jsonpath="{.clusters[?(@.name=='\(cluster.profile)')].cluster.certificate-authority-data}" \
            | base64 -d >ca.crt
          server=$(kubectl config view -o jsonpath="{.clusters[?(@.name=='\(cluster.profile)')].cluster.server}")
          kubectl --kubeconfig=/dev/null --server=$server --certificate-authority=ca.crt --client-certificate=ann.crt \
            --client-key=ann.key auth whoami -o jsonpath='{.status.userInfo.username}'
          echo
          curl -s --cacert ca.crt --cert ann.crt --key ann.key $server/api/v1/namespaces/default/pods/web | grep -c '"kind": "Pod"'
          curl -s --cacert ca.crt --cert ann.crt --key ann.key -o /dev/null -w '%{http_code}\\n' $server/api/v1/nodes
          """)
        for text in ["ann Approved,Issued", "late Denied", "\nann\n1\n403\n"] {
          #expect(signed.output.contains(text), "\(signed)")
        }
        let nodes = try await cluster.kubectl("top", "nodes", "--no-headers")
        #expect(nodes.status == 0 && nodes.output.contains("%"), "\(nodes)")
        let pods = try await cluster.kubectl("top", "pods", "--containers", "--no-headers")
        #expect(pods.output.contains(#/^web +web +\d+m +[1-9]\d*Mi/#), "\(pods)")
        let own = try await cluster.localkube("top", "pods")
        #expect(own.status == 0 && own.output.contains("web"), "\(own)")
        let metrics = try await cluster.kubectl("get", "--raw", "/metrics")
        #expect(metrics.output.contains("apiserver_request_total{code=\"201\""), "\(metrics)")
        let services = try await cluster.kubectl("get", "apiservices", "--no-headers")
        #expect(services.output.contains(#/v1\.apps +Local +True/#), "\(services)")
      }
    }

    @Test("An API that a program in a pod serves is one of the cluster's")
    func aggregation() async throws {
      try await Cluster.with { cluster in
        #expect(try await cluster.localkube("up").status == 0)
        let context = "--context \(cluster.profile)"
        try Self.server.write(toFile: "\(cluster.home)/server.py", atomically: true, encoding: .utf8)
        let made = try await cluster.shell(
          """
          cd '\(cluster.home)'
          openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tls.key -subj /CN=sample.default.svc \
            -addext subjectAltName=DNS:sample.default.svc -days 2 -out tls.crt 2>/dev/null
          kubectl \(context) get configmap -n kube-system extension-apiserver-authentication \
            -o jsonpath='{.data.requestheader-client-ca-file}' >proxy.crt
          kubectl \(context) create configmap sample --from-file=server.py --from-file=tls.crt --from-file=tls.key \
            --from-file=proxy.crt
          sed "s/BUNDLE/$(base64 -w0 tls.crt)/" <<'END' | kubectl \(context) apply -f -
          \(Self.manifest)
          END
          kubectl \(context) wait --for=condition=Available apiservice/v1.sample.example.com --timeout=30s
          """)
        #expect(made.output.contains("v1.sample.example.com condition met"), "\(made)")
        let resources = try await cluster.kubectl("api-resources", "--api-group=sample.example.com", "-o", "name")
        #expect(resources.output == "flavours.sample.example.com\n", "\(resources)")
        let flavour = try await cluster.kubectl("get", "flavours", "sweet", "-o", "jsonpath={.user} {.groups}")
        #expect(flavour.output.contains("-admin [\"system:masters\",\"system:authenticated\"]"), "\(flavour)")
        let ended = try await cluster.shell(
          """
          kubectl \(context) delete pod sample --grace-period=1
          kubectl \(context) wait --for=condition=Available=false apiservice/v1.sample.example.com --timeout=30s
          kubectl \(context) get apiservice v1.sample.example.com --no-headers; kubectl \(context) get flavours
          """)
        #expect(ended.output.contains("False (MissingEndpoints)"), "\(ended)")
        #expect(ended.errors.contains("the server is currently unable to handle the request"), "\(ended)")
      }
    }

    /// An extension API server in Python that takes no client but the API server.
    private static let server = """
      import http.server, json, ssl
      BASE = "/apis/sample.example.com/v1"
      class Handler(http.server.BaseHTTPRequestHandler):
          protocol_version = "HTTP/1.1"
          def do_GET(self):
              path, code = self.path.split("?")[0], 200
              item = {"apiVersion": "sample.example.com/v1", "kind": "Flavour",
                      "metadata": {"name": "sweet", "namespace": "default"},
                      "user": self.headers["X-Remote-User"], "groups": self.headers.get_all("X-Remote-Group")}
              if path == BASE:
                  body = {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "sample.example.com/v1",
                          "resources": [{"name": "flavours", "singularName": "flavour", "namespaced": True,
                                         "kind": "Flavour", "verbs": ["get", "list"]}]}
              elif path.endswith("/sweet"):
                  body = item
              elif path.startswith(BASE):
                  body = {"apiVersion": "sample.example.com/v1", "kind": "FlavourList", "metadata": {}, "items": [item]}
              else:
                  code, body = 404, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404}
              data = json.dumps(body).encode()
              self.send_response(code)
              self.send_header("Content-Type", "application/json")
              self.send_header("Content-Length", str(len(data)))
              self.end_headers()
              self.wfile.write(data)
      server = http.server.ThreadingHTTPServer(("", 8443), Handler)
      tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
      tls.load_cert_chain("/srv/tls.crt", "/srv/tls.key")
      tls.load_verify_locations("/srv/proxy.crt")
      tls.verify_mode = ssl.CERT_REQUIRED
      server.socket = tls.wrap_socket(server.socket, server_side=True)
      server.serve_forever()
      """

    private static let manifest = """
      apiVersion: v1
      kind: Pod
      metadata: {name: sample, labels: {app: sample}}
      spec:
        containers:
          - name: c
            image: python:3
            command: [python3, /srv/server.py]
            readinessProbe: {tcpSocket: {port: 8443}, periodSeconds: 1}
            volumeMounts: [{name: srv, mountPath: /srv}]
        volumes: [{name: srv, configMap: {name: sample}}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: sample}
      spec:
        selector: {app: sample}
        ports: [{port: 443, targetPort: 8443}]
      ---
      apiVersion: apiregistration.k8s.io/v1
      kind: APIService
      metadata: {name: v1.sample.example.com}
      spec:
        group: sample.example.com
        version: v1
        groupPriorityMinimum: 2000
        versionPriority: 10
        caBundle: BUNDLE
        service: {namespace: default, name: sample}
      """
  }
}
