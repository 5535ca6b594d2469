import Foundation

/// What localkube itself takes while Consul runs on it and nothing is asked of it.
enum IdleBenchmark {
  private static let seconds = 60.0

  static func run(_ bench: Bench) throws -> [Figure] {
    try bench.localkube("delete-cluster")
    try bench.localkube("up")
    try bench.localkube("install", "consul")
    // Elections and first probes are over after a while.
    sleep(10)
    let own = ["supervise", "sandboxd", "serve"].compactMap { role in find(role, bench).map { (role, $0) } }
    guard own.count == 3 else { throw Failure("localkube's processes cannot be found") }
    let before = own.map { ticks($0.1) }.reduce(0, +)
    let begin = Clock.now
    usleep(useconds_t(seconds * 1_000_000))
    let used = Double(own.map { ticks($0.1) }.reduce(0, +) - before) / Double(sysconf(Int32(_SC_CLK_TCK)))
    let share = used / ((Clock.now - begin) / 1_000) * 100
    var figures = [
      Figure(what: "CPU of localkube, Consul running, idle", unit: "% of a core", values: [share], digits: 2)
    ]
    var total = 0.0
    for (role, id) in own {
      let memory = proportional(id)
      total += memory
      figures.append(Figure(what: "memory of `\(role)` (proportional set)", unit: "MB", values: [memory], digits: 1))
    }
    figures.append(Figure(what: "memory of all of localkube", unit: "MB", values: [total], digits: 1))
    try bench.localkube("delete-cluster")
    return figures
  }

  /// The process of this cluster in a role.
  private static func find(_ role: String, _ bench: Bench) -> pid_t? {
    let supervisor = Processes.ids().first { Processes.commandLine($0).contains("supervise\0\(bench.home)/") }
    guard let supervisor else { return nil }
    if role == "supervise" { return supervisor }
    return Processes.ids().first { id in
      let words = Processes.commandLine(id).split(separator: "\0")
      return words.count > 1 && words[1] == role && parent(id) == supervisor
    }
  }

  private static func statistics(_ id: pid_t) -> [Substring] {
    // What follows the name in brackets, which may hold spaces (proc_pid_stat(5)).
    Processes.read("/proc/\(id)/stat").split(separator: ")").last?.split(separator: " ") ?? []
  }

  private static func parent(_ id: pid_t) -> pid_t {
    let fields = statistics(id)
    return fields.count > 1 ? pid_t(fields[1]) ?? 0 : 0
  }

  /// User and system time so far, in clock ticks.
  private static func ticks(_ id: pid_t) -> Int {
    let fields = statistics(id)
    return fields.count > 12 ? (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) : 0
  }

  /// The proportional set size in MB (proc_pid_smaps(5)).
  private static func proportional(_ id: pid_t) -> Double {
    let line = Processes.read("/proc/\(id)/smaps_rollup").split(separator: "\n").first { $0.hasPrefix("Pss:") }
    let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
    return kilobytes * 1_024 / 1_000_000
  }
}
