import LinuxSystem
import SandboxRuntime
import Testing

@testable import CLI

@Suite("What doctor says")
struct MachineCheckTests {
  private func lines(_ failure: LaunchFailure?) -> [String] {
    MachineCheck.checks(
      of: failure.map { SandboxdLaunchError($0, in: HostSituation(), directory: "/h") }
    ).map(\.line)
  }

  @Test("What was tried and works is ok")
  func works() {
    #expect(lines(nil) == ["namespaces: ok", "containers: ok"])
    let room = PodRoom(descriptors: 1 << 20, processes: nil)
    #expect(MachineCheck.limits(room).line == "limits: ok, enough for 1000 pods on a node")
    #expect(MachineCheck.limits(room).problem == nil)
  }

  @Test("What failed is said where it belongs, and what could not be tried then is said, too")
  func fails() {
    let setup = lines(
      LaunchFailure(stage: .setup, operation: "RTM_NEWLINK bridge lk0", number: SystemError.notSupported))
    #expect(setup[0].hasPrefix("namespaces: the kernel's module bridge is not there"), "\(setup)")
    #expect(setup[0].hasSuffix("run: sudo modprobe bridge"), "\(setup)")
    #expect(setup[1] == "containers: not tried without namespaces")
    let container = lines(LaunchFailure(stage: .container, operation: "pivot_root", number: SystemError.invalid))
    #expect(container[0] == "namespaces: ok")
    #expect(container[1].hasPrefix("containers: no pod could be started here (pivot_root: invalid argument)"))
  }

  @Test("A limit that is low is a problem, and says for how many pods it is enough")
  func limits() {
    let check = MachineCheck.limits(PodRoom(descriptors: 1_024, processes: nil))
    #expect(check.problem?.contains("is enough for 92 pods") == true, "\(check.line)")
  }

  @Test("A disk has room, or is full for a new cluster, or nearly so")
  func disks() {
    func obstacle(_ free: UInt64, isInUse: Bool = false) -> HostObstacle? {
      DiskRoom(directory: "/h", free: free, isInUse: isInUse).obstacle
    }
    #expect(obstacle(1 << 30) == nil)
    #expect(obstacle(0)?.cause == "the disk that holds /h is full: 0 KiB are free, 8192 KiB are needed")
    #expect(obstacle(2 << 20)?.cause.contains("is nearly full: 2048 KiB are free") == true)
    #expect(obstacle(0)?.command == "localkube up --home DIRECTORY")
    #expect(obstacle(0, isInUse: true)?.command == "df -h /h")
  }
}
