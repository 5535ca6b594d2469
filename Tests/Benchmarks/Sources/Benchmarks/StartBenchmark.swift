/// `up` until the API answers and the node is Ready: with a fresh home, and again with its state.
enum StartBenchmark {
  static func run(_ bench: Bench) throws -> [Figure] {
    var cold: [Double] = []
    var warm: [Double] = []
    for _ in 0..<9 {
      try bench.localkube("delete-cluster")
      cold.append(try bench.localkube("up"))
      try bench.localkube("down")
      warm.append(try bench.localkube("up"))
    }
    try bench.localkube("delete-cluster")
    return [
      Figure(what: "`up`, fresh home", unit: "ms", values: cold),
      Figure(what: "`up`, with state", unit: "ms", values: warm),
    ]
  }
}
