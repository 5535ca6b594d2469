import KubeModel
import LinuxSystem
import SandboxRuntime
import Testing

@testable import Kubelet

@Suite("What a container's process is given")
struct ContainerEnvironmentTests {
  private struct Objects: ClusterObjects {
    func configMap(namespace: String, name: String) -> ConfigMap? { nil }
    func secret(namespace: String, name: String) -> Secret? { nil }
    func claim(namespace: String, name: String) -> PersistentVolumeClaim? { nil }
    func volume(name: String) -> PersistentVolume? { nil }
    func services(namespace: String) -> [Service] {
      namespace != "default"
        ? []
        : [
          Service(json: [
            "metadata": ["name": "kubernetes"],
            "spec": ["clusterIP": "10.96.0.1", "ports": [["name": "https", "port": 443]]],
          ])
        ]
    }
  }

  private static let image = ResolvedImage(
    files: [], entrypoint: ["/bin/run"], command: [], environment: ["FROM_IMAGE": "1"], workingDirectory: "/", user: 0,
    group: 0, imageID: "i", versionNote: nil)

  private static func process(
    _ container: JSONValue, image: ResolvedImage = image, spec: JSONValue = [:]
  ) throws -> ProcessSpecification {
    var pod = PodStateMachineTests.pod(spec)
    pod.metadata.namespace = "shop"
    let etc = EtcFiles(clusterDNS: "10.96.0.10", hostResolvConf: "")
    let builder = ContainerBuilder(
      environment: ContainerEnvironment(
        fields: DownwardFields(pod: pod, nodeName: "node", hostIP: "10.0.0.1", podIP: nil, allocatable: [:]),
        objects: Objects()), etc: etc, paths: PodPaths(pod: pod, pods: "/pods", logs: "/logs"), volumes: [:],
      ids: 0...UInt32.max, sharedEtc: [])
    let record = ContainerRecord(container: Container(json: container), role: .app, settings: RestartSettings())
    return try builder.build(record, image: image).specification.process
  }

  @Test("References are to what the pod and services define, not to what the image and the runtime do")
  func expands() throws {
    let process = try Self.process([
      "name": "c", "args": ["$(HOSTNAME)", "$(A)", "$(PATH)", "$(FROM_IMAGE)", "$(KUBERNETES_SERVICE_PORT)"],
      "env": [
        ["name": "A", "value": "a"], ["name": "P", "value": "/opt/bin:$(PATH)"],
        ["name": "H", "value": "host-$(HOSTNAME)-$$(A)"], ["name": "B", "value": "$(A)b"],
      ],
    ])
    #expect(process.arguments == ["/bin/run", "$(HOSTNAME)", "a", "$(PATH)", "$(FROM_IMAGE)", "443"])
    for entry in [
      "P=/opt/bin:$(PATH)", "H=host-$(HOSTNAME)-$(A)", "B=ab", "FROM_IMAGE=1", "HOSTNAME=web", "HOME=/root",
    ] {
      #expect(process.environment.contains(entry))
    }
    #expect(process.environment.contains { $0.hasPrefix("PATH=/usr/local/sbin:") })
  }

  @Test("A pod of the node's network has the node's name")
  func namesNode() throws {
    let process = try Self.process(["name": "c"], spec: ["hostNetwork": true])
    #expect(process.environment.contains("HOSTNAME=node"))
  }

  @Test("A container without any command cannot be made")
  func needsCommand() {
    var image = Self.image
    image.entrypoint = []
    #expect(throws: CreationError("no command specified")) { try Self.process(["name": "c"], image: image) }
  }

  @Test("A container that must not be root is refused where it would be")
  func refusesRoot() throws {
    func refusal(_ context: JSONValue, shared: JSONValue = [:], ids: ClosedRange<UInt32> = 0...UInt32.max) -> String? {
      do throws(ConfigurationError) {
        _ = try ContainerIdentity(
          container: Container(json: ["name": "c", "securityContext": context]),
          pod: PodStateMachineTests.pod(["securityContext": shared]), image: Self.image, ids: ids)
        return nil
      } catch { return error.description }
    }
    let place = "(pod: \"web_default(u1)\", container: c)"
    #expect(refusal(["runAsNonRoot": true]) == "container has runAsNonRoot and image will run as root \(place)")
    #expect(
      refusal(["runAsUser": 0], shared: ["runAsNonRoot": true])
        == "container's runAsUser breaks non-root policy \(place)")
    #expect(refusal(["runAsNonRoot": false], shared: ["runAsNonRoot": true]) == nil)
    #expect(refusal(["runAsNonRoot": true, "runAsUser": 1_000]) == nil)
    // Without root every user but one would be replaced by root.
    #expect(refusal(["runAsNonRoot": true, "runAsUser": 1_000], ids: 0...0)?.contains("no user 1000") == true)
    #expect(refusal(["runAsUser": 1_000], ids: 0...0) == nil)
  }

  @Test("The record of a process gives it back, without its arguments, and is nobody else's to read")
  func recordsProcesses() throws {
    let directory = try FileSystem.makeTemporaryDirectory(prefix: "process-record")
    defer { try? FileSystem.removeTree(directory) }
    var process = ProcessSpecification(
      arguments: ["sleep"], environment: ["A=1", "B=\u{7}\"x\""], workingDirectory: "/srv", user: 1_000, group: 2_000,
      supplementaryGroups: [3_000], capabilities: ["CAP_CHOWN"], noNewPrivileges: true)
    try ProcessRecord.write(process, to: "\(directory)/process.json")
    process.arguments = []
    #expect(try ProcessRecord.read("\(directory)/process.json") == process)
    #expect(try FileSystem.status("\(directory)/process.json").permissions & 0o777 == 0o600)
  }

  @Test("A termination message is the end of the file, or else that of the log")
  func readsMessages() throws {
    let directory = try FileSystem.makeTemporaryDirectory(prefix: "termination")
    defer { try? FileSystem.removeTree(directory) }
    let (file, log) = ("\(directory)/message", "\(directory)/0.log")
    #expect(TerminationMessage.read(file, log: nil) == nil)
    try FileSystem.write(text: "", to: file)
    let line = "2026-11-30T00:00:00.000000000Z stdout "
    try FileSystem.write(text: (1...100).map { "\(line)F \($0)\n" }.joined() + "\(line)P half\n", to: log)
    #expect(TerminationMessage.read(file, log: nil) == nil)
    let said = try #require(TerminationMessage.read(file, log: log))
    #expect(said.hasPrefix("22\n23\n") && said.hasSuffix("\n100\nhalf"))
    try FileSystem.write(text: "\(line)F \(String(repeating: "y", count: 3_000))\n", to: log)
    #expect(TerminationMessage.read(file, log: log) == String(repeating: "y", count: 2_047) + "\n")
    try FileSystem.write(text: (1...2_000).map { "\($0)\n" }.joined(), to: file)
    let end = try #require(TerminationMessage.read(file, log: log))
    #expect(end.utf8.count == 4_096 && end.hasSuffix("1999\n2000\n"))
  }
}
