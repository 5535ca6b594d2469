import KubeClient
import KubeModel
import LinuxSystem
import SandboxRuntime
import Testing

@testable import Kubelet

/// An API that nobody answers for.
private struct UnreachableClient: KubeClient {
  private static let error = StatusError.internalError("nobody answers")

  func get(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?
  ) async throws -> JSONValue { throw Self.error }

  func list(_ resource: GroupVersionResource, namespace: String?, options: ListOptions) async throws -> ObjectList {
    throw Self.error
  }

  func watch(_ resource: GroupVersionResource, namespace: String?, options: ListOptions) async throws -> WatchStream {
    throw Self.error
  }

  func create(
    _ resource: GroupVersionResource, namespace: String?, name: String?, subresource: String?, object: JSONValue,
    options: WriteOptions
  ) async throws -> JSONValue { throw Self.error }

  func update(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?, object: JSONValue,
    options: WriteOptions
  ) async throws -> JSONValue { throw Self.error }

  func patch(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?, patch: Patch,
    options: WriteOptions
  ) async throws -> JSONValue { throw Self.error }

  func delete(
    _ resource: GroupVersionResource, namespace: String?, name: String, options: DeleteOptions
  ) async throws -> JSONValue { throw Self.error }
}

/// The objects of a test.
struct FixedObjects: ClusterObjects {
  var configMaps: [ConfigMap] = []
  var secrets: [Secret] = []
  var claims: [PersistentVolumeClaim] = []
  var volumes: [PersistentVolume] = []

  func configMap(namespace: String, name: String) -> ConfigMap? { configMaps.first { $0.name == name } }
  func secret(namespace: String, name: String) -> Secret? { secrets.first { $0.name == name } }
  func claim(namespace: String, name: String) -> PersistentVolumeClaim? { claims.first { $0.name == name } }
  func volume(name: String) -> PersistentVolume? { volumes.first { $0.name == name } }
  func services(namespace: String) -> [Service] { [] }
}

@Suite("The volumes of a pod")
struct VolumeManagerTests {
  private static let now = Timestamp(seconds: 1_796_000_000)

  private static func pod(_ spec: JSONValue) -> Pod {
    var pod = Pod(name: "web", namespace: "default")
    pod.metadata.uid = "u1"
    pod.json["spec"] = spec
    return pod
  }

  private static func fields(_ spec: JSONValue) -> DownwardFields {
    DownwardFields(
      pod: pod(spec), nodeName: "n", hostIP: "10.0.0.1", podIP: nil, allocatable: ["memory": Quantity("8Gi")])
  }

  private static func run(_ body: (_ base: String) async throws -> Void) async throws {
    let base = try FileSystem.makeTemporaryDirectory(prefix: "lk-volumes-")
    do { try await body(base) } catch {
      try FileSystem.removeTree(base)
      throw error
    }
    try FileSystem.removeTree(base)
  }

  private static func manager(_ objects: FixedObjects) -> VolumeManager {
    VolumeManager(objects: objects, tokens: ServiceAccountTokens(client: UnreachableClient()), ids: 0...UInt32.max)
  }

  private static func map(_ data: [String: String]) -> ConfigMap {
    var map = ConfigMap(name: "conf", namespace: "default")
    map.data = data
    return map
  }

  @Test("Projections are read-only for every container, other volumes as their mounts say")
  func readOnly() async throws {
    try await Self.run { base in
      let fields = Self.fields([
        "volumes": [
          ["name": "conf", "configMap": ["name": "conf"]], ["name": "dir", "emptyDir": [:]],
          [
            "name": "down",
            "downwardAPI": ["items": [["path": "labels", "fieldRef": ["fieldPath": "metadata.labels"]]]],
          ],
          ["name": "all", "projected": ["sources": [["configMap": ["name": "conf"]]]]],
        ],
        "containers": [
          [
            "name": "c", "command": ["x"],
            "volumeMounts": [
              ["name": "dir", "mountPath": "/etc/app/cache"], ["name": "conf", "mountPath": "/etc/app"],
              ["name": "down", "mountPath": "/down", "readOnly": false], ["name": "all", "mountPath": "/all"],
            ],
          ]
        ],
      ])
      let paths = PodPaths(pod: fields.pod, pods: base, logs: base)
      let prepared = try await Self.manager(FixedObjects(configMaps: [Self.map(["a": "1"])]))
        .prepare(fields, paths: paths, isFirst: true, now: Self.now)
      #expect(prepared.volumes.filter { $0.value.isReadOnly }.keys.sorted() == ["all", "conf", "down"])
      let builder = ContainerBuilder(
        environment: ContainerEnvironment(fields: fields, objects: FixedObjects()),
        etc: EtcFiles(clusterDNS: "10.96.0.10", hostResolvConf: ""), paths: paths, volumes: prepared.volumes,
        ids: 0...UInt32.max, sharedEtc: [])
      let machine = PodStateMachine(pod: fields.pod)
      let record = try #require(machine.records.first)
      let (specification, _) = try builder.build(record, image: Self.image)
      let mounts = specification.mounts.filter { $0.destination != "/dev/termination-log" }
      // What is below another mount comes after it.
      #expect(mounts.map(\.destination) == ["/down", "/all", "/etc/app", "/etc/app/cache"])
      #expect(mounts.map(\.isReadOnly) == [true, true, true, false])
      // The mount point is there, since the container could not make it.
      #expect(FileSystem.exists("\(base)/u1/volumes/conf/cache"))
    }
  }

  private static let image = ResolvedImage(
    files: [], entrypoint: [], command: [], environment: [:], workingDirectory: "/", user: 0, group: 0, imageID: "i")

  @Test("A source that is gone keeps a pod from starting, and nothing else")
  func missingSources() async throws {
    try await Self.run { base in
      let fields = Self.fields(["volumes": [["name": "conf", "configMap": ["name": "conf"]]], "containers": []])
      let paths = PodPaths(pod: fields.pod, pods: base, logs: base)
      let message = "MountVolume.SetUp failed for volume \"conf\" : configmap \"conf\" not found"
      await #expect(throws: ConfigurationError(message)) {
        try await Self.manager(FixedObjects()).prepare(fields, paths: paths, isFirst: true, now: Self.now)
      }
      _ = try await Self.manager(FixedObjects(configMaps: [Self.map(["a": "1"])]))
        .prepare(fields, paths: paths, isFirst: true, now: Self.now)
      let later = try await Self.manager(FixedObjects()).prepare(fields, paths: paths, isFirst: false, now: Self.now)
      #expect(later.problems == [message])
      #expect(later.volumes["conf"] == PreparedVolume(.host(path: paths.volume("conf")), isReadOnly: true))
      #expect(try FileSystem.readText("\(paths.volume("conf"))/a") == "1")
    }
  }

  @Test("An optional source that is deleted leaves an empty volume; a key that is missing is named")
  func optionalSources() async throws {
    try await Self.run { base in
      let optional = Self.fields([
        "volumes": [["name": "conf", "configMap": ["name": "conf", "optional": true]]], "containers": [],
      ])
      let paths = PodPaths(pod: optional.pod, pods: base, logs: base)
      let objects = FixedObjects(configMaps: [Self.map(["a": "1"])])
      _ = try await Self.manager(objects).prepare(optional, paths: paths, isFirst: true, now: Self.now)
      _ = try await Self.manager(FixedObjects()).prepare(optional, paths: paths, isFirst: false, now: Self.now)
      #expect(try FileSystem.list(paths.volume("conf")).allSatisfy { $0.hasPrefix("..") })
      for (source, text) in [
        ("configMap", "configmap references non-existent config key: b"),
        ("secret", "references non-existent secret key: b"),
      ] {
        let fields = Self.fields([
          "volumes": [
            ["name": "v", source: ["name": "conf", "secretName": "conf", "items": [["key": "b", "path": "b"]]]]
          ], "containers": [],
        ])
        var all = objects
        all.secrets = [Secret(name: "conf", namespace: "default")]
        await #expect(throws: ConfigurationError("MountVolume.SetUp failed for volume \"v\" : \(text)")) {
          try await Self.manager(all).prepare(fields, paths: paths, isFirst: true, now: Self.now)
        }
      }
    }
  }

  @Test("Memory is bounded by the volume, by the containers or by the node, whichever is least")
  func boundsMemory() {
    func size(_ volume: JSONValue, limits: [JSONValue]) -> UInt64? {
      let fields = Self.fields([
        "volumes": [["name": "m", "emptyDir": volume], ["name": "d", "emptyDir": [:]]],
        "containers": .array(limits.map { ["name": "c", "resources": ["limits": $0]] }),
      ])
      let found = MemoryBackedVolumes.of(
        fields.pod.spec, paths: PodPaths(pod: fields.pod, pods: "/p", logs: "/l"), group: 7,
        allocatable: fields.allocatable)
      #expect(found.map(\.path) == ["/p/u1/volumes/m"])
      #expect(found.first?.group == 7)
      return found.first?.size
    }
    #expect(size(["medium": "Memory", "sizeLimit": "1Mi"], limits: [["memory": "1Gi"]]) == 1 << 20)
    #expect(size(["medium": "Memory"], limits: [["memory": "1Gi"], ["memory": "1Gi"]]) == 2 << 30)
    #expect(size(["medium": "Memory"], limits: [[:]]) == 8 << 30)
  }

  @Test("A pod that keeps more than it may is told so in the kubelet's words")
  func limitsStorage() async throws {
    try await Self.run { base in
      let fields = Self.fields([
        "volumes": [
          ["name": "d", "emptyDir": ["sizeLimit": "1Mi"]],
          ["name": "m", "emptyDir": ["sizeLimit": "1", "medium": "Memory"]],
        ],
        "containers": [["name": "c", "resources": ["limits": ["ephemeral-storage": "1Mi"]]]],
      ])
      let storage = LocalStorage(PodPaths(pod: fields.pod, pods: base, logs: base))
      let limits = StorageLimits(of: fields.pod.spec)
      #expect(!limits.isEmpty)
      #expect(limits.exceeded(by: storage) == nil)
      let big = [UInt8](repeating: 1, count: 2 << 20)
      try FileSystem.makeDirectory(storage.paths.volume("m"))
      try FileSystem.write(big, to: storage.paths.volume("m") + "/x")
      #expect(limits.exceeded(by: storage) == nil)
      try FileSystem.makeDirectory(storage.paths.layer("c", 0))
      try FileSystem.write(big, to: storage.paths.layer("c", 0) + "/x")
      #expect(
        limits.exceeded(by: storage)
          == "Pod ephemeral local storage usage exceeds the total limit of containers 1Mi. ")
      try FileSystem.makeDirectory(storage.paths.volume("d"))
      try FileSystem.write(big, to: storage.paths.volume("d") + "/x")
      #expect(limits.exceeded(by: storage) == "Usage of EmptyDir volume \"d\" exceeds the limit \"1Mi\". ")
      #expect(StorageLimits(of: Self.fields(["volumes": [["name": "d", "emptyDir": [:]]]]).pod.spec).isEmpty)
    }
  }

  @Test("A claim's volume is given to the group at the first set-up alone, and only when its root does not match")
  func givesClaims() async throws {
    try await Self.run { base in
      let group = CurrentProcess.effectiveGroup
      var claim = PersistentVolumeClaim(name: "data", namespace: "default")
      claim.spec.volumeName = "pv"
      claim.status.phase = "Bound"
      var volume = PersistentVolume(name: "pv")
      volume.spec.local = .with { $0.path = "\(base)/data" }
      let manager = Self.manager(FixedObjects(claims: [claim], volumes: [volume]))
      func prepare(_ policy: String, isFirst: Bool) async throws -> UInt32 {
        let fields = Self.fields([
          "securityContext": ["fsGroup": .integer(Int64(group)), "fsGroupChangePolicy": .string(policy)],
          "volumes": [["name": "v", "persistentVolumeClaim": ["claimName": "data"]]], "containers": [],
        ])
        let paths = PodPaths(pod: fields.pod, pods: base, logs: base)
        _ = try await manager.prepare(fields, paths: paths, isFirst: isFirst, now: Self.now)
        return try FileSystem.status("\(base)/data/file").permissions
      }
      try FileSystem.makeDirectory("\(base)/data")
      try FileSystem.write(text: "", to: "\(base)/data/file", permissions: 0o600)
      #expect(try await prepare("Always", isFirst: false) == 0o600)
      #expect(try await prepare("OnRootMismatch", isFirst: true) == 0o660)
      #expect(try FileSystem.status("\(base)/data").permissions == 0o2775)
      try FileSystem.setPermissions(0o600, of: "\(base)/data/file")
      #expect(try await prepare("OnRootMismatch", isFirst: true) == 0o600)
      #expect(try await prepare("Always", isFirst: true) == 0o660)
    }
  }

  @Test("An ephemeral volume takes no claim of somebody else's; a claim that is being deleted begins nothing")
  func checksClaims() throws {
    var claim = PersistentVolumeClaim(name: "web-data", namespace: "default")
    claim.metadata.uid = "c1"
    let pod = Self.pod(["containers": []])
    let objects = FixedObjects(claims: [claim])
    #expect(
      throws: ConfigurationError("PVC default/web-data was not created for pod default/web (pod is not owner)")
    ) {
      try ClaimedVolumes(objects: objects).prepareEphemeral(volume: "data", of: pod, isFirst: true)
    }
    claim.metadata.deletionTimestamp = Self.now
    #expect(throws: ConfigurationError("PVC is being deleted")) {
      try ClaimedVolumes(objects: FixedObjects(claims: [claim])).prepare("web-data", of: pod, isFirst: true)
    }
  }

  @Test(
    "Tokens are for the pod's user alone where it is known, and for its group",
    arguments: [
      (["containers": [["name": "c"]]], 0o644, nil),
      (["containers": [["name": "c"]], "securityContext": ["runAsUser": 7]], 0o600, 7),
      (["containers": [["name": "c"], ["name": "d", "securityContext": ["runAsUser": 8]]]], 0o644, nil),
      (["containers": [["name": "c"]], "securityContext": ["fsGroup": 9]], 0o600, nil),
    ] as [(JSONValue, UInt32, UInt32?)])
  func guardsTokens(spec: JSONValue, mode: UInt32, user: UInt32?) throws {
    let volume = Volume(json: ["projected": ["sources": [["serviceAccountToken": ["path": "token"]]]]])
    let payload = try #require(
      try VolumePayload(volume: volume, fields: Self.fields(spec), objects: FixedObjects()) { _ in "t" })
    #expect(payload.files["token"] == .init(content: Array("t".utf8), mode: mode, user: user))
  }
}
