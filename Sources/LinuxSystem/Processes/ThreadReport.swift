/// What the threads of a process are at, for the log of whoever has to end it because it hangs.
package enum ThreadReport {
  /// A line a thread: its name, its state, and the system call and the place in the kernel where it waits
  /// (proc_pid_stat(5), proc_pid_syscall(5), proc_pid_wchan(5)); what cannot be read is left out.
  package static func lines(of process: Int32) -> [String] {
    let tasks = "/proc/\(process)/task"
    // A process that has ended meanwhile has nothing to report.
    let threads = (try? FileSystem.list(tasks)) ?? []
    return threads.compactMap(Int32.init).sorted().map { thread in
      func read(_ name: String) -> String {
        let text = (try? FileSystem.readText("\(tasks)/\(thread)/\(name)", limit: 4_096)) ?? ""
        return text.split(separator: "\n").first.map(String.init) ?? ""
      }
      // The state follows the name in brackets, which may hold spaces.
      let state = read("stat").split(separator: ")").last?.split(separator: " ").first.map(String.init) ?? "?"
      return "thread \(thread) \(read("comm")): \(state) in \(read("wchan")), system call \(read("syscall"))"
    }
  }
}
