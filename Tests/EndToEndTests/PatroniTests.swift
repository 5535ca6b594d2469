import Foundation
import Testing

extension EndToEnd {
  /// Patroni, which keeps PostgreSQL servers in order with nothing but the API: locks and state in annotations of
  /// Endpoints, roles in labels of pods, a service without a selector whose Endpoints follow the primary.
  ///
  /// Only as root: PostgreSQL refuses to run as root, which is the one user that an ordinary user's pods have.
  @Suite("Patroni", .enabled(if: geteuid() == 0, "PostgreSQL does not run as an ordinary user's one user in pods"))
  struct PatroniTests {
    @Test("Three PostgreSQL servers elect a primary, and another one when it is deleted; the service follows")
    func failover() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let applied = try await cluster.kubectl("apply", "-f", "-", input: Self.manifest)
        try #require(applied.status == 0, "\(applied)")
        let first = try await eventually("a primary and two replicas are ready") { try await primary(of: cluster) }
        let created = try await sql(cluster, on: first, "CREATE TABLE t (n int); INSERT INTO t VALUES (1)")
        #expect(created.status == 0, "\(created)")
        let mirrored = try await cluster.kubectl(
          "get", "endpointslices", "-l",
          "kubernetes.io/service-name=demo,endpointslice.kubernetes.io/managed-by=endpointslicemirroring-controller.k8s.io",
          "-o", "jsonpath={.items[*].endpoints[*].targetRef.name}{.items[*].endpoints[*].addresses[0]}")
        let address = try await cluster.kubectl("get", "pod", first, "-o", "jsonpath={.status.podIP}")
        #expect(mirrored.output.hasSuffix(address.output), "\(mirrored)")

        // The lock outlasts a control plane that is killed.
        try await cluster.killControlPlane()
        #expect(try await eventually("they are ready") { try await primary(of: cluster) } == first)

        let deletion = try await cluster.kubectl("delete", "pod", first)
        #expect(deletion.status == 0, "\(deletion)")
        let second = try await eventually("another primary and two replicas are ready") {
          try await primary(of: cluster).flatMap { $0 == first ? nil : $0 }
        }
        // By the service, from the pod that was the primary.
        _ = try await eventually("the service leads to the new primary") {
          try await sql(cluster, on: first, "INSERT INTO t VALUES (2)").status == 0 ? true : nil
        }
        let rows = try await sql(cluster, on: second, "SELECT count(DISTINCT n) FROM t")
        #expect(rows.output == "2\n", "\(rows)")
        let streaming = try await eventually("both replicas follow") {
          let count = try await sql(cluster, on: second, "SELECT count(*) FROM pg_stat_replication")
          return count.output == "2\n" ? count : nil
        }
        #expect(streaming.status == 0)
      }
    }

    /// The primary, once all three are ready and there is exactly one.
    private func primary(of cluster: Cluster) async throws -> String? {
      let pods = try await cluster.kubectl("get", "pods", "-l", "cluster-name=demo", "-L", "role", "--no-headers").table
      let ready = pods.filter { $0.count > 1 && $0[1] == "1/1" }
      let primaries = ready.filter { $0.last == "primary" }
      guard ready.count == 3, primaries.count == 1, ready.filter({ $0.last == "replica" }).count == 2 else {
        return nil
      }
      return primaries[0][0]
    }

    /// What the server behind the service answers to a pod.
    private func sql(_ cluster: Cluster, on pod: String, _ statement: String) async throws -> CommandResult {
      try await cluster.kubectl(
        "exec", pod, "--", "env", "PGPASSWORD=secret", "PGCONNECT_TIMEOUT=5", "psql", "-h", "demo", "-U", "postgres",
        "-qtA", "-c", statement)
    }

    /// What Patroni's documentation has one apply, with its programs from this machine.
    private static let manifest = """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: patroni}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: patroni}
      rules:
        - {apiGroups: [""], resources: [endpoints], verbs: [create, get, list, patch, update, watch, deletecollection]}
        - {apiGroups: [""], resources: [pods], verbs: [get, list, patch, update, watch]}
        - {apiGroups: [""], resources: [services], verbs: [create]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: patroni}
      subjects: [{kind: ServiceAccount, name: patroni}]
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: patroni}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: demo, labels: {application: patroni, cluster-name: demo}}
      spec: {ports: [{port: 5432, targetPort: 5432}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: demo-config, labels: {application: patroni, cluster-name: demo}}
      spec: {clusterIP: None}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: patroni}
      data:
        patroni.yml: |
          bootstrap:
            dcs: {loop_wait: 1, retry_timeout: 3, ttl: 20, postgresql: {use_pg_rewind: true}}
            initdb: [{auth-host: md5}, {auth-local: trust}, {encoding: UTF8}, {locale: C}]
            pg_hba: [host all all 0.0.0.0/0 md5, host replication standby 0.0.0.0/0 md5]
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: demo, labels: {application: patroni, cluster-name: demo}}
      spec:
        replicas: 3
        serviceName: demo
        podManagementPolicy: Parallel
        selector: {matchLabels: {application: patroni, cluster-name: demo}}
        template:
          metadata: {labels: {application: patroni, cluster-name: demo}}
          spec:
            serviceAccountName: patroni
            securityContext: {runAsUser: 1000, fsGroup: 1000}
            terminationGracePeriodSeconds: 10
            containers:
              - name: demo
                image: python:3
                command: [python3, -m, patroni, /etc/patroni/patroni.yml]
                readinessProbe: {httpGet: {path: /readiness, port: 8008}, periodSeconds: 1}
                env:
                  - {name: PYTHONPATH, value: /opt/patroni}
                  - {name: PATH, value: "/opt/postgres/pgserver/pginstall/bin:/usr/local/bin:/usr/bin:/bin"}
                  - {name: HOME, value: /home/db}
                  - {name: PATRONI_KUBERNETES_POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                  - {name: PATRONI_KUBERNETES_NAMESPACE, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
                  - {name: PATRONI_KUBERNETES_USE_ENDPOINTS, value: "true"}
                  - {name: PATRONI_KUBERNETES_LABELS, value: "{application: patroni, cluster-name: demo}"}
                  - {name: PATRONI_SUPERUSER_USERNAME, value: postgres}
                  - {name: PATRONI_SUPERUSER_PASSWORD, value: secret}
                  - {name: PATRONI_REPLICATION_USERNAME, value: standby}
                  - {name: PATRONI_REPLICATION_PASSWORD, value: secret}
                  - {name: PATRONI_SCOPE, value: demo}
                  - {name: PATRONI_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                  - {name: PATRONI_POSTGRESQL_DATA_DIR, value: /home/db/data}
                  - {name: PATRONI_POSTGRESQL_PGPASS, value: /home/db/pgpass}
                  - {name: PATRONI_POSTGRESQL_LISTEN, value: "0.0.0.0:5432"}
                  - {name: PATRONI_POSTGRESQL_CONNECT_ADDRESS, value: "$(PATRONI_KUBERNETES_POD_IP):5432"}
                  - {name: PATRONI_RESTAPI_LISTEN, value: "0.0.0.0:8008"}
                  - {name: PATRONI_RESTAPI_CONNECT_ADDRESS, value: "$(PATRONI_KUBERNETES_POD_IP):8008"}
                volumeMounts:
                  - {name: patroni, mountPath: /opt/patroni, readOnly: true}
                  - {name: postgres, mountPath: /opt/postgres, readOnly: true}
                  - {name: home, mountPath: /home/db}
                  - {name: config, mountPath: /etc/patroni}
            volumes:
              - {name: patroni, hostPath: {path: "\(Machine.tools ?? "")/patroni"}}
              - {name: postgres, hostPath: {path: "\(Machine.tools ?? "")/postgres"}}
              - {name: home, emptyDir: {}}
              - {name: config, configMap: {name: patroni}}
      """
  }
}
