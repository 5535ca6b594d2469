package import SandboxRuntime
import Synchronization

/// Lets tasks wait for the end of a container or an exec'd process by its id.
package final class ExitRegistry: Sendable {
  /// Told of an end once; nil when nobody will ever know.
  private typealias Listener = @Sendable (ExitStatus?) -> Void

  private struct State {
    var listeners: [String: [Listener]] = [:]
    /// The last ends, the oldest first: somebody may ask for one whose news reached the API a moment ago.
    var lastEnds: [(id: String, status: ExitStatus)] = []
  }

  private static let rememberedEnds = 64

  private let state = Mutex(State())
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

  /// A stream that gives the end of `id` once; to be asked for before the process is started, or soon after its end.
  package func end(of id: String) -> AsyncStream<ExitStatus> {
    let (stream, continuation) = AsyncStream<ExitStatus>.makeStream()
    listen(to: id) { status in
      if let status { continuation.yield(status) }
      continuation.finish()
    }
    return stream
  }

  /// Calls `tell` once at the end of `id`, from whatever task learns of it.
  func whenEnded(_ id: String, _ tell: @escaping @Sendable () -> Void) { listen(to: id) { _ in tell() } }

  private func listen(to id: String, _ listener: @escaping Listener) {
    let known = state.withLock { state -> ExitStatus? in
      if let last = state.lastEnds.last(where: { $0.id == id }) { return last.status }
      state.listeners[id, default: []].append(listener)
      return nil
    }
    if let known { listener(known) }
  }

  /// Tells those who wait.
  package func ended(_ id: String, _ status: ExitStatus) {
    processes.withLock { $0[id] = nil }
    let listeners = state.withLock { state in
      if state.lastEnds.count == Self.rememberedEnds { state.lastEnds.removeFirst() }
      state.lastEnds.append((id, status))
      return state.listeners.removeValue(forKey: id) ?? []
    }
    for listener in listeners { listener(status) }
  }

  /// Nobody waits for `id` any more.
  package func forget(_ id: String) {
    for listener in state.withLock({ $0.listeners.removeValue(forKey: id) ?? [] }) { listener(nil) }
  }
}
