import KubeModel
package import LinuxSystem
package import Logging
import NIOHTTP1
import Synchronization

/// The audit log: a file to which every request over HTTP adds a line when it has been answered, and a line more when
/// a long answer begins.
///
/// What the cluster's own parts do inside the process is not told. Each line is on its way to the file before the
/// answer to its request is.
package final class AuditLog: Sendable {
  private let path: String
  private let file: SharedDescriptor
  private let logger: Logger
  /// Whether the last line could be written; held while a line is written, so that lines stay whole.
  private let works = Mutex(true)

  /// Opens the file, creating it for its owner alone.
  package init(path: String, logger: Logger) throws(SystemError) {
    self.path = path
    self.logger = logger
    file = SharedDescriptor(try FileSystem.open(path, .appending, permissions: 0o600))
  }

  /// The answer as it has to be sent so that the log hears of its end.
  func following(_ answer: HTTPAnswer, to record: AuditRecord, now: @escaping @Sendable () -> Timestamp) -> HTTPAnswer {
    let code = Int(answer.status.code)
    var answer = answer
    switch answer.body {
    case .bytes: write(record.event(.complete, code: code, at: now()))
    case .stream(let send):
      write(record.event(.started, code: code, at: now()))
      answer.body = .stream { [self] writer in
        defer { write(record.event(.complete, code: code, at: now())) }
        try await send(writer)
      }
    case .upgrade(var upgrade):
      write(record.event(.started, code: code, at: now()))
      let run = upgrade.run
      upgrade.run = { [self] connection in
        defer { write(record.event(.complete, code: code, at: now())) }
        try await run(connection)
      }
      answer.body = .upgrade(upgrade)
    }
    return answer
  }

  private func write(_ event: JSONValue) {
    let line = event.serialized() + [UInt8(ascii: "\n")]
    works.withLock { works in
      do throws(SystemError) {
        var start = 0
        while start < line.count { start += try file.write(line, from: start) ?? 0 }
        works = true
      } catch {
        // Said once, not with every request.
        if works {
          logger.error("the audit log cannot be written", metadata: ["path": "\(path)", "error": "\(error)"])
        }
        works = false
      }
    }
  }
}
