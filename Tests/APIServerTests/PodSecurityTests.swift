import APIServer
import KubeClient
import KubeModel
import NIOHTTP1
import OrderedCollections
import Testing

@Suite("Pod security")
struct PodSecurityTests {
  private func namespace(_ client: InProcessKubeClient, _ labels: [String: String]) async throws {
    var namespace = Namespace(name: "team")
    for (mode, value) in labels { namespace.metadata.labels["pod-security.kubernetes.io/\(mode)"] = value }
    try await client.create(namespace)
  }

  private func pod(_ name: String, _ spec: JSONValue = .emptyObject, container: JSONValue = .emptyObject) -> Pod {
    var main: JSONValue = ["name": "main", "image": "busybox"]
    for (key, value) in container.objectValue ?? [:] { main[key] = value }
    var pod = Pod(name: name, namespace: "team")
    pod.json["spec"] = ["containers": [main]]
    for (key, value) in spec.objectValue ?? [:] { pod.json["spec"]?[key] = value }
    return pod
  }

  private func refusal(_ client: InProcessKubeClient, _ pod: Pod) async throws -> String? {
    do {
      try await client.create(pod)
      return nil
    } catch let error as StatusError {
      #expect(error.code == 403)
      return error.message
    }
  }

  @Test("Restricted namespaces refuse pods that do not say that they are harmless, in Kubernetes' words")
  func restricted() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await namespace(client, ["enforce": "restricted"])
    #expect(
      try await refusal(client, pod("plain"))
        == "pods \"plain\" is forbidden: violates PodSecurity \"restricted:latest\": "
        + "allowPrivilegeEscalation != false (container \"main\" must set "
        + "securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"main\" must set "
        + "securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or container \"main\" must set "
        + "securityContext.runAsNonRoot=true), seccompProfile (pod or container \"main\" must set "
        + "securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")")
    let harmless = pod(
      "harmless", ["securityContext": ["runAsNonRoot": true, "seccompProfile": ["type": "RuntimeDefault"]]],
      container: ["securityContext": ["allowPrivilegeEscalation": false, "capabilities": ["drop": ["ALL"]]]])
    #expect(try await refusal(client, harmless) == nil)
    var mounting = harmless
    mounting.metadata.name = "mounting"
    mounting.json["spec"]?["volumes"] = [["name": "host", "hostPath": ["path": "/tmp"]]]
    #expect(
      try await refusal(client, mounting)
        == "pods \"mounting\" is forbidden: violates PodSecurity \"restricted:latest\": "
        + "restricted volume types (volume \"host\" uses restricted volume type \"hostPath\")")
  }

  @Test("Baseline namespaces refuse what reaches for the host")
  func baseline() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await namespace(client, ["enforce": "baseline", "enforce-version": "v1.30"])
    #expect(try await refusal(client, pod("plain")) == nil)
    let reaching = pod(
      "reaching", ["hostNetwork": true, "hostPID": true],
      container: [
        "ports": [["containerPort": 80, "hostPort": 80]],
        "securityContext": ["privileged": true, "capabilities": ["add": ["SYS_ADMIN", "KILL"]]],
      ])
    #expect(
      try await refusal(client, reaching)
        == "pods \"reaching\" is forbidden: violates PodSecurity \"baseline:v1.30\": non-default capabilities "
        + "(container \"main\" must not include \"SYS_ADMIN\" in securityContext.capabilities.add), host namespaces "
        + "(hostNetwork=true, hostPID=true), hostPort (container \"main\" uses hostPort 80), privileged "
        + "(container \"main\" must not set securityContext.privileged=true)")
  }

  @Test("Warnings are given for pods and for the templates of workloads, and for pods that are there already")
  func warnings() async throws {
    try await TestAPI.with { api in
      try await namespace(api.client, ["warn": "baseline"])
      let template: JSONValue = [
        "metadata": ["labels": ["a": "b"]],
        "spec": ["hostNetwork": true, "containers": [["name": "main", "image": "one"]]],
      ]
      let deployment = try await api.send(
        .POST, "/apis/apps/v1/namespaces/team/deployments",
        [
          "metadata": ["name": "d"], "spec": ["selector": ["matchLabels": ["a": "b"]], "template": template],
        ])
      #expect(deployment.code == 201)
      #expect(
        deployment.warnings == [
          "299 - \"would violate PodSecurity \\\"baseline:latest\\\": host namespaces (hostNetwork=true)\""
        ])
      let pod = try await api.send(
        .POST, "/api/v1/namespaces/team/pods", ["metadata": ["name": "p"], "spec": template["spec"] ?? .null])
      #expect(pod.code == 201 && pod.warnings.count == 1)
      let stricter = try await api.send(
        .PATCH, "/api/v1/namespaces/team",
        ["metadata": ["labels": ["pod-security.kubernetes.io/enforce": "baseline"]]],
        contentType: "application/merge-patch+json")
      #expect(
        stricter.warnings == [
          "299 - \"existing pods in namespace \\\"team\\\" violate the new PodSecurity enforce level "
            + "\\\"baseline:latest\\\"\"", "299 - \"p: host namespaces\"",
        ])
    }
  }

  @Test("Labels that name no level or version are refused")
  func labels() async throws {
    let client = try await InProcessKubeClient.inMemory()
    do {
      try await namespace(client, ["enforce": "strict", "warn-version": "2"])
      Issue.record("the labels were taken")
    } catch let error as StatusError {
      #expect(
        error.message
          == "Namespace \"team\" is invalid: [metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "
          + "\"strict\": must be one of privileged, baseline, restricted, "
          + "metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: \"2\": must be \"latest\" or "
          + "\"v1.x\"]")
    }
  }
}
