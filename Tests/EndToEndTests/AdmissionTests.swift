import Foundation
import Testing

extension EndToEnd {
  /// Quotas, limit ranges, pod security and admission webhooks with real kubectl; the webhook is a pod of the cluster.
  @Suite("Admission")
  struct AdmissionTests {
    @Test("kubectl shows quotas and limit ranges, and a Deployment is held back by them")
    func quotas() async throws {
      try await up { cluster in
        let apply = try await cluster.kubectl("apply", "-f", "-", input: Self.limits)
        try #require(apply.status == 0, "\(apply)")
        let create = try await cluster.kubectl(
          "-n", "team", "create", "deployment", "web", "--image=busybox", "--replicas=3", "--", "sleep", "1000")
        try #require(create.status == 0, "\(create)")
        _ = try await eventually("two pods are there") {
          let pods = try await cluster.kubectl("-n", "team", "get", "pods", "-o", "name")
          return pods.output.split(separator: "\n").count == 2 ? true : nil
        }
        let quota = try await cluster.kubectl("-n", "team", "describe", "quota", "compute")
        #expect(
          quota.output.contains(#/Resource +Used +Hard\n-+ +-+ +-+\npods +2 +2\nrequests.cpu +200m +1\n/#), "\(quota)")
        let table = try await cluster.kubectl("-n", "team", "get", "resourcequota")
        #expect(table.output.contains("pods: 2/2, requests.cpu: 200m/1"), "\(table)")
        let ranges = try await cluster.kubectl("-n", "team", "describe", "limitrange")
        #expect(ranges.output.contains(#/Container +cpu +- +2 +100m +500m +-/#), "\(ranges)")
        let events = try await eventually("the refusal is told") {
          let events = try await cluster.kubectl(
            "-n", "team", "get", "events", "--field-selector=reason=FailedCreate", "-o", "jsonpath={.items[*].message}")
          return events.output.isEmpty ? nil : events
        }
        #expect(events.output.contains(#/Error creating: pods "web-[a-z0-9]+-[a-z0-9]+" is forbidden: /#), "\(events)")
        #expect(
          events.output.contains("exceeded quota: compute, requested: pods=1, used: pods=2, limited: pods=2"),
          "\(events)")
        let condition = try await cluster.kubectl(
          "-n", "team", "get", "deployment", "web", "-o",
          "jsonpath={.status.conditions[?(@.type=='ReplicaFailure')].status}")
        #expect(condition.output == "True", "\(condition)")
        let large = try await cluster.kubectl(
          "-n", "team", "run", "large", "--image=busybox", "--overrides",
          #"{"spec": {"containers": [{"name": "large", "image": "busybox", "resources": {"limits": {"cpu": "3"}}}]}}"#)
        #expect(
          large.errors.contains("pods \"large\" is forbidden: maximum cpu usage per Container is 2, but limit is 3"),
          "\(large)")
        // Another pod may come as soon as one has gone.
        let scale = try await cluster.kubectl("-n", "team", "scale", "deployment", "web", "--replicas=1")
        #expect(scale.status == 0, "\(scale)")
        _ = try await eventually("one pod is left, and the quota knows") {
          let used = try await cluster.kubectl(
            "-n", "team", "get", "quota", "compute", "-o", "jsonpath={.status.used.pods}")
          return used.output == "1" ? true : nil
        }
        let pod = try await cluster.kubectl("-n", "team", "run", "small", "--image=busybox", "--", "sleep", "1000")
        #expect(pod.status == 0, "\(pod)")

        try await podSecurity(cluster)
        // Everything in the namespace goes with it, what no controller watches included.
        let delete = try await cluster.kubectl("delete", "namespace", "team", "--timeout=60s")
        #expect(delete.status == 0, "\(delete)")
      }
    }

    private func podSecurity(_ cluster: Cluster) async throws {
      let label = try await cluster.kubectl(
        "label", "namespace", "team", "pod-security.kubernetes.io/enforce=restricted")
      #expect(
        label.errors.contains("existing pods in namespace \"team\" violate the new PodSecurity enforce level"),
        "\(label)"
      )
      let run = try await cluster.kubectl("-n", "team", "run", "plain", "--image=busybox")
      #expect(run.errors.contains("violates PodSecurity \"restricted:latest\""), "\(run)")
    }

    @Test("A webhook that is a service of the cluster changes, refuses and warns")
    func webhook() async throws {
      try await up { cluster in
        let directory = cluster.home
        try Self.program.write(toFile: "\(directory)/hook.py", atomically: true, encoding: .utf8)
        let prepare = try await cluster.shell(
          """
          cd \(directory) && openssl req -x509 -newkey rsa:2048 -nodes -days 1 -keyout hook.key -out hook.crt \
            -subj /CN=hook -addext subjectAltName=DNS:hook.default.svc 2>/dev/null \
          && kubectl --context \(cluster.profile) create secret tls hook --cert=hook.crt --key=hook.key \
          && kubectl --context \(cluster.profile) create configmap hook --from-file=hook.py && base64 -w0 hook.crt > ca
          """)
        try #require(prepare.status == 0, "\(prepare)")
        let server = try await cluster.kubectl("apply", "-f", "-", input: Self.server)
        try #require(server.status == 0, "\(server)")
        let ready = try await cluster.kubectl("wait", "--for=condition=Ready", "pod/hook", "--timeout=60s")
        try #require(ready.status == 0, "\(ready)")
        let authority = try String(contentsOfFile: "\(directory)/ca", encoding: .utf8)
        let configuration = try await cluster.kubectl("apply", "-f", "-", input: Self.configurations(authority))
        try #require(configuration.status == 0, "\(configuration)")

        let create = try await cluster.kubectl("create", "configmap", "good", "--from-literal=a=b")
        #expect(create.status == 0 && create.errors.contains("Warning: think twice"), "\(create)")
        let label = try await cluster.kubectl("get", "configmap", "good", "-o", "jsonpath={.metadata.labels.seen}")
        #expect(label.output == "inside", "\(label)")
        let bad = try await cluster.kubectl("create", "configmap", "bad")
        #expect(
          bad.errors.contains(
            "admission webhook \"check.hook.example.com\" denied the request: bad is not allowed"), "\(bad)")
        let exec = try await cluster.kubectl("exec", "hook", "--", "true")
        #expect(exec.errors.contains("denied the request: hook is not to be entered"), "\(exec)")
        let dry = try await cluster.kubectl("create", "configmap", "dry", "--dry-run=server", "-o", "yaml")
        #expect(dry.output.contains("seen: inside"), "\(dry)")

        // Without the pod nothing passes that must be asked for, until nobody asks any more.
        let delete = try await cluster.kubectl("delete", "pod", "hook", "--grace-period=1")
        #expect(delete.status == 0, "\(delete)")
        let closed = try await cluster.kubectl("create", "configmap", "other")
        #expect(
          closed.errors.contains("failed calling webhook \"change.hook.example.com\": failed to call webhook: Post"),
          "\(closed)")
        #expect(closed.errors.contains("no endpoints available for service \"hook\""), "\(closed)")
        let remove = try await cluster.kubectl(
          "delete", "mutatingwebhookconfiguration,validatingwebhookconfiguration", "--all")
        #expect(remove.status == 0, "\(remove)")
        let open = try await cluster.kubectl("create", "configmap", "other")
        #expect(open.status == 0, "\(open)")
      }
    }

    private func up(_ body: @escaping @Sendable (Cluster) async throws -> Void) async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        try await body(cluster)
      }
    }
  }
}

extension EndToEnd.AdmissionTests {
  private static let limits = """
    apiVersion: v1
    kind: Namespace
    metadata: {name: team}
    ---
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: compute, namespace: team}
    spec: {hard: {pods: "2", requests.cpu: "1"}}
    ---
    apiVersion: v1
    kind: LimitRange
    metadata: {name: defaults, namespace: team}
    spec:
      limits:
        - {type: Container, max: {cpu: "2"}, default: {cpu: 500m}, defaultRequest: {cpu: 100m}}
    """

  private static let program = """
    import base64, http.server, json, ssl

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            review = json.loads(self.rfile.read(int(self.headers["content-length"])))
            request = review["request"]
            answer = {"uid": request["uid"], "allowed": True}
            if self.path.startswith("/change"):
                patch = [{"op": "add", "path": "/metadata/labels", "value": {"seen": "inside"}}]
                answer["patchType"] = "JSONPatch"
                answer["patch"] = base64.b64encode(json.dumps(patch).encode()).decode()
            elif request["operation"] == "CONNECT":
                answer["allowed"] = False
                answer["status"] = {"message": request["name"] + " is not to be entered"}
            elif request["name"] == "bad":
                answer["allowed"] = False
                answer["status"] = {"message": "bad is not allowed"}
            else:
                answer["warnings"] = ["think twice"]
            review = {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "response": answer}
            body = json.dumps(review).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("", 8443), Hook)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain("/tls/tls.crt", "/tls/tls.key")
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.serve_forever()
    """

  private static let server = """
    apiVersion: v1
    kind: Service
    metadata: {name: hook}
    spec:
      selector: {app: hook}
      ports: [{port: 443, targetPort: 8443}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: hook, labels: {app: hook}}
    spec:
      containers:
        - name: main
          image: python
          command: [/usr/bin/python3, /app/hook.py]
          readinessProbe: {tcpSocket: {port: 8443}, periodSeconds: 1}
          volumeMounts: [{name: app, mountPath: /app}, {name: tls, mountPath: /tls}]
      volumes:
        - {name: app, configMap: {name: hook}}
        - {name: tls, secret: {secretName: hook}}
    """

  private static func configurations(_ authority: String) -> String {
    func webhook(_ name: String, _ rules: String) -> String {
      """
      webhooks:
        - name: \(name).hook.example.com
          sideEffects: None
          admissionReviewVersions: [v1]
          clientConfig:
            service: {namespace: default, name: hook, path: /\(name)}
            caBundle: \(authority)
          rules: \(rules)
      """
    }
    let maps = "{apiGroups: [\"\"], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}"
    let entry = "{apiGroups: [\"\"], apiVersions: [v1], operations: [CONNECT], resources: [pods/exec]}"
    return """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: hook}
      \(webhook("change", "[\(maps)]"))
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: hook}
      \(webhook("check", "[\(maps), \(entry)]"))
      """
  }
}
