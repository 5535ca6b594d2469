import LinuxSystem
import SandboxRuntime

/// Where `serve` says how far its start has come: one line a step, with the milliseconds since the last one.
struct Progress: Sendable {
  private let output: SharedDescriptor?

  /// - Parameter descriptor: The pipe to `supervise`; nil when nobody listens.
  init(descriptor: Int32?) { output = descriptor.map { SharedDescriptor(OwnedDescriptor(owning: $0)) } }

  /// A step is done.
  func step(_ text: String) { tell(Supervise.stepPrefix + text) }

  /// The cluster can be used.
  func ready(_ sentence: String) { tell(Supervise.readyPrefix + sentence) }

  /// This process is alive.
  func sign() { tell(Supervise.signLine) }

  /// The start has failed for a reason that a person must mend.
  func failed(_ sentence: String) { tell(Supervise.failurePrefix + sentence) }

  private func tell(_ line: String) {
    let oneLine = line.split(separator: "\n").joined(separator: " ")
    // Nobody listens any more: there is nobody to tell.
    _ = try? output?.write(Array((oneLine + "\n").utf8))
  }
}
