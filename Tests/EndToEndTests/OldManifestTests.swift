import Foundation
import Testing

extension EndToEnd {
  /// Manifests as charts of the year 2020 had them, sent by kubectl of that time and of today.
  @Suite("Manifests of dropped versions")
  struct OldManifestTests {
    /// A chart's objects in the versions that it could choose from in 2020.
    private static let manifests = """
      apiVersion: rbac.authorization.k8s.io/v1beta1
      kind: Role
      metadata: {name: old}
      rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1beta1
      kind: RoleBinding
      metadata: {name: old}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: old}
      subjects: [{kind: ServiceAccount, name: default, namespace: default}]
      ---
      apiVersion: policy/v1beta1
      kind: PodDisruptionBudget
      metadata: {name: old}
      spec: {maxUnavailable: 1, selector: {matchLabels: {app: old}}}
      ---
      apiVersion: extensions/v1beta1
      kind: Ingress
      metadata: {name: old}
      spec:
        rules:
        - host: old.example
          http: {paths: [{path: /, backend: {serviceName: old, servicePort: http}}]}
      ---
      apiVersion: apps/v1beta1
      kind: StatefulSet
      metadata: {name: old}
      spec:
        serviceName: old
        replicas: 0
        template:
          metadata: {labels: {app: old}}
          spec: {containers: [{name: main, image: busybox, command: [sleep, "3600"]}]}
      ---
      apiVersion: extensions/v1beta1
      kind: Deployment
      metadata: {name: old}
      spec:
        template:
          metadata: {labels: {app: old-web}}
          spec:
            terminationGracePeriodSeconds: 0
            containers: [{name: main, image: busybox, command: [sleep, "3600"]}]
      ---
      apiVersion: batch/v1beta1
      kind: CronJob
      metadata: {name: old}
      spec:
        schedule: "0 0 1 1 *"
        jobTemplate:
          spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}}}
      ---
      apiVersion: autoscaling/v1
      kind: HorizontalPodAutoscaler
      metadata: {name: old}
      spec:
        maxReplicas: 3
        targetCPUUtilizationPercentage: 70
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: old}
      ---
      apiVersion: scheduling.k8s.io/v1beta1
      kind: PriorityClass
      metadata: {name: old}
      value: 5
      ---
      apiVersion: storage.k8s.io/v1beta1
      kind: StorageClass
      metadata: {name: old}
      provisioner: example.com/old
      """

    private static let custom = """
      apiVersion: apiextensions.k8s.io/v1beta1
      kind: CustomResourceDefinition
      metadata: {name: olds.example.com}
      spec:
        group: example.com
        version: v1
        scope: Namespaced
        names: {plural: olds, singular: old, kind: Old, shortNames: [od]}
        additionalPrinterColumns: [{name: Size, type: integer, JSONPath: .spec.size}]
        validation:
          openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}
      """

    @Test("They are applied, shown, compared, changed and deleted", arguments: ["v20", "v33"])
    func apply(tools: String) async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let first = try await kubectl(cluster, tools, "apply -f -", input: Self.manifests)
        try #require(first.status == 0, "\(first)")
        #expect(first.output.split(separator: "\n").allSatisfy { $0.hasSuffix(" created") }, "\(first)")
        #expect(
          first.errors.contains(
            "Warning: policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+, unavailable in v1.25+; use policy/v1 "
              + "PodDisruptionBudget"), "\(first)")
        let again = try await kubectl(cluster, tools, "apply -f -", input: Self.manifests)
        // kubectl replaces a budget's selector whole each time, and an ingress' paths since they have a default.
        let replaced = ["poddisruptionbudget", "ingress"]
        let others = again.output.split(separator: "\n").filter { line in
          !replaced.contains { line.hasPrefix($0) }
        }
        #expect(again.status == 0 && others.allSatisfy { $0.hasSuffix(" unchanged") }, "\(again)")
        let same = try await kubectl(cluster, tools, "diff -f -", input: Self.manifests)
        #expect(same.status == 0 && same.output.isEmpty, "\(same)")
        let changed = Self.manifests.replacing("servicePort: http", with: "servicePort: 8080")
        let difference = try await kubectl(cluster, tools, "diff -f -", input: changed)
        #expect(difference.status == 1 && difference.output.contains("+          servicePort: 8080"), "\(difference)")
        let configured = try await kubectl(cluster, tools, "apply -f -", input: changed)
        #expect(configured.output.contains("ingress.extensions/old configured"), "\(configured)")
        try await checkStored(cluster, tools)
        let explained = try await kubectl(cluster, tools, "explain ingress.spec --api-version=extensions/v1beta1")
        #expect(explained.output.contains("backend"), "\(explained)")
        let deletion = try await kubectl(cluster, tools, "delete -f -", input: Self.manifests)
        #expect(deletion.status == 0, "\(deletion)")
      }
    }

    /// What became of the objects in today's versions.
    private func checkStored(_ cluster: Cluster, _ tools: String) async throws {
      let port = "{.spec.rules[0].http.paths[0].backend.service.port.number} {.spec.rules[0].http.paths[0].pathType}"
      for (object, path, expected) in [
        ("ingresses.v1.networking.k8s.io/old", port, "8080 ImplementationSpecific"),
        ("ingresses/old", "{.apiVersion}", "networking.k8s.io/v1"),
        ("statefulset/old", "{.spec.updateStrategy.type} {.spec.selector.matchLabels.app}", "OnDelete old"),
        ("deployment/old", "{.spec.strategy.rollingUpdate.maxSurge} {.metadata.labels.app}", "1 old-web"),
        ("hpa/old", "{.apiVersion} {.spec.metrics[0].resource.target.averageUtilization}", "autoscaling/v2 70"),
        ("pdb/old", "{.apiVersion}", "policy/v1"),
      ] {
        let answer = try await run(
          cluster.user.prefix
            + [
              "\(Machine.tools ?? "")/v33/kubectl", "--context", cluster.profile, "get", object, "-o",
              "jsonpath=\(path)",
            ],
          environment: cluster.environment)
        #expect(answer.output == expected, "\(answer)")
      }
      let rollout = try await cluster.kubectl("rollout", "status", "deployment/old", "--timeout=60s")
      #expect(rollout.status == 0, "\(rollout)")
    }

    @Test("A definition of custom resources of that time serves them", arguments: ["v20", "v33"])
    func customResources(tools: String) async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let definition = try await kubectl(cluster, tools, "apply -f -", input: Self.custom)
        try #require(definition.status == 0, "\(definition)")
        let established = try await kubectl(
          cluster, tools, "wait --for=condition=Established crd/olds.example.com --timeout=30s")
        #expect(established.status == 0, "\(established)")
        let object = """
          apiVersion: example.com/v1
          kind: Old
          metadata: {name: one}
          spec: {size: 3, more: kept}
          """
        let created = try await kubectl(cluster, tools, "apply -f -", input: object)
        try #require(created.status == 0, "\(created)")
        let table = try await kubectl(cluster, tools, "get od")
        #expect(table.table == [["NAME", "SIZE"], ["one", "3"]], "\(table)")
        let more = try await kubectl(cluster, tools, "get od one -o jsonpath={.spec.more}")
        #expect(more.output == "kept", "v1beta1 keeps fields that no schema names: \(more)")
      }
    }

    private func kubectl(
      _ cluster: Cluster, _ tools: String, _ arguments: String, input: String = ""
    ) async throws -> CommandResult {
      let program = "\(Machine.tools ?? "")/\(tools)/kubectl"
      return try await run(
        cluster.user.prefix + [program, "--context", cluster.profile]
          + arguments.split(separator: " ").map(String.init),
        environment: cluster.environment, input: input)
    }
  }
}
