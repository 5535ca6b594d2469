import Foundation

/// A container's process is killed; how long until its successor runs.
///
/// Pods of a StatefulSet would start anew at once, too; here the container is restarted in its pod. Each kill gets a
/// fresh pod, since the kubelet waits before the second restart of a container.
enum RestartBenchmark {
  static func run(_ bench: Bench) throws -> [Figure] {
    try bench.localkube("delete-cluster")
    try bench.localkube("up")
    var restarts: [Double] = []
    var starts: [Double] = []
    for index in 0..<50 {
      // A number of seconds that no other process sleeps for tells the container's processes apart.
      let mark = "\(400_000 + Int(getpid()) % 10_000 * 50 + index)"
      let manifest = "\(bench.home)/pod.yaml"
      try """
      apiVersion: v1
      kind: Pod
      metadata: {name: restart-\(index)}
      spec:
        terminationGracePeriodSeconds: 0
        containers: [{name: sleep, image: busybox, command: [sleep, "\(mark)"]}]
      """.write(toFile: manifest, atomically: true, encoding: .utf8)
      let created = Clock.now
      try bench.localkube("apply", "-f", manifest)
      let first = try Bench.wait("the container runs") { Processes.find("sleep", mark) }
      starts.append(Clock.now - created)
      usleep(50_000)
      let killed = Clock.now
      kill(first, SIGKILL)
      _ = try Bench.wait("the container runs again") { () -> pid_t? in
        guard let id = Processes.find("sleep", mark), id != first else { return nil }
        return id
      }
      restarts.append(Clock.now - killed)
      try bench.localkube("delete", "pod", "restart-\(index)")
    }
    try bench.localkube("delete-cluster")
    let sorted = restarts.sorted()
    return [
      Figure(what: "`apply` started → the container's process runs", unit: "ms", values: starts),
      Figure(what: "container killed → its successor runs", unit: "ms", values: restarts),
      Figure(
        what: "the same, 99th percentile", unit: "ms", values: [sorted[min(sorted.count - 1, sorted.count * 99 / 100)]]),
    ]
  }
}

/// Looks into /proc.
enum Processes {
  /// The process with exactly this command line.
  static func find(_ arguments: String...) -> pid_t? {
    let wanted = arguments.map { "\($0)\0" }.joined()
    return ids().first { commandLine($0) == wanted }
  }

  static func ids() -> [pid_t] {
    var ids: [pid_t] = []
    guard let directory = opendir("/proc") else { return [] }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if let id = pid_t(name) { ids.append(id) }
    }
    // The youngest come last and are looked at first.
    return ids.reversed()
  }

  /// The arguments, each ended by a zero; empty for a process that has gone.
  static func commandLine(_ id: pid_t) -> String { read("/proc/\(id)/cmdline") }

  static func read(_ path: String) -> String {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = Foundation.read(file, &buffer, buffer.count)
      guard count > 0 else { break }
      text += buffer[..<count]
    }
    return String(decoding: text, as: UTF8.self)
  }
}
