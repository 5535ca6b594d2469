private import Glibc

/// What this process uses (proc(5)).
package struct OwnProcess: Sendable, Hashable {
  package let processorNanoseconds: Int64
  package let residentBytes: Int64
  package let virtualBytes: Int64
  package let openDescriptors: Int
  /// Nanoseconds since 1970.
  package let startedAt: Int64

  /// Reads the figures; nil where there is no `/proc`.
  package static func usage() -> OwnProcess? {
    guard let text = try? FileSystem.readText("/proc/self/stat", limit: 4_096), let end = text.lastIndex(of: ")"),
      let time = ProcessTable.processorTime(of: getpid())
    else { return nil }
    let fields = text[end...].split(separator: " ").dropFirst().map { Int64($0) ?? 0 }
    guard fields.count > 21 else { return nil }
    // The start is counted in hundredths of a second since the machine's.
    let age = Clocks.sinceBoot - fields[19] * 10_000_000
    return OwnProcess(
      processorNanoseconds: time, residentBytes: fields[21] * Int64(sysconf(Int32(_SC_PAGESIZE))),
      virtualBytes: fields[20], openDescriptors: (try? FileSystem.list("/proc/self/fd").count) ?? 0,
      startedAt: Clocks.now - age)
  }
}
