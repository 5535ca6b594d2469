import ControllerKit
import LinuxSystem
import Logging
import Synchronization

/// What clients of services may have open in this process: a connection takes two descriptors, a client of UDP one.
///
/// All listeners share it, since all share the process's limit of descriptors, of which half is left for everything
/// else.
final class ProxyAllowance: Sendable {
  private let allowance: Mutex<Allowance>
  private let logger: Logger

  /// - Parameter descriptors: The process's limit of open files.
  init(descriptors: UInt64, logger: Logger) {
    allowance = Mutex(Allowance(most: Int(clamping: descriptors / 2)))
    self.logger = logger
  }

  /// Whether a client may have so many descriptors more; that there are no more is logged once.
  func take(_ count: Int, for client: String) -> Bool {
    switch allowance.withLock({ $0.take(count, for: client) }) {
    case .granted: return true
    case .refused(let isNews):
      if isNews {
        logger.warning(
          "Clients of services have as much open as the limit of open files permits; the next ones are refused",
          metadata: ["client": "\(client)", "descriptors": "\(used)"])
      }
      return false
    }
  }

  /// How many descriptors are taken.
  var used: Int { allowance.withLock { $0.used } }

  /// Gives descriptors back.
  func give(_ count: Int, for client: String) { allowance.withLock { $0.give(count, for: client) } }

  /// Says that a listener has forgotten clients for want of room; the caller does so once.
  func tellForgotten(_ what: String) {
    logger.warning(
      "A service has more clients than are remembered; those that were silent longest are forgotten",
      metadata: ["of": "\(what)"])
  }
}
