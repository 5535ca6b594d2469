import LinuxSystem
import Testing

@testable import SandboxRuntime

@Suite struct PlanTests {
  private static let rootless = HostFacts(
    topLevel: [.link(name: "bin", target: "usr/bin"), .directory(name: "lib")], shownConfiguration: [],
    isRootless: true, users: IdentityRanges(map: "         0       1000          1\n"),
    groups: IdentityRanges(map: "0 1000 1"), capabilities: CapabilitySet(rawValue: 1))

  @Test("A program of a recipe for /bin goes into the layer before overlayfs is mounted over it")
  func layer() throws {
    let plan = RootPlan(
      RootFileSystem(layer: "/l", files: [.init(path: "/bin/consul", content: .host(path: "/c"), mode: 0o755)]),
      mounts: [], host: Self.rootless)
    let steps = plan.stepsBeforePivot
    let file = try #require(
      steps.firstIndex(of: .file("/l/upper/usr/bin/consul", content: [], permissions: 0o755)))
    let overlay = try #require(
      steps.firstIndex { if case .mount(_, "/l/root/usr", "overlay", _, _) = $0 { true } else { false } })
    #expect(file < overlay)
    #expect(
      plan.stepsAfterPivot == [.putTree(slot: 0, path: "/bin/consul", isReadOnly: true, receivesMounts: false)])
  }

  @Test("A user that does not exist without root is refused with what to do; such groups are left out")
  func identity() throws {
    var process = ProcessSpecification(arguments: ["x"], supplementaryGroups: [1000])
    #expect(try ProcessPlan.program(process, host: Self.rootless).supplementaryGroups == nil)
    process.user = 100
    #expect(throws: SandboxError.self) { try ProcessPlan.program(process, host: Self.rootless) }
  }

  @Test("A name is looked up in PATH, a path is taken as it is")
  func candidates() {
    #expect(ProcessPlan.candidates(for: "x", environment: ["PATH=/a::/b/"]) == ["/a/x", "./x", "/b/x"])
    #expect(ProcessPlan.candidates(for: "./x", environment: []) == ["./x"])
  }

  @Test("A process's life is told once, in order")
  func life() {
    var life = ProcessLife()
    #expect(life.executed(at: 5) == .answerStarted)
    #expect(life.executed(at: 6) == .nothing)
    let status = ExitStatus(code: 3, startedAt: 5, finishedAt: 9)
    #expect(life.ended(code: 3, signal: 0, at: 9) == .tellExit(status))
    #expect(life.ended(code: 4, signal: 0, at: 10) == .nothing)
    var other = ProcessLife()
    other.failed(.timedOut)
    #expect(other.ended(code: 127, signal: 0, at: 1) == .answerFailed(.timedOut))
  }
}
