import Foundation

/// Checks that something holds for many random values; throws ``Falsified`` with the seed of the first run for which it
/// does not.
///
/// `PROPERTY_SEED=N` in the environment makes N the seed of the first run.
package func forAll(runs: Int = 300, _ body: (inout SeededGenerator) throws -> Void) throws {
  let first = Seeds.first
  for run in 0..<runs {
    let seed = first &+ UInt64(run)
    var generator = SeededGenerator(seed: seed)
    do {
      try body(&generator)
    } catch {
      throw Falsified(seed: seed, problem: "\(error)")
    }
  }
}

/// Throws ``Counterexample`` unless the condition holds.
package func hold(_ condition: Bool, _ explanation: @autoclosure () throws -> String) throws {
  if !condition { throw Counterexample(try explanation()) }
}

/// Values for which a property does not hold.
package struct Counterexample: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// A property that does not hold, and how to see it again.
package struct Falsified: Error, CustomStringConvertible {
  let seed: UInt64
  let problem: String

  package var description: String { "PROPERTY_SEED=\(seed): \(problem)" }
}

/// Where runs begin.
enum Seeds {
  static var first: UInt64 {
    ProcessInfo.processInfo.environment["PROPERTY_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1 << 32)
  }
}
