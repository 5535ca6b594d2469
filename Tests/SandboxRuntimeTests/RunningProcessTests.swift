import Glibc
import Testing

@testable import LinuxSystem
@testable import SandboxRuntime

@Suite("Running processes")
struct RunningProcessTests {
  @Test("A program that ends before its starter lets go of its report has run")
  func shortLife() throws {
    let loop = try EventLoop()
    var ends: [Int32] = [0, 0]
    let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    try #require(unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0)
    var id: pid_t = 0
    let words = unsafe [strdup("sh"), strdup("-c"), strdup("exit 3"), nil]
    let spawned = unsafe posix_spawn(&id, "/bin/sh", nil, nil, words, nil)
    unsafe words.forEach { unsafe free($0) }
    try #require(spawned == 0)
    let own = SharedDescriptor(try ProcessHandle.open(pid: id))
    let process = try RunningProcess(
      loop: loop,
      child: ChildProcess(pid: id, pidfd: try own.duplicate(), report: OwnedDescriptor(owning: ends[0])),
      program: ChildProgram(steps: [], arguments: ["sh"], environment: [], candidates: []))
    var actions: [ProcessLife.Action] = []
    process.onAction = { action in
      actions.append(action)
      if action != .answerStarted { loop.stop() }
    }
    var token: EventLoop.Token?
    token = try loop.watch(own.rawValue, .reading) { _ in
      if let token { loop.unwatch(token, own.rawValue) }
      // By now it was seen to be dead: the starter comes to it late.
      _ = loop.after(nanoseconds: 1_000_000) { close(ends[1]) }
    }
    loop.run()
    guard actions.count == 2, actions[0] == .answerStarted, case .tellExit(let status) = actions[1] else {
      Issue.record("\(actions)")
      return
    }
    #expect(status.code == 3 && status.signal == 0)
  }
}
