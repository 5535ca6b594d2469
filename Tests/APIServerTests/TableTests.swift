import KubeModel
import Testing

@testable import APIServer

@Suite("Tables")
struct TableTests {
  private func cell(_ pod: JSONValue, _ column: String, now: Int64 = 1_000) -> String? {
    TableColumns.of("Pod").first { $0.name == column }?.cell(pod, Timestamp(seconds: now)).stringValue
  }

  private func pod(_ status: JSONValue, metadata: JSONValue = ["name": "web"]) -> JSONValue {
    ["kind": "Pod", "metadata": metadata, "spec": ["containers": [["name": "a"], ["name": "b"]]], "status": status]
  }

  @Test(
    "A pod's status is the reason that kubectl shows",
    arguments: [
      (#"{"phase": "Pending"}"#, "Pending"),
      (
        #"{"phase": "Pending", "containerStatuses": [{"state": {"waiting": {"reason": "ImagePullBackOff"}}}]}"#,
        "ImagePullBackOff"
      ),
      (#"{"phase": "Running", "containerStatuses": [{"ready": true, "state": {"running": {}}}]}"#, "Running"),
      (
        #"{"phase": "Succeeded", "containerStatuses": [{"state": {"terminated": {"reason": "Completed"}}}]}"#,
        "Completed"
      ),
      (#"{"phase": "Failed", "containerStatuses": [{"state": {"terminated": {"exitCode": 3}}}]}"#, "ExitCode:3"),
      (#"{"phase": "Failed", "reason": "Evicted"}"#, "Evicted"),
      (
        #"{"phase": "Pending", "initContainerStatuses": [{"state": {"terminated": {"exitCode": 1, "reason": "Error"}}}]}"#,
        "Init:Error"
      ),
      (#"{"phase": "Pending", "initContainerStatuses": [{"state": {"running": {}}}]}"#, "Init:0/0"),
    ])
  func podStatus(status: String, expected: String) throws {
    #expect(cell(pod(try JSONValue(parsing: Array(status.utf8))), "Status") == expected)
  }

  private static let sidecarEnded: JSONValue = [
    "name": "s", "restartCount": 1, "state": ["terminated": ["exitCode": 137, "reason": "Error"]],
    "lastState": ["terminated": ["finishedAt": "1970-01-01T00:13:40Z"]],
  ]

  /// A pod with a sidecar `s`, an init container `i` and a container `c`.
  private func sidecarPod(_ phase: JSONValue, initialized: JSONValue, _ status: JSONValue) -> JSONValue {
    var status = status
    status["phase"] = phase
    status["conditions"] = [["type": "Initialized", "status": initialized]]
    return [
      "kind": "Pod", "metadata": ["name": "web"],
      "spec": [
        "initContainers": [["name": "s", "restartPolicy": "Always"], ["name": "i"]], "containers": [["name": "c"]],
      ], "status": status,
    ]
  }

  @Test("A sidecar that was stopped at the end does not hide how its pod ended")
  func endedSidecar() {
    for (phase, code, reason) in [("Succeeded", 0, "Completed"), ("Failed", 1, "Error")] {
      let ended = sidecarPod(
        .string(phase), initialized: "True",
        [
          "initContainerStatuses": [Self.sidecarEnded],
          "containerStatuses": [
            ["name": "c", "state": ["terminated": ["exitCode": .integer(Int64(code)), "reason": .string(reason)]]]
          ],
        ])
      #expect(cell(ended, "Status") == reason)
      #expect(cell(ended, "Ready") == "0/2")
      #expect(cell(ended, "Restarts") == "1 (3m ago)")
    }
  }

  @Test("While init containers are not done, they alone count")
  func initializing() {
    let sidecar: JSONValue = [
      "name": "s", "ready": true, "started": true, "restartCount": 2, "state": ["running": [:]],
    ]
    func show(_ container: JSONValue, _ sidecar: JSONValue) -> [String?] {
      let pod = sidecarPod(
        "Pending", initialized: "False",
        [
          "initContainerStatuses": [sidecar, container],
          "containerStatuses": [["name": "c", "restartCount": 7, "state": ["waiting": ["reason": "PodInitializing"]]]],
        ])
      return ["Status", "Ready", "Restarts"].map { cell(pod, $0) }
    }
    #expect(show(["name": "i", "restartCount": 1, "state": ["running": [:]]], sidecar) == ["Init:1/2", "1/2", "3"])
    #expect(
      show(["name": "i", "state": ["waiting": ["reason": "CrashLoopBackOff"]]], sidecar)
        == ["Init:CrashLoopBackOff", "1/2", "2"])
    #expect(
      show(["name": "i", "state": ["terminated": ["exitCode": 137, "signal": 9]]], sidecar).first == "Init:Signal:9")
    #expect(
      show(["name": "i", "restartCount": 1], ["name": "s", "started": false, "restartCount": 4])
        == ["Init:0/2", "0/2", "4"])
  }

  @Test("A pod whose scheduling waits for gates says so")
  func gated() {
    let status: JSONValue = [
      "phase": "Pending", "conditions": [["type": "PodScheduled", "status": "False", "reason": "SchedulingGated"]],
    ]
    #expect(cell(pod(status), "Status") == "SchedulingGated")
  }

  @Test("An autoscaler shows what it looks at, and a quota what is used of it")
  func autoscaler() throws {
    func row(_ kind: String, _ text: String) throws -> [JSONValue] {
      let object = try JSONValue(parsing: text)
      return TableColumns.of(kind).dropLast().map { $0.cell(object, Timestamp(seconds: 0)) }
    }
    let autoscaler = """
      {"metadata": {"name": "web"}, "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "web"},
       "minReplicas": 1, "maxReplicas": 3, "metrics": [{"type": "Resource", "resource": {"name": "cpu",
       "target": {"type": "Utilization", "averageUtilization": 80}}}]}}
      """
    #expect(
      try row("HorizontalPodAutoscaler", autoscaler) == ["web", "Deployment/web", "cpu: <unknown>/80%", "1", 3, 0])
    let quota =
      #"{"metadata": {"name": "q"}, "status": {"hard": {"pods": "4", "limits.cpu": "2"}, "used": {"pods": "1"}}}"#
    #expect(try row("ResourceQuota", quota) == ["q", "pods: 1/4", "limits.cpu: 0/2"])
  }

  @Test("A pod that is being deleted is Terminating")
  func terminating() {
    let metadata: JSONValue = ["name": "web", "deletionTimestamp": "2026-01-01T00:00:00Z"]
    #expect(cell(pod(["phase": "Running"], metadata: metadata), "Status") == "Terminating")
  }

  @Test("Ready counts containers, and restarts tell when the last one was")
  func counts() {
    let status: JSONValue = [
      "phase": "Running",
      "containerStatuses": [
        ["ready": true, "restartCount": 0, "state": ["running": [:]]],
        [
          "ready": false, "restartCount": 2, "state": ["running": [:]],
          "lastState": ["terminated": ["finishedAt": "1970-01-01T00:13:40Z"]],
        ],
      ],
    ]
    #expect(cell(pod(status), "Ready") == "1/2")
    #expect(cell(pod(status), "Restarts") == "2 (3m ago)")
  }

  @Test(
    "The first media range that can be answered decides the form",
    arguments: [
      ("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", "Table"),
      ("application/json;as=Table;v=v9;g=meta.k8s.io,application/json", "Pod"),
      ("application/vnd.kubernetes.protobuf,application/json", "Pod"),
      ("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", "PartialObjectMetadata"), ("*/*", "Pod"),
      ("", "Pod"),
    ])
  func forms(accept: String, kind: String) throws {
    let form = try ResponseForm(accept: [accept], includeObject: nil)
    #expect(form.single(ResponseObject(pod([:])), now: Timestamp(seconds: 0))["kind"]?.stringValue == kind)
  }

  @Test(
    "Rows hold as much of the object as asked for",
    arguments: [("None", nil), ("Metadata", "PartialObjectMetadata"), ("Object", "Pod")] as [(String, String?)])
  func includedObjects(include: String, kind: String?) throws {
    let form = try ResponseForm(accept: ["application/json;as=Table;v=v1;g=meta.k8s.io"], includeObject: include)
    let table = form.single(ResponseObject(pod([:])), now: Timestamp(seconds: 0))
    #expect(table["rows"]?.arrayValue?.first?["object"]?["kind"]?.stringValue == kind)
  }

  @Test(
    "Ages get coarser as they get longer",
    arguments: [
      (0, "0s"), (119, "119s"), (120, "2m"), (312, "5m12s"), (600, "10m"), (10_800, "3h"), (11_000, "3h3m"),
      (172_800, "2d"), (262_800, "3d1h"), (864_000, "10d"), (69_120_000, "2y70d"), (-5, "<invalid>"),
    ] as [(Int64, String)])
  func ages(seconds: Int64, text: String) {
    #expect(HumanDuration.text(seconds: seconds) == text)
  }
}
