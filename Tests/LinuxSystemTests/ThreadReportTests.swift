import LinuxSystem
import Testing

@Suite("Reports about threads")
struct ThreadReportTests {
  @Test("Every thread of a process has a line, and a process that is gone has none")
  func lines() {
    let lines = ThreadReport.lines(of: CurrentProcess.id)
    #expect(!lines.isEmpty)
    #expect(lines.allSatisfy { $0.contains(#/^thread \d+ .*: [RSDTtZX] in .*, system call /#) }, "\(lines)")
    #expect(ThreadReport.lines(of: Int32.max).isEmpty)
  }
}
