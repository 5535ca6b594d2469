package import SandboxRuntime
import Synchronization

/// Lets tasks wait for the end of a container or an exec'd process by its id.
package final class ExitRegistry: Sendable {
  private let waiting = Mutex<[String: [AsyncStream<ExitStatus>.Continuation]]>([:])

  package init() {}

  /// A stream that gives the end of `id` once; to be asked for before the process is started.
  package func end(of id: String) -> AsyncStream<ExitStatus> {
    let (stream, continuation) = AsyncStream<ExitStatus>.makeStream()
    waiting.withLock { $0[id, default: []].append(continuation) }
    return stream
  }

  /// Tells those who wait.
  package func ended(_ id: String, _ status: ExitStatus) {
    for continuation in waiting.withLock({ $0.removeValue(forKey: id) ?? [] }) {
      continuation.yield(status)
      continuation.finish()
    }
  }

  /// Nobody waits for `id` any more.
  package func forget(_ id: String) {
    for continuation in waiting.withLock({ $0.removeValue(forKey: id) ?? [] }) { continuation.finish() }
  }
}
