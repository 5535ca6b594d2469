import KubeModel
import SandboxRuntime
import Testing

@testable import Kubelet

@Suite("The end of pods with sidecars")
struct SidecarTests {
  private static let start = PodStateMachineTests.start

  /// A pod of two sidecars and a container, all of which run.
  private static func running(hook: Bool = false) -> PodStateMachine {
    let lifecycle: JSONValue = hook ? ["preStop": ["exec": ["command": ["stop"]]]] : [:]
    var machine = PodStateMachine(
      pod: PodStateMachineTests.pod([
        "initContainers": [
          ["name": "s1", "restartPolicy": "Always", "lifecycle": lifecycle], ["name": "s2", "restartPolicy": "Always"],
        ], "containers": [["name": "c"]], "terminationGracePeriodSeconds": 10,
      ]))
    _ = machine.handle(.tick, at: start)
    _ = machine.handle(.volumesReady, at: start)
    _ = machine.handle(.sandboxReady, at: start)
    for name in ["s1", "s2", "c"] {
      let process = StartedProcess(pid: 1, startedAt: Int64(start.nanoseconds))
      _ = machine.handle(.started(container: name, attempt: 0, process: process, imageID: "i"), at: start)
    }
    return machine
  }

  /// Begins the end of the pod with its grace period of ten seconds.
  private static func delete(_ machine: inout PodStateMachine) -> [PodAction] {
    var pod = machine.pod
    pod.metadata.deletionTimestamp = start
    pod.metadata.deletionGracePeriodSeconds = 10
    return machine.handle(.pod(pod), at: start)
  }

  private static func exit(_ machine: inout PodStateMachine, _ name: String, after: Duration) -> [PodAction] {
    let now = start + after
    let status = ExitStatus(code: 0, startedAt: 1, finishedAt: Int64(now.nanoseconds))
    return machine.handle(.exited(container: name, attempt: 0, status, message: nil), at: now)
  }

  private static func signal(_ name: String, kill: Bool = false) -> PodAction {
    .signal(container: name, attempt: 0, kill: kill)
  }

  private static func signals(_ actions: [PodAction]) -> [PodAction] {
    actions.filter { if case .signal = $0 { true } else { false } }
  }

  @Test("Sidecars get their signal after the others have ended, the last one first")
  func ordersSignals() {
    var machine = Self.running()
    let begin = Self.delete(&machine)
    #expect(Self.signals(begin) == [Self.signal("c")])
    for name in ["s1", "s2", "c"] {
      #expect(
        begin.contains(
          .event(warning: false, container: name, reason: "Killing", message: "Stopping container \(name)")))
    }
    #expect(Self.signals(Self.exit(&machine, "c", after: .seconds(1))) == [Self.signal("s2")])
    #expect(Self.signals(Self.exit(&machine, "s2", after: .seconds(2))) == [Self.signal("s1")])
    #expect(Self.exit(&machine, "s1", after: .seconds(3)).contains(.tearDown(volumes: true)))
  }

  @Test("The hooks of sidecars run at once, and their signals wait all the same")
  func runsHooksAtOnce() {
    var machine = Self.running(hook: true)
    let begin = Self.delete(&machine)
    #expect(begin.contains(.runHook(container: "s1", attempt: 0, .preStop)))
    let ended = machine.handle(
      .hookEnded(container: "s1", attempt: 0, .preStop, failed: false), at: Self.start + .seconds(1))
    #expect(Self.signals(ended).isEmpty)
    _ = Self.exit(&machine, "c", after: .seconds(2))
    #expect(Self.signals(Self.exit(&machine, "s2", after: .seconds(3))) == [Self.signal("s1")])
  }

  @Test("When the time is up, sidecars get their signal and two seconds more")
  func keepsTime() {
    var machine = Self.running()
    _ = Self.delete(&machine)
    let up = Self.signals(machine.handle(.tick, at: Self.start + .seconds(10)))
    #expect(up.contains(Self.signal("c", kill: true)))
    #expect(up.contains(Self.signal("s1")) && up.contains(Self.signal("s2")))
    let late = Self.signals(machine.handle(.tick, at: Self.start + .seconds(12)))
    #expect(late == [Self.signal("s1", kill: true), Self.signal("s2", kill: true)])
  }
}
