import KubeModel
import Testing

@testable import Kubelet

@Suite("When probes are executed, and what their results count")
struct ProbeStateTests {
  private let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

  private func probe(_ kind: ProbeKind, period: Int, delay: Int = 0) -> ProbeState {
    let probe = Probe.with {
      $0.periodSeconds = period
      $0.initialDelaySeconds = delay
    }
    return ProbeState(kind: kind, probe: probe, startedAt: start)
  }

  /// Fails the probe at every moment at which it is due; the moments after the start, in milliseconds.
  private func moments(_ state: ProbeState, until end: Duration) -> [Int64] {
    var state = state
    var moments: [Int64] = []
    while state.nextAt - start <= end {
      let now = state.nextAt
      moments.append(Int64((now - start) / .milliseconds(1)))
      state.begin(at: now)
      _ = state.end(.failure("no"), at: now)
    }
    return moments
  }

  @Test("A container that is not ready is asked again soon, and the less often the longer it takes")
  func haste() {
    let moments = moments(probe(.readiness, period: 10), until: .seconds(300))
    #expect(moments.prefix(4) == [0, 100, 200, 300])
    let gaps = zip(moments.dropFirst(), moments).map { $0 - $1 }
    #expect(gaps.allSatisfy { (100...10_000).contains($0) })
    #expect(gaps.suffix(10).allSatisfy { $0 == 10_000 }, "after 80 s only the period counts: \(gaps)")
    #expect(moments.count < 75)
  }

  @Test("The first execution waits for the initial delay")
  func delay() {
    #expect(moments(probe(.readiness, period: 3, delay: 5), until: .milliseconds(5_250)) == [5_000, 5_100, 5_200])
  }

  @Test("Liveness and startup probes keep to their period", arguments: [ProbeKind.liveness, .startup])
  func period(kind: ProbeKind) {
    #expect(moments(probe(kind, period: 2), until: .seconds(6)) == [0, 2_000, 4_000, 6_000])
  }

  @Test("Once a container is ready, the period counts; when it is not ready any more, haste begins anew")
  func readiness() {
    var state = probe(.readiness, period: 10)
    state.begin(at: start)
    #expect(!state.isExtra)
    let failed = state.end(.failure("no"), at: start)
    #expect(!failed)
    var now = state.nextAt
    state.begin(at: now)
    #expect(state.isExtra)
    let passed = state.end(.success, at: now)
    #expect(passed)
    #expect(state.isPassing)
    #expect(state.nextAt == start + .seconds(10))
    var changes: [Bool] = []
    for _ in 0..<3 {
      now = state.nextAt
      state.begin(at: now)
      #expect(!state.isExtra)
      changes.append(state.end(.failure("no"), at: now))
    }
    #expect(changes == [false, false, true])
    #expect(!state.isPassing)
    #expect(now == start + .seconds(30))
    #expect(state.nextAt == now + .milliseconds(100))
  }
}
