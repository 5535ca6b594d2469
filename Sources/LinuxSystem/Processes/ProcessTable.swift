private import CLinux
private import Glibc

/// The processes of the machine, as far as this process sees them (proc(5)).
package enum ProcessTable {
  /// What a process is and uses.
  package struct Entry: Sendable, Hashable {
    package let id: Int32
    package let parent: Int32
    /// What its children used that have ended and were waited for, in nanoseconds.
    package let childrenNanoseconds: Int64
  }

  /// Linux counts in `/proc/PID/stat` in hundredths of a second, whatever the kernel's own tick is.
  private static let nanosecondsPerTick: Int64 = 10_000_000

  /// All processes; what ends while it is read is left out.
  package static func entries() throws(SystemError) -> [Entry] {
    var entries: [Entry] = []
    for name in try FileSystem.list("/proc") {
      guard let id = Int32(name), let text = try? FileSystem.readText("/proc/\(name)/stat", limit: 4_096) else {
        continue
      }
      // The program's name may hold anything, so the fields are counted from the last bracket on.
      guard let end = text.lastIndex(of: ")") else { continue }
      let fields = text[end...].split(separator: " ").dropFirst().map(String.init)
      guard fields.count > 14, let parent = Int32(fields[1]), let user = Int64(fields[13]),
        let system = Int64(fields[14])
      else { continue }
      entries.append(Entry(id: id, parent: parent, childrenNanoseconds: (user + system) * nanosecondsPerTick))
    }
    return entries
  }

  /// How many threads the processes of a user have, as far as they can be seen.
  package static func threads(of user: UInt32) -> UInt64 {
    var count: UInt64 = 0
    // What ends meanwhile, or cannot be looked at, is not counted.
    for name in (try? FileSystem.list("/proc")) ?? [] where Int32(name) != nil {
      guard let text = try? FileSystem.readText("/proc/\(name)/status", limit: 1 << 16) else { continue }
      var isTheirs = false
      for line in text.split(separator: "\n") {
        let words = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
        if words.first == "Uid:" { isTheirs = words.dropFirst().first.flatMap { UInt32($0) } == user }
        if isTheirs, words.first == "Threads:" { count += words.last.flatMap { UInt64($0) } ?? 0 }
      }
    }
    return count
  }

  /// The CPU time of a process with all its threads, in nanoseconds; nil when it has ended.
  package static func processorTime(of id: Int32) -> Int64? {
    var clock = clockid_t()
    guard unsafe clock_getcpuclockid(id, &clock) == 0 else { return nil }
    var time = timespec()
    guard unsafe clock_gettime(clock, &time) == 0 else { return nil }
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// The memory of a process in bytes.
  package struct Memory: Sendable, Hashable {
    /// All of it that is in memory.
    package let resident: Int64
    /// What of that belongs to no file.
    package let anonymous: Int64
  }

  /// The memory of a process, where what it shares is divided among those who share it; nil when it has ended.
  package static func memory(of id: Int32) -> Memory? {
    // Who may not read the first file is told the resident size, which counts shared pages in full.
    if let text = try? FileSystem.readText("/proc/\(id)/smaps_rollup", limit: 1 << 16),
      let bytes = kilobytes("Pss:", in: text)
    {
      let anonymous = kilobytes("Pss_Anon:", in: text) ?? kilobytes("Anonymous:", in: text)
      return Memory(resident: bytes, anonymous: min(anonymous ?? bytes, bytes))
    }
    guard let text = try? FileSystem.readText("/proc/\(id)/status", limit: 1 << 16),
      let bytes = kilobytes("VmRSS:", in: text)
    else { return nil }
    return Memory(resident: bytes, anonymous: kilobytes("RssAnon:", in: text) ?? bytes)
  }

  private static func kilobytes(_ label: String, in text: String) -> Int64? {
    for line in text.split(separator: "\n") where line.hasPrefix(label) {
      return line.dropFirst(label.count).split(separator: " ").first.flatMap { Int64($0) }.map { $0 * 1_024 }
    }
    return nil
  }
}
