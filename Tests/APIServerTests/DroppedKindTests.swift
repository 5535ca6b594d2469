import APIServer
import KubeClient
import KubeModel
import NIOHTTP1
import Testing

/// What charts of years ago make, and Kubernetes of their time took.
@Suite("Kinds and versions that charts of years ago use")
struct DroppedKindTests {
  private let policy: JSONValue = [
    "apiVersion": "policy/v1beta1", "kind": "PodSecurityPolicy", "metadata": ["name": "narrow"],
    "spec": [
      "privileged": false, "volumes": ["configMap", "secret"], "hostPorts": [["min": 1, "max": 2]],
      "seLinux": ["rule": "RunAsAny"], "runAsUser": ["rule": "MustRunAsNonRoot"], "fsGroup": ["rule": "RunAsAny"],
      "supplementalGroups": ["rule": "MustRunAs", "ranges": [["min": 1, "max": 65_535]]],
    ],
  ]

  @Test("A PodSecurityPolicy is stored, read in both of its groups, and shown")
  func podSecurityPolicy() async throws {
    try await TestAPI.with { api in
      let path = "/apis/policy/v1beta1/podsecuritypolicies"
      let created = try await api.send(.POST, path + "?fieldValidation=Strict", policy)
      #expect(created.code == 201, "\(created)")
      #expect(
        created.headers["warning"] == [
          "299 - \"policy/v1beta1 PodSecurityPolicy is deprecated in v1.21+, unavailable in v1.25+\""
        ])
      #expect(created.body[path: "spec", "allowPrivilegeEscalation"] == true)
      let old = try await api.send(.GET, "/apis/extensions/v1beta1/podsecuritypolicies/narrow")
      #expect(old.body["apiVersion"] == "extensions/v1beta1")
      #expect(old.body[path: "metadata", "uid"] == created.body[path: "metadata", "uid"])
      #expect(old.body["spec"] == created.body["spec"])
      let table = try await api.send(
        .GET, path, headers: ["accept": "application/json;as=Table;v=v1;g=meta.k8s.io"])
      #expect(
        table.body["rows"]?.arrayValue?.first?["cells"] == [
          "narrow", "false", "", "RunAsAny", "MustRunAsNonRoot", "RunAsAny", "MustRunAs", "false", "configMap,secret",
        ])
      var wrong = policy
      wrong["metadata"] = ["name": "wrong"]
      wrong["spec"]?["fsGroup"] = ["rule": "Whatever"]
      let refused = try await api.send(.POST, path, wrong)
      #expect(refused.code == 422)
      #expect(
        refused.message.contains(
          #"spec.fsGroup.rule: Unsupported value: "Whatever": supported values: "MayRunAs", "MustRunAs", "RunAsAny""#),
        "\(refused)")
    }
  }

  @Test("An APIService of v1beta1 is that of v1")
  func apiService() async throws {
    try await TestAPI.with { api in
      let service: JSONValue = [
        "metadata": ["name": "v1.things.example"],
        "spec": [
          "service": ["name": "things", "namespace": "default"], "group": "things.example", "version": "v1",
          "insecureSkipTLSVerify": true, "groupPriorityMinimum": 100, "versionPriority": 100,
        ],
      ]
      let created = try await api.send(.POST, "/apis/apiregistration.k8s.io/v1beta1/apiservices", service)
      #expect(created.code == 201, "\(created)")
      let today = try await api.send(.GET, "/apis/apiregistration.k8s.io/v1/apiservices/v1.things.example")
      #expect(today.body["apiVersion"] == "apiregistration.k8s.io/v1")
      #expect(today.body[path: "spec", "service", "port"] == 443)
    }
  }

  @Test("A webhook of v1beta1 may leave open what it does; one of v1 may not, unless it was so before")
  func sideEffects() async throws {
    try await TestAPI.with { api in
      func configuration(_ more: JSONValue) -> JSONValue {
        let webhook: JSONValue = [
          "name": "a.example.org", "clientConfig": ["url": "https://127.0.0.1:1/"],
          "rules": [["operations": ["CREATE"], "apiGroups": ["x"], "apiVersions": ["v1"], "resources": ["things"]]],
        ]
        return ["metadata": ["name": "w"], "webhooks": [MergePatch.apply(more, to: webhook)]]
      }
      let resource = "validatingwebhookconfigurations"
      let group = "/apis/admissionregistration.k8s.io"
      let today: JSONValue = ["sideEffects": "Unknown", "admissionReviewVersions": ["v1"]]
      let refused = try await api.send(.POST, "\(group)/v1/\(resource)", configuration(today))
      #expect(refused.code == 422)
      #expect(refused.message.contains("webhooks[0].sideEffects: Unsupported value"), "\(refused)")
      let created = try await api.send(.POST, "\(group)/v1beta1/\(resource)", configuration(.emptyObject))
      #expect(created.code == 201, "\(created)")
      let webhook = try await api.send(.GET, "\(group)/v1/\(resource)/w").body["webhooks"]?.arrayValue?.first
      #expect(webhook?["sideEffects"] == "Unknown")
      #expect(webhook?["failurePolicy"] == "Ignore" && webhook?["timeoutSeconds"] == 30)
      let label = try await api.send(
        .PATCH, "\(group)/v1/\(resource)/w", ["metadata": ["labels": ["a": "b"]]],
        contentType: "application/merge-patch+json")
      #expect(label.code == 200, "\(label)")
    }
  }
}
