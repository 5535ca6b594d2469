import KubeModel
import Testing

@testable import Scheduler

@Suite("Scheduling state")
struct SchedulingStateTests {
  private func state(_ nodes: Node...) -> SchedulingState {
    var state = SchedulingState(schedulerName: "default-scheduler")
    for node in nodes { state.set(node) }
    return state
  }

  private func bind(_ name: String, _ node: String) -> SchedulingState.Action {
    .bind(pod: NamespacedName(namespace: "default", name: name), uid: "uid-\(name)", node: node)
  }

  @Test("A placed pod counts before its binding is confirmed")
  func assumes() {
    var state = state(Fixture.node("n1", cpu: "1"))
    state.set(Fixture.pod("a", cpu: "600m"))
    state.set(Fixture.pod("b", cpu: "600m"))
    #expect(state.next() == [bind("a", "n1")])
    guard case .report(_, _, let message)? = state.next().first else {
      Issue.record("b was not reported")
      return
    }
    #expect(message.contains("Insufficient cpu"))
    // A write of the pod's status while the binding is under way changes nothing.
    state.set(Fixture.pod("a", cpu: "600m"))
    #expect(state.next().isEmpty)
  }

  @Test("A pod that did not fit is tried again when a pod ends, and at nothing less")
  func retries() {
    var state = state(Fixture.node("n1", cpu: "1"))
    state.set(Fixture.pod("a", on: "n1", cpu: "600m"))
    state.set(Fixture.pod("b", cpu: "600m"))
    #expect(state.next().count == 1)
    state.set(Fixture.node("n1", cpu: "1"))
    state.set(Fixture.pod("b", cpu: "600m"))
    #expect(state.next().isEmpty)
    state.remove(Fixture.pod("a", on: "n1", cpu: "600m"))
    #expect(state.next() == [bind("b", "n1")])
  }

  @Test("A new node, a claim that is bound and a pod that finished each bring waiting pods back")
  func wakes() {
    var state = state()
    state.set(Fixture.pod("a"))
    #expect(state.next().count == 1)
    state.set(Fixture.node("n1"))
    #expect(state.next() == [bind("a", "n1")])

    let spec: JSONValue = ["volumes": [["name": "d", "persistentVolumeClaim": ["claimName": "d"]]]]
    var claim = PersistentVolumeClaim(name: "d", namespace: "default")
    state.set(claim)
    state.set(Fixture.pod("b", spec: spec))
    #expect(state.next().count == 1)
    state.set(PersistentVolume(name: "v"))
    claim.spec.volumeName = "v"
    claim.status.phase = "Bound"
    state.set(claim)
    #expect(state.next() == [bind("b", "n1")])
  }

  @Test("The same reason is said once")
  func reportsOnce() {
    var state = state(Fixture.node("n1", cpu: "1"))
    state.set(Fixture.pod("big", cpu: "2"))
    #expect(state.next().count == 1)
    state.set(Fixture.node("n1", cpu: "1", memory: "9Gi"))
    #expect(state.next().isEmpty)
  }

  @Test("A refused binding brings the pod back, unless it is gone")
  func bindingFailed() {
    var state = state(Fixture.node("n1", cpu: "1"))
    let name = NamespacedName(namespace: "default", name: "a")
    state.set(Fixture.pod("a", cpu: "1"))
    #expect(state.next() == [bind("a", "n1")])
    state.bindingFailed(name, uid: "uid-a")
    #expect(state.next() == [bind("a", "n1")])
    state.remove(Fixture.pod("a", cpu: "1"))
    state.bindingFailed(name, uid: "uid-a")
    #expect(state.next().isEmpty)
  }

  @Test("Gated pods and pods of other schedulers are left alone; the important come first")
  func order() {
    var state = state(Fixture.node("n1"))
    state.set(Fixture.pod("gated", spec: ["schedulingGates": [["name": "g"]]]))
    state.set(Fixture.pod("foreign", spec: ["schedulerName": "other"]))
    state.set(Fixture.pod("first"))
    state.set(Fixture.pod("second"))
    state.set(Fixture.pod("important") { $0.spec.priority = 10 })
    #expect(
      [state.next(), state.next(), state.next()].map { $0.first } == [
        bind("important", "n1"), bind("first", "n1"), bind("second", "n1"),
      ])
    #expect(state.next().isEmpty)
  }

  @Test("A claim that waits for its pod is told the node first, and the pod is bound when the claim is")
  func waitsForVolumes() {
    var state = state(Fixture.node("n1"))
    var late = StorageClass(name: "late")
    late.provisioner = "localkube"
    late.volumeBindingMode = "WaitForFirstConsumer"
    state.set(late)
    var claim = PersistentVolumeClaim(name: "d", namespace: "default")
    claim.spec.storageClassName = "late"
    state.set(claim)
    state.set(Fixture.pod("a", spec: ["volumes": [["name": "d", "persistentVolumeClaim": ["claimName": "d"]]]]))
    #expect(state.next() == [.selectNode(claim: claim.namespacedName, node: "n1")])
    #expect(state.next().isEmpty)
    claim.spec.volumeName = "v"
    claim.status.phase = "Bound"
    state.set(claim)
    #expect(state.next() == [bind("a", "n1")])
  }
}
