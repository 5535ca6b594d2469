package import SandboxRuntime
import Synchronization

/// Lets tasks wait for the end of a container or an exec'd process by its id.
package final class ExitRegistry: Sendable {
  private let waiting = Mutex<[String: [AsyncStream<ExitStatus>.Continuation]]>([:])

  private let processes = Mutex<[String: ProcessSpecification]>([:])

  package init() {}

  /// Remembers how a container was started, since what is exec'd in it has the same environment and user.
  package func remember(_ process: ProcessSpecification, of container: String) {
    processes.withLock { $0[container] = process }
  }

  /// A process that is to be exec'd in a container; one that an earlier `serve` started gives the usual path only.
  package func process(_ arguments: [String], in container: String, hasTerminal: Bool) -> ProcessSpecification {
    let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    var process = processes.withLock { $0[container] } ?? ProcessSpecification(arguments: [], environment: [path])
    process.arguments = arguments
    process.hasTerminal = hasTerminal
    if hasTerminal { process.environment.append("TERM=xterm") }
    return process
  }

  /// A stream that gives the end of `id` once; to be asked for before the process is started.
  package func end(of id: String) -> AsyncStream<ExitStatus> {
    let (stream, continuation) = AsyncStream<ExitStatus>.makeStream()
    waiting.withLock { $0[id, default: []].append(continuation) }
    return stream
  }

  /// Tells those who wait.
  package func ended(_ id: String, _ status: ExitStatus) {
    processes.withLock { $0[id] = nil }
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
