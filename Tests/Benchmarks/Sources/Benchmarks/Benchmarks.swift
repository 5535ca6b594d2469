import Foundation

/// Measures localkube as a whole, by its commands alone, and prints one table.
@main
enum Benchmarks {
  private static let all: [(name: String, run: @Sendable (Bench) throws -> [Figure])] = [
    ("up", StartBenchmark.run), ("consul", ConsulBenchmark.run), ("restart", RestartBenchmark.run),
    ("idle", IdleBenchmark.run), ("command", CommandBenchmark.run), ("api", APIBenchmark.run),
    ("watch", WatchBenchmark.run),
  ]

  /// What takes many minutes.
  private static let onlyByName: Set = ["watch"]

  static func main() {
    let wanted = CommandLine.arguments.dropFirst()
    let unknown = wanted.filter { name in !all.contains { $0.name == name } }
    guard unknown.isEmpty else {
      complain("there is no benchmark \(unknown[0]): choose from \(all.map(\.name).joined(separator: ", "))")
      exit(2)
    }
    do {
      let bench = try Bench()
      defer { bench.remove() }
      print("\(Machine.description)\n")
      print("| what | median | least | most | runs |\n|---|---|---|---|---|")
      for (name, run) in all where wanted.isEmpty ? !onlyByName.contains(name) : wanted.contains(name) {
        for figure in try run(bench) { print(figure.row) }
      }
    } catch {
      complain("\(error)")
      exit(1)
    }
  }

  private static func complain(_ text: String) { FileHandle.standardError.write(Data("error: \(text)\n".utf8)) }
}

/// One line of the table.
struct Figure {
  let what: String
  let unit: String
  let values: [Double]
  var digits = 0

  var row: String {
    let sorted = values.sorted()
    guard let least = sorted.first, let most = sorted.last else { return "| \(what) | none | | | 0 |" }
    return "| \(what) | \(text(median)) | \(text(least)) | \(text(most)) | \(values.count) |"
  }

  var median: Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  private func text(_ value: Double) -> String { String(format: "%.\(digits)f %@", value, unit) }
}

/// What is measured on.
enum Machine {
  static var description: String {
    let release = (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)) ?? ""
    let user = geteuid() == 0 ? "root" : "an ordinary user"
    return "\(ProcessInfo.processInfo.activeProcessorCount) cores, "
      + "\(ProcessInfo.processInfo.physicalMemory >> 30) GiB, "
      + "Linux \(release.trimmingCharacters(in: .whitespacesAndNewlines)), as \(user)"
  }
}
