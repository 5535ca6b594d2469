import KubeModel
import OrderedCollections
import Testing

@Suite("Validation")
struct ValidationTests {
  /// A pod that nothing is wrong with.
  private static let pod: JSONValue = [
    "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "web", "namespace": "default"],
    "spec": ["containers": [["name": "main", "image": "busybox"]]],
  ]

  private static let deployment: JSONValue = [
    "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "x", "namespace": "default"],
    "spec": [
      "replicas": 1, "selector": ["matchLabels": ["app": "x"]],
      "template": [
        "metadata": ["labels": ["app": "x"]],
        "spec": ["containers": [["name": "main", "image": "busybox"]], "restartPolicy": "Always"],
      ],
    ],
  ]

  private func kind(_ object: JSONValue) throws -> GroupVersionKind {
    let parts = (object["apiVersion"]?.stringValue ?? "").split(separator: "/").map(String.init)
    return GroupVersionKind(
      group: parts.count == 2 ? parts[0] : "", version: parts.last ?? "", kind: object["kind"]?.stringValue ?? "")
  }

  /// An object with the fields and defaults that it has in the API.
  private func complete(_ object: JSONValue) throws -> JSONValue {
    var object = try KubernetesTable.builtin.normalize(object, as: try kind(object)).object
    Defaulting.apply(to: &object, kind: try kind(object))
    return object
  }

  /// What is wrong, one text for each cause.
  private func problems(_ object: JSONValue, old: JSONValue? = nil) throws -> [String] {
    Validation.causes(try complete(object), old: try old.map(complete), kind: try kind(object))
      .map { "\($0.field ?? ""): \($0.message)" }
  }

  private func changed(_ object: JSONValue, _ patch: String) throws -> JSONValue {
    MergePatch.apply(try JSONValue(parsing: patch), to: object)
  }

  @Test("What is in order is not complained of")
  func valid() throws {
    #expect(try problems(Self.pod).isEmpty)
    #expect(try problems(Self.deployment).isEmpty)
    #expect(try problems(Self.deployment, old: Self.deployment).isEmpty)
  }

  @Test(
    "Wrong pods",
    arguments: [
      (
        #"{"metadata": {"name": "Web"}}"#,
        "metadata.name: Invalid value: \"Web\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
          + " characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex "
          + #"used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"#
      ),
      (
        #"{"metadata": {"labels": {"a": "b c"}}}"#,
        "metadata.labels: Invalid value: \"b c\": a valid label must be an empty string or consist of alphanumeric "
          + "characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or "
          + "'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
      ),
      (#"{"spec": {"containers": []}}"#, "spec.containers: Required value"),
      (#"{"spec": {"containers": [{"name": "a"}]}}"#, "spec.containers[0].image: Required value"),
      (
        #"{"spec": {"containers": [{"name": "a", "image": "i"}, {"name": "a", "image": "i"}]}}"#,
        #"spec.containers[1].name: Duplicate value: "a""#
      ),
      (
        #"{"spec": {"containers": [{"name": "a", "image": "i", "volumeMounts": [{"name": "v", "mountPath": "/v"}]}]}}"#,
        #"spec.containers[0].volumeMounts[0].name: Not found: "v""#
      ),
      (
        #"{"spec": {"containers": [{"name": "a", "image": "i", "ports": [{"containerPort": 70000}]}]}}"#,
        "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive"
      ),
      (
        #"{"spec": {"restartPolicy": "Sometimes"}}"#,
        #"spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never""#
      ),
      (
        """
        {"spec": {"containers": [{"name": "a", "image": "i",
         "resources": {"limits": {"cpu": "1"}, "requests": {"cpu": "2"}}}]}}
        """,
        #"spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1"#
      ),
      (
        #"{"spec": {"volumes": [{"name": "v", "hostPath": {}}]}}"#, "spec.volumes[0].hostPath.path: Required value"
      ),
      (
        #"{"spec": {"containers": [{"name": "a", "image": "i", "readinessProbe": {"periodSeconds": 1}}]}}"#,
        "spec.containers[0].readinessProbe: Required value: must specify a handler type"
      ),
    ] as [(String, String)])
  func pods(patch: String, problem: String) throws {
    #expect(try problems(changed(Self.pod, patch)) == [problem])
  }

  @Test(
    "Wrong workloads",
    arguments: [
      (#"{"spec": {"replicas": -1}}"#, "spec.replicas: Invalid value: -1: must be greater than or equal to 0"),
      (
        #"{"spec": {"template": {"metadata": {"labels": {"app": "y"}}}}}"#,
        #"spec.template.metadata.labels: Invalid value: {"app":"y"}: `selector` does not match template `labels`"#
      ),
      (
        #"{"spec": {"template": {"spec": {"restartPolicy": "Never"}}}}"#,
        #"spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always""#
      ),
      (
        #"{"spec": {"strategy": {"rollingUpdate": {"maxSurge": 0, "maxUnavailable": "0%"}}}}"#,
        #"spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0"#
      ),
    ] as [(String, String)])
  func workloads(patch: String, problem: String) throws {
    #expect(try problems(changed(Self.deployment, patch)) == [problem])
  }

  @Test(
    "Fields that stay as they were made, and fields that may change",
    arguments: [
      ("Deployment", #"{"spec": {"replicas": 3}}"#, nil),
      (
        "Deployment",
        #"{"spec": {"selector": {"matchLabels": {"b": "c"}}, "template": {"metadata": {"labels": {"b": "c"}}}}}"#,
        #"spec.selector: Invalid value: {"matchLabels":{"app":"x","b":"c"}}: field is immutable"#
      ),
      ("StatefulSet", #"{"spec": {"replicas": 3, "updateStrategy": {"type": "OnDelete"}}}"#, nil),
      (
        "StatefulSet", #"{"spec": {"serviceName": "other"}}"#,
        "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
          + "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' "
          + "are forbidden"
      ),
    ] as [(String, String, String?)])
  func updates(kind: String, patch: String, problem: String?) throws {
    var old = Self.deployment
    old["kind"] = .string(kind)
    #expect(try problems(changed(old, patch), old: old) == (problem.map { [$0] } ?? []))
  }

  @Test("A pod's containers keep all but their images")
  func podUpdate() throws {
    let image = try changed(Self.pod, #"{"spec": {"containers": [{"name": "main", "image": "other"}]}}"#)
    #expect(try problems(image, old: Self.pod).isEmpty)
    let command = try changed(
      Self.pod, #"{"spec": {"containers": [{"name": "main", "image": "busybox", "command": ["x"]}]}}"#)
    let found = try problems(command, old: Self.pod)
    #expect(found.count == 1 && found[0].hasPrefix("spec: Forbidden: pod updates may not change fields other than "))
  }

  @Test("The order of members is no change")
  func order() throws {
    let old = try JSONValue(parsing: #"{"a": 1, "b": [{"c": 2, "d": 3}]}"#)
    #expect(try old.isSame(as: JSONValue(parsing: #"{"b": [{"d": 3, "c": 2}], "a": 1}"#)))
    #expect(try !old.isSame(as: JSONValue(parsing: #"{"b": [{"d": 3, "c": 4}], "a": 1}"#)))
    #expect(try !old.isSame(as: JSONValue(parsing: #"{"a": 1}"#)))
  }

  @Test("Content that was declared immutable")
  func immutableContent() throws {
    let old: JSONValue = [
      "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "c"], "immutable": true, "data": ["a": "b"],
    ]
    let new = try changed(old, #"{"data": {"a": "c"}}"#)
    #expect(try problems(new, old: old) == ["data: Forbidden: field is immutable when `immutable` is set"])
  }
}
