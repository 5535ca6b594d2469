import Testing

@testable import KubeModel

@Suite("Server-side apply")
struct ServerSideApplyTests {
  private func manager(_ name: String, at seconds: Int64 = 0) -> FieldOwnership {
    FieldOwnership(
      manager: name, apiVersion: "apps/v1", time: Timestamp(seconds: seconds), schema: TestSchema.workload)
  }

  private func configuration(replicas: Int64? = nil, image: String = "web:1", extra: JSONValue? = nil) -> JSONValue {
    var spec: JSONValue = ["containers": [["name": "web", "image": .string(image)]]]
    spec["replicas"] = replicas.map(JSONValue.integer)
    var object: JSONValue = ["apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "web"], "spec": spec]
    if let extra { object = MergePatch.apply(extra, to: object) }
    return object
  }

  private func owners(_ object: JSONValue) -> [String: JSONValue] {
    var result: [String: JSONValue] = [:]
    for entry in object["metadata"]?["managedFields"]?.arrayValue ?? [] {
      result["\(entry["manager"]?.stringValue ?? "") \(entry["operation"]?.stringValue ?? "")"] = entry["fieldsV1"]
    }
    return result
  }

  @Test("The first apply makes the object and owns what it names")
  func create() throws {
    let object = try manager("helm").apply(configuration(replicas: 3), to: nil, force: false)
    #expect(object["spec"]?["replicas"] == 3)
    #expect(
      owners(object) == [
        "helm Apply": [
          "f:spec": [
            "f:containers": [#"k:{"name":"web"}"#: [".": [:], "f:image": [:], "f:name": [:]]], "f:replicas": [:],
          ]
        ]
      ])
  }

  @Test("Another value for a field that somebody else owns is a conflict, unless forced")
  func conflict() throws {
    let object = try manager("helm").apply(configuration(replicas: 3), to: nil, force: false)
    let error = #expect(throws: StatusError.self) {
      try manager("kubectl").apply(configuration(replicas: 5), to: object, force: false)
    }
    #expect(error?.code == 409)
    #expect(error?.message == #"Apply failed with 1 conflict: conflict with "helm": .spec.replicas"#)
    #expect(error?.details?.causes.first?.reason == "FieldManagerConflict")

    let forced = try manager("kubectl").apply(configuration(replicas: 5), to: object, force: true)
    #expect(forced["spec"]?["replicas"] == 5)
    #expect(owners(forced)["helm Apply"]?[path: "f:spec", "f:replicas"] == nil)
    #expect(owners(forced)["kubectl Apply"]?[path: "f:spec", "f:replicas"] == [:])
  }

  @Test("The same value is shared, and stays while one owner is left")
  func sharing() throws {
    var object = try manager("helm").apply(configuration(replicas: 3), to: nil, force: false)
    object = try manager("kubectl").apply(configuration(replicas: 3), to: object, force: false)
    object = try manager("helm").apply(configuration(), to: object, force: false)
    #expect(object["spec"]?["replicas"] == 3)
    object = try manager("kubectl").apply(configuration(), to: object, force: false)
    #expect(object["spec"]?["replicas"] == nil)
    #expect(object["spec"]?["containers"]?.arrayValue?.count == 1)
  }

  @Test("The order in which a client writes the members of an atomic list's elements is no conflict")
  func order() throws {
    let kind = CustomResourceDefinition.groupVersionKind
    func manager(_ name: String) -> FieldOwnership {
      FieldOwnership(
        manager: name, apiVersion: "apiextensions.k8s.io/v1", time: Timestamp(seconds: 0),
        schema: KubernetesTable.builtin.mergeSchema(of: kind))
    }
    func definition(_ version: JSONValue) -> JSONValue {
      ["apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": ["versions": [version]]]
    }
    let first = definition(["name": "v1", "served": true, "storage": true])
    let again = definition(["storage": true, "served": true, "name": "v1"])
    let object = try manager("helm").apply(first, to: nil, force: false)
    let shared = try manager("kubectl").apply(again, to: object, force: false)
    #expect(owners(shared).keys.sorted() == ["helm Apply", "kubectl Apply"])
    let other = definition(["storage": true, "served": false, "name": "v1"])
    let error = #expect(throws: StatusError.self) { try manager("kubectl").apply(other, to: object, force: false) }
    #expect(error?.message == #"Apply failed with 1 conflict: conflict with "helm": .spec.versions"#)
  }

  @Test("An update takes ownership, and an apply over it conflicts with it")
  func updates() throws {
    let applied = try manager("helm").apply(configuration(replicas: 3), to: nil, force: false)
    var updated = MergePatch.apply(["spec": ["replicas": 7]], to: applied)
    manager("kubectl-scale", at: 9).recordUpdate(from: applied, to: &updated)
    #expect(owners(updated)["kubectl-scale Update"] == ["f:spec": ["f:replicas": [:]]])
    #expect(owners(updated)["helm Apply"]?[path: "f:spec", "f:replicas"] == nil)
    let error = #expect(throws: StatusError.self) {
      try manager("helm").apply(configuration(replicas: 3), to: updated, force: false)
    }
    #expect(
      error?.message == #"Apply failed with 1 conflict: conflict with "kubectl-scale" using apps/v1: .spec.replicas"#)
  }

  @Test("List elements and map entries that are no longer applied go, and others' stay")
  func pruning() throws {
    let labels: JSONValue = ["metadata": ["labels": ["mine": "1"]]]
    var object = try manager("helm").apply(configuration(extra: labels), to: nil, force: false)
    let theirs: JSONValue = [
      "metadata": ["name": "web", "labels": ["theirs": "2"]], "spec": ["containers": [["name": "side", "image": "s"]]],
    ]
    object = try manager("other").apply(theirs, to: object, force: false)
    #expect(object["spec"]?["containers"]?.arrayValue?.count == 2)
    object = try manager("helm").apply(["metadata": ["name": "web"]], to: object, force: false)
    #expect(object["metadata"]?["labels"] == ["theirs": "2"])
    #expect(object["spec"]?["containers"] == [["name": "side", "image": "s"]])
  }

  @Test("What is no longer applied goes with the defaults in it, unless somebody else owns a part of it")
  func defaults() throws {
    func manager(_ name: String) -> FieldOwnership {
      let kind = GroupVersionKind(group: "apps", version: "v1", kind: "Deployment")
      return FieldOwnership(
        manager: name, apiVersion: "apps/v1", time: Timestamp(seconds: 0),
        schema: KubernetesTable.builtin.mergeSchema(of: kind))
    }
    func deployment(_ pod: String) throws -> JSONValue {
      let text = #"{"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": "# + pod + "}}}"
      return try JSONValue(parsing: Array(text.utf8))
    }
    func pod(_ object: JSONValue) -> JSONValue? { object[path: "spec", "template", "spec"] }
    let before = try deployment(
      #"""
      {"initContainers": [{"name": "first", "image": "a"}], "volumes": [{"name": "v", "configMap": {"name": "c"}}],
       "containers": [{"name": "web", "image": "a", "livenessProbe": {"exec": {"command": ["true"]}}}]}
      """#)
    let after = try deployment(#"{"containers": [{"name": "web", "image": "a"}]}"#)
    var live = try manager("helm").apply(before, to: nil, force: false)
    Defaulting.apply(to: &live, kind: GroupVersionKind(group: "apps", version: "v1", kind: "Deployment"))
    #expect(pod(live)?["volumes"]?.arrayValue?.first?[path: "configMap", "defaultMode"] == 420)
    let applied = pod(try manager("helm").apply(after, to: live, force: false))
    #expect(applied?["initContainers"] == nil && applied?["volumes"] == nil)
    #expect(applied?["containers"]?.arrayValue?.first?["livenessProbe"] == nil)

    // A part of a struct keeps it, a part of a list's element does not.
    let edit = try deployment(
      #"""
      {"initContainers": [{"name": "first", "image": "b"}], "volumes": [{"name": "v", "configMap": {"name": "c"}}],
       "containers": [{"name": "web", "image": "a",
                       "livenessProbe": {"exec": {"command": ["true"]}, "periodSeconds": 3}}]}
      """#)
    var edited = live
    edited["spec"] = edit["spec"]
    manager("editor").recordUpdate(from: live, to: &edited)
    let shared = pod(try manager("helm").apply(after, to: edited, force: false))
    #expect(shared?["initContainers"] == nil)
    #expect(shared?["containers"]?.arrayValue?.first?["livenessProbe"] == ["periodSeconds": 3])
  }

  @Test("Ports are told apart by number and protocol, whose default is TCP")
  func ports() throws {
    func ports(_ list: JSONValue) -> JSONValue {
      ["metadata": ["name": "web"], "spec": ["containers": [["name": "web", "ports": list]]]]
    }
    var object = try manager("a").apply(ports([["containerPort": 53, "protocol": "TCP"]]), to: nil, force: false)
    object = try manager("b").apply(
      ports([["containerPort": 53, "name": "dns"], ["containerPort": 53, "protocol": "UDP"]]), to: object, force: false)
    #expect(
      object["spec"]?["containers"]?.arrayValue?.first?["ports"] == [
        ["containerPort": 53, "protocol": "TCP", "name": "dns"], ["containerPort": 53, "protocol": "UDP"],
      ])
  }

  @Test("An apply that changes nothing leaves the record as it is")
  func unchanged() throws {
    let first = try manager("helm", at: 1).apply(configuration(replicas: 3), to: nil, force: false)
    let second = try manager("helm", at: 2).apply(configuration(replicas: 3), to: first, force: false)
    #expect(second == first)
  }

  @Test("A configuration with managedFields is refused")
  func managedFields() {
    #expect(throws: StatusError.self) {
      try manager("helm").apply(["metadata": ["managedFields": []]], to: nil, force: false)
    }
  }

  @Test("FieldsV1 reads back as it was written")
  func fieldsV1() throws {
    let json: JSONValue = [
      "f:metadata": ["f:labels": [".": [:], "f:a": [:]], "f:finalizers": [#"v:"x""#: [:]]],
      "f:spec": ["f:ports": [#"k:{"port":80,"protocol":"TCP"}"#: [".": [:], "f:port": [:]]], "f:list": ["i:0": [:]]],
    ]
    let set = try #require(FieldSet(json: json))
    #expect(FieldSet(json: set.json) == set)
    #expect(set.subtracting(set).isEmpty)
    #expect(set.intersection(set) == set)
    #expect(FieldSet(json: ["nonsense": [:]]) == nil)
  }
}
