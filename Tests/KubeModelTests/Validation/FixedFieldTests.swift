import KubeModel
import Testing

@Suite("Fields that do not change, and kinds of the network and of scaling")
struct FixedFieldTests {
  private func problems(_ group: String, _ kind: String, _ object: JSONValue, old: JSONValue? = nil) -> [String] {
    Validation.causes(object, old: old, kind: GroupVersionKind(group: group, version: "v1", kind: kind))
      .map { "\($0.field ?? ""): \($0.message)" }
  }

  @Test(
    "A field that is fixed is refused another value",
    arguments: [
      ("networking.k8s.io", "IngressClass", "spec.controller"), ("discovery.k8s.io", "EndpointSlice", "addressType"),
      ("node.k8s.io", "RuntimeClass", "handler"), ("storage.k8s.io", "VolumeAttributesClass", "driverName"),
      ("apps", "ControllerRevision", "data"),
    ])
  func fixed(group: String, kind: String, field: String) {
    func object(_ value: JSONValue) -> JSONValue {
      let members = field.split(separator: ".").map(String.init).reversed()
      return members.reduce(value) { inner, name in
        var outer = JSONValue.emptyObject
        outer[name] = inner
        return outer
      }
    }
    #expect(
      problems(group, kind, object("b"), old: object("a")) == ["\(field): Invalid value: \"b\": field is immutable"])
    #expect(problems(group, kind, object("a"), old: object("a")).isEmpty)
  }

  @Test("The source of a volume stays, and what is around it may change")
  func volume() {
    func volume(_ path: String, _ policy: String) -> JSONValue {
      [
        "spec": [
          "accessModes": ["ReadWriteOnce"], "capacity": ["storage": "1Gi"], "hostPath": ["path": .string(path)],
          "persistentVolumeReclaimPolicy": .string(policy),
        ]
      ]
    }
    #expect(problems("", "PersistentVolume", volume("/a", "Delete"), old: volume("/a", "Retain")).isEmpty)
    #expect(
      problems("", "PersistentVolume", volume("/b", "Retain"), old: volume("/a", "Retain")) == [
        "spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation"
      ])
  }

  @Test(
    "Wrong ingresses",
    arguments: [
      ("{}", "spec: Invalid value: []: either `defaultBackend` or `rules` must be specified"),
      (
        #"{"defaultBackend": {"service": {"name": "a"}}}"#,
        "spec.defaultBackend: Required value: port name or number is required"
      ),
      (#"{"defaultBackend": {}}"#, "spec.defaultBackend: Required value: must specify one of service or resource"),
      (
        #"{"rules": [{"http": {"paths": [{"path": "a", "pathType": "Exact", "backend": {"resource": {}}}]}}]}"#,
        "spec.rules[0].http.paths[0].path: Invalid value: \"a\": must be an absolute path"
      ),
      (
        #"{"rules": [{"http": {"paths": [{"path": "/", "backend": {"resource": {}}}]}}]}"#,
        "spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified"
      ),
    ])
  func ingress(spec: String, problem: String) throws {
    #expect(problems("networking.k8s.io", "Ingress", ["spec": try JSONValue(parsing: spec)]) == [problem])
  }

  @Test("An autoscaler needs a target and a range")
  func autoscaler() {
    let target: JSONValue = ["kind": "Deployment", "name": "a"]
    #expect(
      problems("autoscaling", "HorizontalPodAutoscaler", ["spec": ["maxReplicas": 1, "minReplicas": 2]]) == [
        "spec.maxReplicas: Invalid value: 1: must be greater than or equal to `minReplicas`",
        "spec.scaleTargetRef.kind: Required value", "spec.scaleTargetRef.name: Required value",
      ])
    #expect(
      problems("autoscaling", "HorizontalPodAutoscaler", ["spec": ["scaleTargetRef": target]]) == [
        "spec.maxReplicas: Invalid value: 0: must be greater than 0"
      ])
  }
}
