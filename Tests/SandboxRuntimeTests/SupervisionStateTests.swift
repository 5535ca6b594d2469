import Testing

@testable import SandboxRuntime

@Suite("Supervision")
struct SupervisionStateTests {
  private static let second: Int64 = 1_000_000_000

  private func running() -> SupervisionState {
    var state = SupervisionState()
    #expect(state.handle(.begin, now: 0) == [.start(.sandboxd), .start(.serve)])
    #expect(state.handle(.ready, now: 1) == [])
    return state
  }

  @Test("serve that ended after a while is started again at once")
  func restartsServe() {
    var state = running()
    #expect(state.handle(.ended(.serve, code: 137), now: 5 * Self.second) == [.start(.serve)])
  }

  @Test("serve that ends right after its start waits longer each time, up to ten seconds")
  func backsOff() {
    var state = running()
    var waits: [Int64] = []
    for _ in 0..<9 {
      let actions = state.handle(.ended(.serve, code: 1), now: 0)
      guard case .wait(let nanoseconds)? = actions.first else {
        Issue.record("\(actions) is no wait")
        return
      }
      waits.append(nanoseconds / 1_000_000)
      #expect(state.handle(.due, now: 0) == [.start(.serve)])
    }
    #expect(waits == [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000])
    #expect(state.handle(.ended(.serve, code: 1), now: 2 * Self.second) == [.start(.serve)])
  }

  @Test("sandboxd that ends brings both down and up again, like a node's reboot")
  func reboots() {
    var state = running()
    #expect(
      state.handle(.ended(.sandboxd, code: 137), now: 5 * Self.second) == [
        .terminate(.serve), .wait(nanoseconds: 5 * Self.second),
      ])
    #expect(state.handle(.due, now: 10 * Self.second) == [.kill(.serve)])
    #expect(
      state.handle(.ended(.serve, code: 137), now: 10 * Self.second) == [.start(.sandboxd), .start(.serve)])
  }

  @Test("A stop ends serve first and sandboxd after it")
  func stops() {
    var state = running()
    #expect(state.handle(.stop, now: 9) == [.terminate(.serve), .wait(nanoseconds: 5 * Self.second)])
    #expect(state.handle(.stop, now: 10) == [])
    #expect(
      state.handle(.ended(.serve, code: 0), now: 11) == [.terminate(.sandboxd), .wait(nanoseconds: 15 * Self.second)])
    #expect(state.handle(.due, now: 12) == [.kill(.sandboxd)])
    #expect(state.handle(.ended(.sandboxd, code: 137), now: 13) == [.exit(code: 0)])
  }

  @Test("serve that cannot start ends everything, unless it worked before")
  func givesUp() {
    var state = SupervisionState()
    _ = state.handle(.begin, now: 0)
    #expect(state.handle(.ended(.serve, code: SupervisionState.cannotStart), now: 1).first == .terminate(.sandboxd))
    #expect(state.handle(.ended(.sandboxd, code: 0), now: 2) == [.exit(code: SupervisionState.cannotStart)])

    var working = running()
    #expect(
      working.handle(.ended(.serve, code: SupervisionState.cannotStart), now: 5 * Self.second) == [.start(.serve)])
  }

  @Test("serve that gives no sign of life and does nothing is killed and started again, and sandboxd goes on")
  func silence() {
    var state = running()
    #expect(state.signsDueAt[.serve] == 1 + 6 * Self.second)
    #expect(state.handle(.sign(.serve), now: 4 * Self.second) == [])
    #expect(state.handle(.silence(.serve, isBusy: false), now: 7 * Self.second) == [])
    #expect(state.signsDueAt[.serve] == 10 * Self.second)
    #expect(state.handle(.silence(.serve, isBusy: false), now: 10 * Self.second) == [.kill(.serve)])
    #expect(state.signsDueAt[.serve] == nil)
    #expect(state.handle(.ended(.serve, code: 137), now: 11 * Self.second) == [.start(.serve)])
    #expect(state.signsDueAt[.serve] == 71 * Self.second, "a start may take longer than the time between two signs")
  }

  @Test("serve that is silent and works has half a minute")
  func busySilence() {
    var state = running()
    _ = state.handle(.sign(.serve), now: 0)
    for second in stride(from: 6, to: 30, by: 2) {
      let now = Int64(second) * Self.second
      #expect(state.signsDueAt[.serve] == now)
      #expect(state.handle(.silence(.serve, isBusy: true), now: now) == [])
    }
    #expect(state.handle(.silence(.serve, isBusy: true), now: 30 * Self.second) == [.kill(.serve)])
  }

  @Test("sandboxd that gives no more signs of life is killed, and both come back as after a reboot")
  func hungSandboxd() {
    var state = running()
    #expect(state.signsDueAt[.sandboxd] == nil, "one that never gave a sign gives none: it is an older program")
    _ = state.handle(.sign(.sandboxd), now: 5 * Self.second)
    #expect(state.signsDueAt[.sandboxd] == 25 * Self.second)
    #expect(state.handle(.silence(.sandboxd, isBusy: false), now: 25 * Self.second) == [.kill(.sandboxd)])
    #expect(state.handle(.ended(.sandboxd, code: 137), now: 25 * Self.second).first == .terminate(.serve))
    #expect(state.handle(.ended(.serve, code: 0), now: 26 * Self.second) == [.start(.sandboxd), .start(.serve)])
  }

  @Test("A silence that is noticed late is forgiven once: supervise did not run either")
  func sleptThrough() {
    var state = running()
    #expect(state.handle(.silence(.serve, isBusy: false), now: 3_600 * Self.second) == [])
    #expect(state.signsDueAt[.serve] == 3_606 * Self.second)
    #expect(state.handle(.silence(.serve, isBusy: false), now: 3_606 * Self.second) == [.kill(.serve)])
  }

  @Test("No sign of life is waited for while the cluster stops")
  func silentStop() {
    var state = running()
    _ = state.handle(.stop, now: 9)
    #expect(state.handle(.sign(.serve), now: 10) == [])
    #expect(state.signsDueAt.isEmpty)
    #expect(state.handle(.silence(.serve, isBusy: false), now: 90 * Self.second) == [])
  }

  @Test("A new control plane is had by killing the old one, which leaves the containers alone")
  func renews() {
    var state = running()
    #expect(state.handle(.renew, now: 5 * Self.second) == [.kill(.serve)])
    #expect(state.handle(.ended(.serve, code: 137), now: 5 * Self.second) == [.start(.serve)])
    _ = state.handle(.stop, now: 6 * Self.second)
    #expect(state.handle(.renew, now: 6 * Self.second) == [])
  }
}
