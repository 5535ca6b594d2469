import KubeModel
import SandboxRuntime
import Testing

@testable import Kubelet

@Suite("What is said of a pod's containers")
struct PodEventTests {
  private static let start = PodStateMachineTests.start

  /// Reasons and messages of the events among the actions.
  private static func events(_ actions: [PodAction]) -> [String] {
    actions.compactMap { if case .event(_, _, let reason, let message) = $0 { "\(reason): \(message)" } else { nil } }
  }

  private static func probed(
    _ kind: ProbeKind, _ outcome: ProbeOutcome, policy: JSONValue = "Always"
  ) -> [String] {
    let probe: JSONValue = ["exec": ["command": ["ask"]], "failureThreshold": 1]
    var machine = PodStateMachineTests.running([
      "containers": [["name": "c", "livenessProbe": probe, "startupProbe": probe, "readinessProbe": probe]],
      "restartPolicy": policy,
    ])
    if kind != .startup { _ = machine.handle(.probed(container: "c", attempt: 0, .startup, .success), at: start) }
    return events(machine.handle(.probed(container: "c", attempt: 0, kind, outcome), at: start))
  }

  @Test("The outcome of a probe is told as the kubelet tells it")
  func tellsProbes() {
    #expect(
      Self.probed(.liveness, .failure("no")) == [
        "Unhealthy: Liveness probe failed: no", "Killing: Container c failed liveness probe, will be restarted",
      ])
    #expect(
      Self.probed(.startup, .failure("no"), policy: "Never") == [
        "Unhealthy: Startup probe failed: no", "Killing: Container c failed startup probe",
      ])
    #expect(Self.probed(.readiness, .warning("look")) == ["ProbeWarning: Readiness probe warning: look"])
    #expect(
      Self.probed(.liveness, .unknown("broken")) == [
        "Unhealthy: Liveness probe errored and resulted in unknown state: broken"
      ])
    #expect(Self.probed(.liveness, .success).isEmpty)
  }

  @Test("A hook that failed is told without what it ran and said", arguments: [LifecycleHook.postStart, .preStop])
  func tellsHooks(hook: LifecycleHook) {
    let handler: JSONValue = ["exec": ["command": ["echo", "password"]]]
    var machine = PodStateMachineTests.running([
      "containers": [
        ["name": "c", "lifecycle": hook == .postStart ? ["postStart": handler] : ["preStop": handler]]
      ]
    ])
    if hook == .preStop { _ = machine.handle(.removed, at: Self.start) }
    let actions = machine.handle(.hookEnded(container: "c", attempt: 0, hook, failed: true), at: Self.start)
    #expect(Self.events(actions).first == "Failed\(hook.rawValue)Hook: \(hook.rawValue)Hook failed")
    if hook == .postStart { #expect(Self.events(actions).last == "Killing: FailedPostStartHook") }
    #expect(actions.contains(.signal(container: "c", attempt: 0, kill: false)))
  }

  @Test("An event names the place of its container in the definition")
  func namesPlaces() {
    let machine = PodStateMachine(
      pod: PodStateMachineTests.pod([
        "initContainers": [["name": "i"], ["name": "s", "restartPolicy": "Always"]], "containers": [["name": "c"]],
        "ephemeralContainers": [["name": "e"]],
      ]))
    #expect(
      ["i", "s", "c", "e"].map { machine.fieldPath(of: $0) } == [
        "spec.initContainers{i}", "spec.initContainers{s}", "spec.containers{c}", "spec.ephemeralContainers{e}",
      ])
  }

  @Test("What keeps a container from being made is told with the reason that Kubernetes has for it")
  func tellsFailedStarts() throws {
    func fail(_ failure: StartFailure) -> (events: [String], waiting: ContainerStateWaiting?) {
      var machine = PodStateMachine(pod: PodStateMachineTests.pod(["containers": [["name": "c", "image": "x"]]]))
      _ = machine.handle(.tick, at: Self.start)
      _ = machine.handle(.volumesReady, at: Self.start)
      _ = machine.handle(.sandboxReady, at: Self.start)
      let actions = machine.handle(.startFailed(container: "c", attempt: 0, failure), at: Self.start)
      let status = PodStatusBuilder(hostIP: "10.0.0.1", podIP: nil, now: Self.start)
        .status(of: machine, base: PodStatus())
      return (Self.events(actions), status.containerStatuses.first?.state?.waiting)
    }
    let pulled = "Pulled: Container image \"x\" already present on machine"
    let creation = fail(.creation("no command specified"))
    #expect(creation.events == [pulled, "Failed: Error: no command specified"])
    #expect(creation.waiting?.reason == "CreateContainerError")
    #expect(creation.waiting?.message == "no command specified")
    #expect(fail(.configuration("secret \"s\" not found")).waiting?.reason == "CreateContainerConfigError")
    #expect(
      fail(.image("not found")).events == [
        "Failed: Failed to pull image \"x\": not found", "Failed: Error: ErrImagePull",
      ])
    let name = fail(.imageName("Failed to apply default image tag"))
    #expect(name.events == ["InspectFailed: Failed to apply default image tag", "Failed: Error: InvalidImageName"])
    #expect(name.waiting?.reason == "InvalidImageName")
    #expect(
      fail(.run("no such file")).events.prefix(3) == [
        pulled, "Created: Created container: c", "Failed: Error: no such file",
      ])
  }

  @Test("No event holds a value of Swift: errors of the runtime are sentences")
  func wordsErrors() {
    let errors: [SandboxError] = [
      .notFound(id: "x"), .exists(id: "x"), .startFailed(stage: "execve", errno: 2, message: "exec: \"x\": not found"),
      .system(operation: "connect", errno: 111), .disconnected, .incompatible(ours: 1, theirs: 2), .timedOut,
    ]
    for error in errors { #expect(!"\(error)".contains("(") && !"\(error)".contains("errno")) }
    #expect("\(SandboxError.system(operation: "connect", errno: 111))" == "connect: connection refused")
  }
}

@Suite("What a pod's status shows of its containers")
struct ContainerStatusTests {
  private static let start = PodStateMachineTests.start

  private static func status(of machine: PodStateMachine, base: PodStatus = PodStatus()) -> PodStatus {
    PodStatusBuilder(hostIP: "10.0.0.1", podIP: "10.244.0.10", now: start).status(of: machine, base: base)
  }

  @Test("A container that a signal ended has the exit code alone, and a message no longer than its share")
  func endsContainers() throws {
    var machine = PodStateMachineTests.running([
      "containers": [["name": "c"], ["name": "d"], ["name": "a"], ["name": "b"]], "restartPolicy": "Never",
    ])
    let status = ExitStatus(code: 137, signal: 9, startedAt: 1, finishedAt: 2)
    let message = String(repeating: "m", count: 4_096)
    _ = machine.handle(.exited(container: "c", attempt: 0, status, message: message), at: Self.start)
    let statuses = Self.status(of: machine).containerStatuses
    #expect(statuses.map(\.name) == ["a", "b", "c", "d"])
    let terminated = try #require(statuses[2].state?.terminated)
    #expect(terminated.exitCode == 137 && terminated.reason == "Error" && terminated.signal == nil)
    #expect(terminated.message?.utf8.count == 3_072)
    #expect(terminated.containerID == "localkube://u1_c_0")
  }

  @Test("A pod that asks for an unsafe kernel setting is not taken, whatever the node has")
  func refusesSettings() {
    let pod = PodStateMachineTests.pod([
      "containers": [["name": "c"]], "securityContext": ["sysctls": [["name": "kernel.msgmax", "value": "1"]]],
    ])
    #expect(
      NodeAdmission.rejection(of: pod, on: Node(name: "node"), beside: [])
        == NodeAdmission.Rejection(
          reason: "SysctlForbidden", message: "forbidden sysctl: \"kernel.msgmax\" not allowlisted"))
  }

  @Test("Settings of the pod's own namespaces are safe, unless it has none of its own")
  func allowsSettings() {
    func problem(_ name: JSONValue, host: JSONValue = false) -> String? {
      SysctlAllowlist.problem(
        of: PodStateMachineTests.pod(["hostNetwork": host, "securityContext": ["sysctls": [["name": name]]]]))
    }
    #expect(problem("net.ipv4.ip_local_port_range") == nil)
    #expect(problem("net/ipv4/tcp_syncookies") == nil)
    #expect(problem("kernel.shm_rmid_forced", host: true) == nil)
    #expect(
      problem("net.ipv4.tcp_rmem", host: true)
        == "forbidden sysctl: \"net.ipv4.tcp_rmem\" not allowed with host Net enabled")
    #expect(problem("net.ipv4.ip_forward") == "forbidden sysctl: \"net.ipv4.ip_forward\" not allowlisted")
  }
}
