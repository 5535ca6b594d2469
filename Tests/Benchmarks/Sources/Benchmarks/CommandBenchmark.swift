/// A command of every day.
enum CommandBenchmark {
  static func run(_ bench: Bench) throws -> [Figure] {
    try bench.localkube("up")
    var gets: [Double] = []
    for _ in 0..<21 { gets.append(try bench.localkube("get", "pods")) }
    try bench.localkube("delete-cluster")
    return [Figure(what: "`localkube get pods`", unit: "ms", values: gets)]
  }
}
