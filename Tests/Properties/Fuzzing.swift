import Foundation

/// Runs a fuzzer for a while: hostile input against something that must neither trap, nor hang, nor lie.
///
/// `FUZZ_SECONDS` is how long each fuzzer runs (two seconds otherwise), `FUZZ_SEED` the seed of its first case. The seed
/// of the case at hand stands in `localkube-fuzz-NAME.seed` in the directory for temporary files, where it is left when
/// a trap ends the process.
package struct Fuzzing {
  /// More than this for one case is a hang: debug builds on a busy machine are slow.
  private static let mostSeconds = 20.0

  private let name: String
  private let journal: FileHandle?
  private let path: String
  private var seed: UInt64
  private let end: Date
  private(set) package var cases = 0

  private init(_ name: String) {
    let variables = ProcessInfo.processInfo.environment
    let seconds = variables["FUZZ_SECONDS"].flatMap { Double($0) } ?? 2
    self.name = name
    path = "\(NSTemporaryDirectory())/localkube-fuzz-\(name).seed"
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    journal = FileHandle(forWritingAtPath: path)
    seed = variables["FUZZ_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1 << 32)
    end = Date(timeIntervalSinceNow: seconds)
  }

  /// Runs `body` with one seed after the other until the time is over; throws ``Falsified`` for the first failure.
  ///
  /// Between two cases it steps back for whatever else waits for a thread.
  package static func run(_ name: String, _ body: (inout SeededGenerator) async throws -> Void) async throws {
    var fuzzing = Self(name)
    while let seed = fuzzing.next() {
      await Task.yield()
      let begin = Date()
      var generator = SeededGenerator(seed: seed)
      do {
        try await body(&generator)
      } catch {
        throw Falsified(seed: seed, problem: "\(name) (as FUZZ_SEED): \(error)")
      }
      try fuzzing.finish(seed, after: Date().timeIntervalSince(begin))
    }
  }

  private mutating func next() -> UInt64? {
    guard cases == 0 || Date() < end else {
      print("fuzzer \(name): \(cases) cases")
      // A journal that cannot be removed does no harm.
      try? FileManager.default.removeItem(atPath: path)
      return nil
    }
    defer { seed &+= 1 }
    cases += 1
    journal?.seek(toFileOffset: 0)
    journal?.write(Data("\(seed)\n".utf8))
    return seed
  }

  private func finish(_ seed: UInt64, after seconds: TimeInterval) throws {
    guard seconds < Self.mostSeconds else {
      throw Falsified(seed: seed, problem: "\(name) (as FUZZ_SEED): one case took \(seconds) s")
    }
  }
}
