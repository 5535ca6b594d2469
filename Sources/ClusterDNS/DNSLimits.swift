import ControllerKit
import DNSWire
import Logging
import Synchronization

/// Asks elsewhere for a client: the answer, or octets that say that there is none.
typealias DNSForwarding =
  @Sendable (_ query: [UInt8], _ domain: DNSName, _ refusal: [UInt8], _ client: String) async -> [UInt8]

/// How many questions wait for other servers at once, and how many connections are open: both cost descriptors.
final class DNSLimits: Sendable {
  /// What CoreDNS has as `max_concurrent` in Kubernetes' configuration of it.
  static let mostQuestions = 1_000
  static let mostConnections = 1_024

  private let questions: Mutex<Allowance>
  private let connections: Mutex<Allowance>
  private let logger: Logger

  init(mostQuestions: Int = mostQuestions, mostConnections: Int = mostConnections, logger: Logger) {
    questions = Mutex(Allowance(most: mostQuestions))
    connections = Mutex(Allowance(most: mostConnections))
    self.logger = logger
  }

  /// Runs `ask` while a question waits; nil when too many wait already, which is logged once.
  func asking<Answer>(for client: String, _ ask: () async -> Answer) async -> Answer? {
    let full: Logger.Message = "More questions wait for other DNS servers than are permitted; the next ones are refused"
    guard isGranted(questions, client, full) else { return nil }
    defer { questions.withLock { $0.give(for: client) } }
    return await ask()
  }

  /// Whether a client may have another connection; that too many are open is logged once.
  func connect(_ client: String) -> Bool {
    isGranted(connections, client, "More DNS connections are open than are permitted; the next ones are closed")
  }

  /// A client's connection has been closed.
  func disconnect(_ client: String) { connections.withLock { $0.give(for: client) } }

  private func isGranted(_ allowance: borrowing Mutex<Allowance>, _ client: String, _ message: Logger.Message) -> Bool {
    switch allowance.withLock({ $0.take(for: client) }) {
    case .granted: return true
    case .refused(let isNews):
      if isNews { logger.warning(message, metadata: ["client": "\(client)"]) }
      return false
    }
  }

  /// The same answer with the code REFUSED (RFC 1035 section 4.1.1), as CoreDNS gives it then.
  static func refused(_ answer: [UInt8]) -> [UInt8] {
    guard answer.count > 3 else { return answer }
    var answer = answer
    answer[3] = answer[3] & 0xF0 | 5
    return answer
  }
}
