import Logging
import Synchronization

/// The messages that were logged.
final class Lines: LogHandler, Sendable {
  private let messages = Mutex<[String]>([])
  var all: [String] { messages.withLock { $0 } }

  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }
  var logLevel: Logger.Level {
    get { .trace }
    set {}
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }

  func log(event: LogEvent) { messages.withLock { $0.append("\(event.message)") } }
}
