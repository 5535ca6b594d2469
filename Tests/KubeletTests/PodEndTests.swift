import KubeModel
import SandboxRuntime
import Testing

@testable import Kubelet

@Suite("The end of a pod")
struct PodEndTests {
  private static let start = PodStateMachineTests.start

  private static func pod(phase: String?, isBeingDeleted: Bool) -> Pod {
    var pod = PodStateMachineTests.pod(["containers": [["name": "c"]], "terminationGracePeriodSeconds": 30])
    pod.json["status"] = phase.map { ["phase": .string($0), "containerStatuses": [["name": "c"]]] }
    if isBeingDeleted {
      pod.metadata.deletionTimestamp = start
      pod.metadata.deletionGracePeriodSeconds = 1
    }
    return pod
  }

  private static func container(_ exit: SandboxRuntime.ExitStatus? = nil) -> RuntimeState.Container {
    RuntimeState.Container(
      id: ContainerIdentifier(podUID: "u1", container: "c", attempt: 0).text, sandbox: "u1",
      process: StartedProcess(pid: 1, startedAt: Int64(start.nanoseconds)), exit: exit)
  }

  @Test("A pod whose status was final when its kubelet was killed is still deleted", arguments: [true, false])
  func finishedAndDeleted(hasSandbox: Bool) {
    var machine = PodStateMachine(
      adopting: Self.pod(phase: "Failed", isBeingDeleted: true), containers: [], hasSandbox: hasSandbox, at: Self.start)
    #expect(machine.handle(.tick, at: Self.start) == [.tearDown(volumes: true)])
    #expect(machine.handle(.tornDown, at: Self.start) == [.deleteObject])
  }

  @Test("A finished pod that nobody deletes loses its sandbox and keeps its object")
  func finished() {
    var machine = PodStateMachine(
      adopting: Self.pod(phase: "Succeeded", isBeingDeleted: false), containers: [], hasSandbox: true, at: Self.start)
    #expect(machine.handle(.tick, at: Self.start) == [.tearDown(volumes: false)])
    #expect(machine.stage == .finished)
    var clean = PodStateMachine(
      adopting: Self.pod(phase: "Succeeded", isBeingDeleted: false), containers: [], hasSandbox: false, at: Self.start)
    #expect(clean.handle(.tick, at: Self.start) == [])
  }

  @Test("What still runs of a pod that failed as a whole is stopped, also by the next kubelet")
  func failedAndRunning() {
    var machine = PodStateMachine(
      adopting: Self.pod(phase: "Failed", isBeingDeleted: false), containers: [Self.container()], hasSandbox: true,
      at: Self.start)
    #expect(machine.handle(.tick, at: Self.start).contains(.signal(container: "c", attempt: 0, kill: false)))
    #expect(PodStateMachineTests.exit(&machine, attempt: 0, at: Self.start) == [.tearDown(volumes: false)])
  }

  @Test("A pod that somebody else ends by its status is stopped")
  func endedFromOutside() {
    var machine = PodStateMachineTests.running(["containers": [["name": "c"]]])
    var pod = machine.pod
    pod.status.phase = "Failed"
    #expect(machine.handle(.pod(pod), at: Self.start).contains(.signal(container: "c", attempt: 0, kill: false)))
  }

  @Test("A pod deleted by force has one second, whatever its grace period")
  func force() {
    var machine = PodStateMachineTests.running([
      "containers": [["name": "c"]], "terminationGracePeriodSeconds": 3_600,
    ])
    #expect(machine.handle(.removed, at: Self.start).contains(.signal(container: "c", attempt: 0, kill: false)))
    #expect(machine.wakeAt == Self.start + .seconds(1))
    let kill = machine.handle(.tick, at: Self.start + .seconds(1))
    #expect(kill == [.signal(container: "c", attempt: 0, kill: true)])
    #expect(PodStateMachineTests.exit(&machine, attempt: 0, at: Self.start) == [.tearDown(volumes: true)])
    #expect(machine.handle(.tornDown, at: Self.start) == [])
    #expect(machine.stage == .gone)
  }

  @Test("Force shortens a graceful deletion that is under way")
  func forceAfterGrace() {
    var machine = PodStateMachineTests.running([
      "containers": [["name": "c"]], "terminationGracePeriodSeconds": 3_600,
    ])
    var pod = machine.pod
    pod.metadata.deletionTimestamp = Self.start
    pod.metadata.deletionGracePeriodSeconds = 3_600
    _ = machine.handle(.pod(pod), at: Self.start)
    #expect(machine.wakeAt == Self.start + .seconds(3_600))
    _ = machine.handle(.removed, at: Self.start + .seconds(5))
    #expect(machine.wakeAt == Self.start + .seconds(6))
  }

  @Test("The object waits for the removal of the volumes, not for that of the sandbox before it")
  func twoRemovals() {
    var machine = PodStateMachineTests.running(["containers": [["name": "c"]], "restartPolicy": "Never"])
    #expect(PodStateMachineTests.exit(&machine, attempt: 0, at: Self.start) == [.tearDown(volumes: false)])
    var pod = machine.pod
    pod.metadata.deletionTimestamp = Self.start
    #expect(machine.handle(.pod(pod), at: Self.start) == [.tearDown(volumes: true)])
    #expect(machine.handle(.tornDown, at: Self.start) == [])
    #expect(machine.handle(.tornDown, at: Self.start) == [.deleteObject])
  }
}
