@testable import KubeModel

/// A hand-made schema for tests of patching.
struct TestSchema: MergeSchema {
  var topology = MergeTopology.granular
  var form = MergeForm.any
  var members: [String: TestSchema] = [:]
  var elements: [TestSchema] = []
  var isStruct = true
  var mergesListOnPatch = false
  var replacesOnPatch = false
  var patchMergeKey: String?

  func member(_ name: String) -> (any MergeSchema)? { members[name] ?? (isStruct ? nil : element) }

  var element: (any MergeSchema)? { elements.first }

  static let scalar = TestSchema(topology: .atomic)
  static let map = TestSchema(elements: [scalar], isStruct: false)
  static let set = TestSchema(topology: .set, elements: [scalar], mergesListOnPatch: true)
  static let atomicList = TestSchema(topology: .atomic, elements: [scalar])

  static func list(of element: TestSchema, key: String, keys: [String]? = nil) -> TestSchema {
    TestSchema(
      topology: .associative(keys: keys ?? [key]), elements: [element], mergesListOnPatch: true, patchMergeKey: key)
  }

  /// Something like a Deployment.
  static let workload: TestSchema = {
    let port = TestSchema(members: ["containerPort": scalar, "protocol": scalar, "name": scalar])
    let container = TestSchema(
      members: [
        "name": scalar, "image": scalar, "args": atomicList,
        "ports": list(of: port, key: "containerPort", keys: ["containerPort", "protocol"]),
      ])
    let strategy = TestSchema(members: ["type": scalar, "rollingUpdate": TestSchema(members: ["maxSurge": scalar])])
    return TestSchema(
      members: [
        "apiVersion": scalar, "kind": scalar,
        "metadata": TestSchema(members: ["name": scalar, "labels": map, "finalizers": set]),
        "spec": TestSchema(
          members: [
            "replicas": scalar, "strategy": strategy, "containers": list(of: container, key: "name"),
            "volumes": TestSchema(topology: .atomic, elements: [scalar], replacesOnPatch: true),
          ]),
      ])
  }()
}
