import KubeModel
import SandboxRuntime
import Testing

@testable import Kubelet

@Suite("Ephemeral containers and resizes")
struct EphemeralContainerTests {
  private static let start = PodStateMachineTests.start

  private static func status(of machine: PodStateMachine) -> PodStatus {
    PodStatusBuilder(hostIP: "10.0.0.1", podIP: "10.244.0.10", now: start).status(of: machine, base: PodStatus())
  }

  @Test("A debugger is started in a running pod, sees its target's processes, and is not started again")
  func debugs() throws {
    var machine = PodStateMachineTests.running(["containers": [["name": "c", "image": "busybox"]]])
    var pod = machine.pod
    pod.json["spec"]?["ephemeralContainers"] = [
      ["name": "debugger", "image": "busybox", "targetContainerName": "c", "stdin": true]
    ]
    let actions = machine.handle(.pod(pod), at: Self.start)
    #expect(actions == [.start(container: "debugger", attempt: 0)])
    let record = try #require(machine.records.last)
    #expect(machine.target(of: record) == ContainerIdentifier(podUID: "u1", container: "c", attempt: 0))
    let process = StartedProcess(pid: 2, startedAt: Int64(Self.start.nanoseconds))
    _ = machine.handle(.started(container: "debugger", attempt: 0, process: process, imageID: "i"), at: Self.start)
    let running = try #require(Self.status(of: machine).ephemeralContainerStatuses.first)
    #expect(running.state?.running != nil && running.ready == false && running.started == nil)
    #expect(Self.status(of: machine).containerStatuses.count == 1)
    let exit = ExitStatus(code: 3, startedAt: 1, finishedAt: Int64(Self.start.nanoseconds))
    let after = machine.handle(.exited(container: "debugger", attempt: 0, exit, message: nil), at: Self.start)
    #expect(!after.contains(.start(container: "debugger", attempt: 1)))
    #expect(Self.status(of: machine).ephemeralContainerStatuses.first?.state?.terminated?.exitCode == 3)
    #expect(Self.status(of: machine).phase == "Running")
  }

  @Test("A container without a target has processes of its own")
  func needsNoTarget() throws {
    let machine = PodStateMachineTests.running(["containers": [["name": "c", "targetContainerName": "d"]]])
    #expect(machine.target(of: try #require(machine.records.first)) == nil)
  }

  @Test("Containers of a pod that shares its processes join the first that runs")
  func shares() throws {
    let machine = PodStateMachineTests.running([
      "containers": [["name": "c"], ["name": "d"]], "shareProcessNamespace": true,
    ])
    let (first, second) = (try #require(machine.records.first), try #require(machine.records.last))
    #expect(machine.target(of: first) == nil)
    #expect(machine.target(of: second) == ContainerIdentifier(podUID: "u1", container: "c", attempt: 0))
  }

  /// A machine on a node with two CPUs.
  private static func resizable(_ policy: JSONValue = []) -> PodStateMachine {
    var machine = PodStateMachine(
      pod: PodStateMachineTests.pod([
        "containers": [["name": "c", "resources": ["requests": ["cpu": "500m"]], "resizePolicy": policy]]
      ]), capacity: ["cpu": Quantity("2")])
    _ = machine.handle(.tick, at: start)
    _ = machine.handle(.volumesReady, at: start)
    _ = machine.handle(.sandboxReady, at: start)
    let process = StartedProcess(pid: 1, startedAt: Int64(start.nanoseconds))
    _ = machine.handle(.started(container: "c", attempt: 0, process: process, imageID: "i"), at: start)
    return machine
  }

  private static func resize(_ machine: inout PodStateMachine, to cpu: JSONValue) -> [PodAction] {
    var pod = machine.pod
    guard var container = pod.json["spec"]?["containers"]?.arrayValue?.first else { return [] }
    container["resources"] = ["requests": ["cpu": cpu]]
    pod.json["spec"]?["containers"] = [container]
    return machine.handle(.pod(pod), at: start)
  }

  @Test("Resources that the node has are set aside at once; others are told to be infeasible, and nothing changes")
  func resizes() throws {
    var machine = Self.resizable()
    #expect(Self.resize(&machine, to: "1").isEmpty)
    #expect(Self.status(of: machine).containerStatuses.first?.json["allocatedResources"]?["cpu"] == "1")
    #expect(Self.resize(&machine, to: "3").isEmpty)
    let status = Self.status(of: machine)
    #expect(status.containerStatuses.first?.json["allocatedResources"]?["cpu"] == "1")
    let condition = try #require(status.conditions.first { $0.type == "PodResizePending" })
    #expect(condition.reason == "Infeasible")
    #expect(condition.message == "Node didn't have enough capacity: cpu, requested: 3000, capacity: 2000")
    #expect(Self.resize(&machine, to: "2").isEmpty)
    #expect(!Self.status(of: machine).conditions.contains { $0.type == "PodResizePending" })
  }

  @Test("A container that asks for it is restarted when its resources change")
  func restarts() {
    var machine = Self.resizable([["resourceName": "cpu", "restartPolicy": "RestartContainer"]])
    #expect(Self.resize(&machine, to: "1").contains(.signal(container: "c", attempt: 0, kill: false)))
  }
}
