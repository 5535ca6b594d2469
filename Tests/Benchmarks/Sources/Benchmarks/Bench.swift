import Foundation

/// The program under measurement in a home of its own, which is removed in the end.
struct Bench {
  let program: String
  let home: String

  init() throws {
    guard let program = ProcessInfo.processInfo.environment["LOCALKUBE_BENCHMARK_PROGRAM"] else {
      throw Failure("LOCALKUBE_BENCHMARK_PROGRAM is not set: run Tests/Benchmarks/run.sh")
    }
    self.program = program
    home = "/tmp/localkube-benchmark-\(getpid())"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
  }

  /// Powers the cluster off and takes its home away.
  func remove() {
    // Nothing is left to be done for a cluster that is down already.
    _ = try? localkube("delete-cluster")
    try? FileManager.default.removeItem(atPath: home)
  }

  /// Runs a command of localkube; the milliseconds until it ended.
  @discardableResult
  func localkube(_ arguments: String...) throws -> Double { try command([program] + arguments).milliseconds }

  /// What a command of localkube prints.
  func output(_ arguments: String...) throws -> String { try command([program] + arguments).output }

  private func command(_ arguments: [String]) throws -> Command.Result {
    let result = try Command.run(
      arguments, environment: ["LOCALKUBE_HOME": "\(home)/lk", "KUBECONFIG": "\(home)/kubeconfig"],
      output: "\(home)/output")
    guard result.status == 0 else {
      throw Failure("\(arguments.joined(separator: " ")) ended with \(result.status): \(result.output)")
    }
    return result
  }

  /// Asks every millisecond until `condition` gives a value.
  static func wait<Value>(_ what: String, limit: Double = 60, for condition: () throws -> Value?) throws -> Value {
    let end = Clock.now + limit * 1_000
    while Clock.now < end {
      if let value = try condition() { return value }
      usleep(1_000)
    }
    throw Failure("\(what): not within \(limit) s")
  }
}

/// Something that could not be measured.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// A clock that only goes forward.
enum Clock {
  /// Milliseconds since the machine started.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1_000_000
  }
}
