/// A write that waits for the writer.
struct PendingWrite: Sendable {
  /// Tells the caller how it ended: nil when everything is on the disk.
  typealias Completion = @Sendable (_ failure: (any Error)?) -> Void

  /// Runs the write's closure; throws what the closure throws.
  let attempt: @Sendable (inout StoreTransaction) throws -> Completion
  /// Tells the caller that the closure threw, or that the writer could not run it.
  let fail: @Sendable (any Error) -> Void
}

/// The writes that wait, and whether the writer is at work.
struct WriteQueue {
  private var waiting: [PendingWrite] = []
  private var isDraining = false
  private var isClosed = false

  enum Admission {
    /// The writer has to be started.
    case startWriter
    /// The writer is at work and will come to it.
    case queued
    case closed
  }

  mutating func add(_ write: PendingWrite) -> Admission {
    guard !isClosed else { return .closed }
    waiting.append(write)
    guard !isDraining else { return .queued }
    isDraining = true
    return .startWriter
  }

  /// All that wait at this moment; empty when there is nothing left and the writer stops.
  mutating func take() -> [PendingWrite] {
    let batch = waiting
    waiting = []
    if batch.isEmpty { isDraining = false }
    return batch
  }

  mutating func close() { isClosed = true }
}
