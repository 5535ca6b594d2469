import KubeModel
import SandboxRuntime
import Testing

@testable import Kubelet

@Suite("The pod state machine")
struct PodStateMachineTests {
  static let start = Timestamp(seconds: 1_000)

  static func pod(_ spec: JSONValue) -> Pod {
    var pod = Pod(name: "web", namespace: "default")
    pod.metadata.uid = "u1"
    pod.json["spec"] = spec
    return pod
  }

  static func running(_ spec: JSONValue) -> PodStateMachine {
    var machine = PodStateMachine(pod: pod(spec))
    _ = machine.handle(.tick, at: start)
    _ = machine.handle(.volumesReady, at: start)
    _ = machine.handle(.sandboxReady, at: start)
    _ = machine.handle(
      .started(
        container: "c", attempt: 0, process: StartedProcess(pid: 1, startedAt: Int64(start.nanoseconds)), imageID: "i"),
      at: start)
    return machine
  }

  static func exit(_ machine: inout PodStateMachine, attempt: Int, at now: Timestamp) -> [PodAction] {
    let status = ExitStatus(code: 1, startedAt: Int64(now.nanoseconds - 1), finishedAt: Int64(now.nanoseconds))
    return machine.handle(.exited(container: "c", attempt: attempt, status, message: nil), at: now)
  }

  @Test("Volumes and sandbox are set up side by side, then the container starts")
  func startsInOrder() {
    var machine = PodStateMachine(pod: Self.pod(["containers": [["name": "c", "image": "busybox"]]]))
    #expect(machine.handle(.tick, at: Self.start) == [.prepareVolumes(isFirst: true), .createSandbox])
    #expect(machine.handle(.volumesReady, at: Self.start).isEmpty)
    #expect(machine.handle(.sandboxReady, at: Self.start) == [.start(container: "c", attempt: 0)])
  }

  @Test("The first restart is at once, the second waits ten seconds")
  func restartsWithBackoff() {
    var machine = Self.running(["containers": [["name": "c"]]])
    #expect(Self.exit(&machine, attempt: 0, at: Self.start).contains(.start(container: "c", attempt: 1)))
    let process = StartedProcess(pid: 2, startedAt: Int64(Self.start.nanoseconds))
    _ = machine.handle(.started(container: "c", attempt: 1, process: process, imageID: "i"), at: Self.start)
    #expect(!Self.exit(&machine, attempt: 1, at: Self.start).contains(.start(container: "c", attempt: 2)))
    #expect(machine.wakeAt == Self.start + .seconds(10))
    let later = machine.handle(.tick, at: Self.start + .seconds(10))
    #expect(later == [.start(container: "c", attempt: 2)])
  }

  @Test("A container that cannot be started waits as one that ends does")
  func waitsAfterFailedStarts() {
    var machine = Self.running(["containers": [["name": "c"]]])
    let now = Timestamp(seconds: 1_800_000_000)
    #expect(Self.exit(&machine, attempt: 0, at: now).contains(.start(container: "c", attempt: 1)))
    let actions = machine.handle(.startFailed(container: "c", attempt: 1, .run("no such file")), at: now)
    #expect(!actions.contains(.start(container: "c", attempt: 2)))
    #expect(machine.wakeAt == now + .seconds(10))
  }

  @Test("A container whose configuration lacks something is tried again at the next sync, and when the pod changes")
  func configurationErrors() {
    var machine = PodStateMachine(pod: Self.pod(["containers": [["name": "c"]]]))
    for input in [PodInput.tick, .volumesReady, .sandboxReady] { _ = machine.handle(input, at: Self.start) }
    let missing = PodInput.startFailed(container: "c", attempt: 0, .configuration("no such field"))
    let again = [PodAction.start(container: "c", attempt: 0)]
    _ = machine.handle(missing, at: Self.start)
    #expect(machine.wakeAt == Self.start + .seconds(10))
    #expect(machine.handle(.pod(machine.pod), at: Self.start) == [], "its own status is no news")
    #expect(machine.handle(.tick, at: Self.start + .seconds(10)) == again)
    _ = machine.handle(missing, at: Self.start + .seconds(10))
    var pod = machine.pod
    pod.metadata.annotations["field"] = "here"
    #expect(machine.handle(.pod(pod), at: Self.start + .seconds(11)) == again)
  }

  @Test("A pod that its node evicts is told so")
  func evicted() {
    var machine = Self.running(["containers": [["name": "c"]]])
    machine.failure = .init(reason: "Evicted", message: "The node was low on resource: memory.")
    let builder = PodStatusBuilder(hostIP: "10.0.0.1", podIP: "10.244.0.10", now: Self.start)
    let condition = builder.status(of: machine, base: PodStatus()).conditions.first { $0.type == "DisruptionTarget" }
    #expect(condition?.status == "True" && condition?.reason == "TerminationByKubelet")
    #expect(condition?.message == "The node was low on resource: memory.")
  }

  @Test("A deletion stops the container, removes the sandbox and then the object")
  func deletes() {
    var machine = Self.running(["containers": [["name": "c"]], "terminationGracePeriodSeconds": 5])
    var pod = machine.pod
    pod.metadata.deletionTimestamp = Self.start
    pod.metadata.deletionGracePeriodSeconds = 5
    #expect(machine.handle(.pod(pod), at: Self.start).contains(.signal(container: "c", attempt: 0, kill: false)))
    let kill = machine.handle(.tick, at: Self.start + .seconds(5))
    #expect(kill == [.signal(container: "c", attempt: 0, kill: true)])
    #expect(Self.exit(&machine, attempt: 0, at: Self.start) == [.tearDown(volumes: true)])
    #expect(machine.handle(.tornDown, at: Self.start) == [.deleteObject])
  }

  @Test("A pod that never restarts fails with its container, and keeps its object")
  func fails() {
    var machine = Self.running(["containers": [["name": "c"]], "restartPolicy": "Never"])
    #expect(Self.exit(&machine, attempt: 0, at: Self.start) == [.tearDown(volumes: false)])
    let builder = PodStatusBuilder(hostIP: "10.0.0.1", podIP: "10.244.0.10", now: Self.start)
    #expect(builder.status(of: machine, base: PodStatus()).phase == "Failed")
  }

  @Test("A liveness probe that fails three times restarts the container")
  func probes() {
    var machine = Self.running([
      "containers": [["name": "c", "livenessProbe": ["exec": ["command": ["false"]], "periodSeconds": 1]]]
    ])
    var actions: [PodAction] = []
    for second in 0..<3 {
      let now = Self.start + .seconds(second)
      _ = machine.handle(.tick, at: now)
      actions = machine.handle(.probed(container: "c", attempt: 0, .liveness, .failure("no")), at: now)
    }
    #expect(actions.contains(.signal(container: "c", attempt: 0, kill: false)))
  }

  @Test("After a reboot the container starts again in a new sandbox with the next attempt")
  func reboots() {
    var machine = Self.running(["containers": [["name": "c"]]])
    #expect(machine.handle(.rebooted, at: Self.start) == [.prepareVolumes(isFirst: true), .createSandbox])
    _ = machine.handle(.volumesReady, at: Self.start)
    #expect(machine.handle(.sandboxReady, at: Self.start) == [.start(container: "c", attempt: 1)])
  }
}

@Suite("What containers are given")
struct ContainerInputTests {
  @Test(
    "References are expanded, unknown ones stay, and two dollars are one",
    arguments: [("$(A)-$(B)", "1-$(B)"), ("$$(A)", "$(A)"), ("$A $", "$A $"), ("$(A", "$(A")])
  func expands(text: String, expected: String) {
    #expect(VariableExpansion.expand(text) { $0 == "A" ? "1" : nil } == expected)
  }

  @Test("An image's name is taken without registry, library and tag")
  func readsImages() {
    #expect(ImageReference("docker.io/library/consul:1.8.7").matches("consul"))
    #expect(ImageReference("localhost:5000/hashicorp/consul@sha256:0").name == "hashicorp/consul")
    #expect(!ImageReference("consul-k8s:0.1").matches("consul"))
  }

  @Test("resolv.conf of a pod searches its namespace first")
  func resolvConf() {
    let etc = EtcFiles(clusterDNS: "10.96.0.10", hostResolvConf: "nameserver 1.1.1.1\n")
    let text = etc.resolvConf(of: Pod(name: "web", namespace: "shop"))
    let search = "search shop.svc.cluster.local svc.cluster.local cluster.local\n"
    #expect(text == search + "nameserver 10.96.0.10\noptions ndots:5\n")
  }

  @Test("A pod in the host's network has the host's hosts file, under a header of its own")
  func hosts() {
    let etc = EtcFiles(clusterDNS: "10.96.0.10", hostResolvConf: "", hostHosts: "127.0.0.1 machine")
    var pod = Pod(name: "web", namespace: "shop")
    #expect(etc.hosts(of: pod, address: "10.1.0.1").hasPrefix("# Kubernetes-managed hosts file.\n127.0.0.1\t"))
    pod.json["spec"] = ["hostNetwork": true, "hostAliases": [["ip": "10.9.9.9", "hostnames": ["a", "b"]]]]
    #expect(
      etc.hosts(of: pod, address: "10.243.0.2")
        == "# Kubernetes-managed hosts file (host network).\n127.0.0.1 machine\n\n# Entries added by HostAliases.\n"
        + "10.9.9.9\ta\tb\n")
  }
}
