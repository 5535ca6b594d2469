import Foundation
import Testing

extension EndToEnd {
  /// Traefik, an ingress controller as its publisher builds it: informers of client-go, Go's typed client, in a pod
  /// with a service account of its own.
  @Suite("An ingress controller")
  struct IngressControllerTests {
    @Test(
      "Traefik routes as the Ingresses have it, follows their pods, and goes on after the control plane was killed",
      arguments: Machine.User.available)
    func traefik(user: Machine.User) async throws {
      try await Cluster.with(user: user) { cluster in
        try await start(cluster)
        let door = try await eventually("the service has an address") { try await address(of: cluster) }

        // The controller writes the address of its service into what it serves.
        _ = try await eventually("the Ingress has the address") {
          let row = try await cluster.kubectl("get", "ingress", "web", "--no-headers").table.first
          return row?.starts(with: ["web", "traefik", "web.example", "127.0.0.1"]) == true ? true : nil
        }
        _ = try await eventually("both pods are asked") { try await door.pods(4).count == 2 ? true : nil }
        #expect(try await door.ask("other.example").code == "404")
        let classes = try await cluster.kubectl("get", "ingress", "foreign", "-o", "jsonpath={.status.loadBalancer}")
        #expect(classes.output == "{}", "an Ingress of another class is left alone: \(classes)")
        #expect(try await door.ask("foreign.example").code == "404")

        // EndpointSlices are watched.
        #expect(try await cluster.kubectl("scale", "deployment/web", "--replicas=3").status == 0)
        _ = try await eventually("the third pod is asked too") { try await door.pods(6).count == 3 ? true : nil }
        #expect(try await cluster.kubectl("scale", "deployment/web", "--replicas=1").status == 0)
        _ = try await eventually("only the one that is left is asked") {
          try await door.pods(6).count == 1 ? true : nil
        }
        try await certificate(cluster, door)

        // Informers list and watch anew when the server comes back.
        try await cluster.killControlPlane()
        _ = try await eventually("what was routed before is routed again") {
          try await door.ask("web.example").code == "200" ? true : nil
        }
        let more = try await cluster.kubectl(
          "create", "ingress", "late", "--class=traefik", "--rule=late.example/*=web:80")
        #expect(more.status == 0, "\(more)")
        _ = try await eventually("the new Ingress is routed") {
          try await door.ask("late.example").code == "200" ? true : nil
        }
        #expect(try await cluster.kubectl("delete", "ingress", "web").status == 0)
        _ = try await eventually("the deleted one is not") {
          try await door.ask("web.example").code == "404" ? true : nil
        }
        let errors = try await cluster.shell(
          "kubectl logs deployment/traefik | grep -E ' (ERR|FTL) ' | grep -v -E 'connection refused|EOF'")
        #expect(errors.output == "", "\(errors)")
      }
    }

    private func start(_ cluster: Cluster) async throws {
      let up = try await cluster.localkube("up")
      try #require(up.status == 0, "\(up)")
      // A copy, since the tools' directory need not be open to the cluster's user.
      try FileManager.default.copyItem(
        atPath: "\(Machine.tools ?? "")/traefik/traefik", toPath: "\(cluster.home)/bin/traefik")
      let recipe = try await cluster.localkube(
        "image", "add", "traefik", "-f", "-",
        input: """
          images: [traefik]
          files:
            - {path: /usr/local/bin/traefik, host: \(cluster.home)/bin/traefik}
          entrypoint: [traefik]
          """)
      try #require(recipe.status == 0, "\(recipe)")
      let applied = try await cluster.kubectl("apply", "-f", "-", input: Self.manifest)
      try #require(applied.status == 0, "\(applied)")
      for deployment in ["traefik", "web"] {
        let rollout = try await cluster.kubectl("rollout", "status", "deployment/\(deployment)", "--timeout=60s")
        try #require(rollout.status == 0, "\(rollout)")
      }
    }

    /// A certificate comes from a Secret, and is taken up while the controller runs.
    private func certificate(_ cluster: Cluster, _ door: Door) async throws {
      let created = try await cluster.shell(
        """
        cd '\(cluster.home)' && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
          -subj /CN=from-a-secret -addext subjectAltName=DNS:web.example -keyout key.pem -out cert.pem 2>/dev/null &&
        kubectl create secret tls web --cert=cert.pem --key=key.pem &&
        kubectl patch ingress web --type=merge -p '{"spec": {"tls": [{"hosts": ["web.example"], "secretName": "web"}]}}'
        """)
      #expect(created.status == 0, "\(created)")
      _ = try await eventually("it is shown") {
        let shown = try await cluster.shell(
          """
          timeout 5 openssl s_client -connect \(door.secure) -servername web.example </dev/null 2>/dev/null |
            openssl x509 -noout -subject
          """)
        return shown.output.contains("from-a-secret") ? true : nil
      }
    }

    /// Where the service of the controller is reached from the host; nil while that is not known.
    private func address(of cluster: Cluster) async throws -> Door? {
      let path = "jsonpath={.status.loadBalancer.ingress[0].ip} {.status.loadBalancer.ingress[0].ports[*].port}"
      let row = try await cluster.kubectl("get", "service", "traefik", "-o", path).table.first ?? []
      return row.count == 3 ? Door(cluster: cluster, plain: "\(row[0]):\(row[1])", secure: "\(row[0]):\(row[2])") : nil
    }

    /// The controller as its clients find it.
    private struct Door {
      let cluster: Cluster
      let plain: String
      let secure: String

      /// What a host name's page says, and the status of the answer.
      func ask(_ host: String) async throws -> (text: String, code: String) {
        let answer = try await cluster.shell(
          "curl -s --max-time 5 -w '\\n%{http_code}' -H 'Host: \(host)' http://\(plain)/name")
        let lines = answer.output.split(separator: "\n").map(String.init)
        return (lines.first ?? "", lines.last ?? "")
      }

      /// The pods that answer a number of requests for `web.example`.
      func pods(_ requests: Int) async throws -> Set<String> {
        var names: Set<String> = []
        for _ in 0..<requests {
          let answer = try await ask("web.example")
          names.insert(answer.code == "200" ? answer.text : "none")
        }
        return names
      }
    }

    /// What Traefik's documentation has one apply, with the least that it asks for, and two Ingresses for it and one
    /// for another controller.
    private static let manifest = """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: traefik}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: traefik}
      rules:
        - {apiGroups: [""], resources: [services, secrets, nodes], verbs: [get, list, watch]}
        - {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list, watch]}
        - {apiGroups: [networking.k8s.io], resources: [ingresses, ingressclasses], verbs: [get, list, watch]}
        - {apiGroups: [networking.k8s.io], resources: [ingresses/status], verbs: [update]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: traefik}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: traefik}
      subjects: [{kind: ServiceAccount, name: traefik, namespace: default}]
      ---
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata: {name: traefik}
      spec: {controller: traefik.io/ingress-controller}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: traefik}
      spec:
        selector: {matchLabels: {app: traefik}}
        template:
          metadata: {labels: {app: traefik}}
          spec:
            serviceAccountName: traefik
            terminationGracePeriodSeconds: 1
            containers:
              - name: traefik
                image: traefik:v3.7
                args:
                  - --entrypoints.web.address=:8000
                  - --entrypoints.websecure.address=:8443
                  - --entrypoints.websecure.http.tls=true
                  - --entrypoints.traefik.address=:8080
                  - --ping=true
                  - --providers.kubernetesingress=true
                  - --providers.kubernetesingress.ingressendpoint.publishedservice=default/traefik
                  - --providers.kubernetesingress.throttleduration=100ms
                  - --global.checknewversion=false
                  - --global.sendanonymoususage=false
                ports:
                  - {name: web, containerPort: 8000}
                  - {name: websecure, containerPort: 8443}
                readinessProbe: {httpGet: {path: /ping, port: 8080}, periodSeconds: 1}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: traefik}
      spec:
        type: LoadBalancer
        selector: {app: traefik}
        ports:
          - {name: web, port: 18000, targetPort: web}
          - {name: websecure, port: 18443, targetPort: websecure}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            terminationGracePeriodSeconds: 1
            containers:
              - name: web
                image: python:3
                command: [sh, -c, "mkdir -p /tmp/www && cd /tmp/www && hostname >name && python3 -m http.server 8080"]
                ports: [{name: http, containerPort: 8080}]
                readinessProbe: {httpGet: {path: /name, port: http}, periodSeconds: 1}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        selector: {app: web}
        ports: [{port: 80, targetPort: http}]
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: web}
      spec:
        ingressClassName: traefik
        rules:
          - host: web.example
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: foreign}
      spec:
        ingressClassName: other
        rules:
          - host: foreign.example
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
      """
  }
}
