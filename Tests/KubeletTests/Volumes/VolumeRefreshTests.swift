import KubeModel
import SandboxRuntime
import Testing

@testable import Kubelet

@Suite("Volumes that are brought up to date")
struct VolumeRefreshTests {
  private static let start = PodStateMachineTests.start

  private static func events(_ actions: [PodAction]) -> [String] {
    actions.compactMap { if case .event(_, _, let reason, _) = $0 { reason } else { nil } }
  }

  @Test("A refresh that fails is told of and keeps no container from starting again")
  func restartsAfterFailedRefresh() {
    var machine = PodStateMachineTests.running(["containers": [["name": "c"]]])
    #expect(machine.handle(.dependenciesChanged, at: Self.start) == [.prepareVolumes(isFirst: false)])
    let failed = machine.handle(
      .volumesFailed(problems: ["gone", "gone too"], retryAfter: .seconds(10)), at: Self.start)
    #expect(Self.events(failed) == ["FailedMount", "FailedMount"])
    #expect(machine.volumeProblem == nil)
    let restart = PodStateMachineTests.exit(&machine, attempt: 0, at: Self.start)
    #expect(restart.contains(.start(container: "c", attempt: 1)))
    #expect(machine.wakeAt == Self.start + .seconds(10))
    #expect(machine.handle(.tick, at: Self.start + .seconds(10)) == [.prepareVolumes(isFirst: false)])
  }

  @Test("One refresh is under way at a time; what changes meanwhile is caught up with")
  func refreshesInTurn() {
    var machine = PodStateMachineTests.running(["containers": [["name": "c"]]])
    #expect(machine.handle(.dependenciesChanged, at: Self.start) == [.prepareVolumes(isFirst: false)])
    #expect(machine.handle(.dependenciesChanged, at: Self.start).isEmpty)
    #expect(machine.handle(.volumesReady, at: Self.start) == [.prepareVolumes(isFirst: false)])
    #expect(machine.handle(.volumesReady, at: Self.start).isEmpty)
  }

  @Test("The end of a pod waits for a refresh, which would make its directories again")
  func endsAfterRefresh() {
    var machine = PodStateMachineTests.running(["containers": [["name": "c"]], "restartPolicy": "Never"])
    _ = machine.handle(.dependenciesChanged, at: Self.start)
    #expect(!PodStateMachineTests.exit(&machine, attempt: 0, at: Self.start).contains(.tearDown(volumes: false)))
    #expect(machine.handle(.volumesReady, at: Self.start) == [.tearDown(volumes: false)])
  }

  @Test("Files of labels and annotations follow them, in volumes that show them only")
  func followsLabels() {
    let volumes: JSONValue = [
      ["name": "v", "projected": ["sources": [["downwardAPI": ["items": [["path": "l"]]]]]]]
    ]
    for (spec, follows) in [
      (["containers": [["name": "c"]], "volumes": volumes] as JSONValue, true),
      (["containers": [["name": "c"]]], false),
    ] {
      var machine = PodStateMachineTests.running(spec)
      var pod = machine.pod
      pod.status.message = "unrelated"
      #expect(machine.handle(.pod(pod), at: Self.start).isEmpty)
      pod.metadata.labels["new"] = "label"
      #expect(machine.handle(.pod(pod), at: Self.start).contains(.prepareVolumes(isFirst: false)) == follows)
    }
  }

  @Test("After serve was replaced, volumes of programs that run are not set up as if they were new")
  func adopts() {
    var pod = PodStateMachineTests.pod(["containers": [["name": "c"]]])
    pod.json["status"] = [
      "containerStatuses": [["name": "c", "state": ["running": ["startedAt": "2026-11-30T00:00:00Z"]]]]
    ]
    var machine = PodStateMachine(adopting: pod, containers: [], hasSandbox: true, at: Self.start)
    #expect(machine.handle(.tick, at: Self.start) == [.prepareVolumes(isFirst: false)])
    var booted = PodStateMachine(adopting: pod, containers: [], hasSandbox: false, at: Self.start)
    #expect(booted.handle(.tick, at: Self.start).contains(.prepareVolumes(isFirst: true)))
  }

  @Test("A pod that keeps more than it may is Failed as Evicted, and has a second to end")
  func evicts() {
    var machine = PodStateMachineTests.running(["containers": [["name": "c"]]])
    let actions = machine.handle(.evicted(message: "too much"), at: Self.start)
    #expect(actions.contains(.event(warning: true, container: nil, reason: "Evicted", message: "too much")))
    #expect(actions.contains(.signal(container: "c", attempt: 0, kill: false)))
    let later = machine.handle(.tick, at: Self.start + .seconds(1))
    #expect(later == [.signal(container: "c", attempt: 0, kill: true)])
    #expect(PodStateMachineTests.exit(&machine, attempt: 0, at: Self.start) == [.tearDown(volumes: false)])
    let status = PodStatusBuilder(hostIP: "10.0.0.1", podIP: nil, now: Self.start).status(
      of: machine, base: PodStatus())
    #expect([status.phase, status.reason, status.message] == ["Failed", "Evicted", "too much"])
  }
}
