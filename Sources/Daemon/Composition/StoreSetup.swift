import KubeModel
import Logging
import ObjectStore
import ServiceLifecycle
import Synchronization

/// What is brought up to date in the store at every start, most of the time nothing.
///
/// On a full disk the control plane starts nevertheless, so that what is there can be read and deleted: what could not be
/// written then is tried again until there is room.
final class StoreSetup: ServiceLifecycle.Service {
  private typealias Step = @Sendable () async throws -> Void

  /// How long it waits for room.
  private static let interval = Duration.seconds(5)

  private let postponed = Mutex<[Step]>([])
  private let logger: Logger

  init(logger: Logger) { self.logger = logger }

  /// Carries the step out, now or when there is room; throws what else goes wrong.
  func attempt(_ step: @escaping @Sendable () async throws -> Void) async throws {
    do {
      try await step()
    } catch  where Self.isFull(error) {
      logger.error("The disk is full: the cluster can be read only", metadata: ["error": "\(error)"])
      postponed.withLock { $0.append(step) }
    }
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled, let next = self.postponed.withLock({ $0.first }) {
        do {
          try await next()
          self.postponed.withLock { _ = $0.removeFirst() }
        } catch {
          // The shutdown ends the sleep early.
          try? await Task.sleep(for: Self.interval)
        }
      }
    }
    // The others go on, and a service that ends would end them.
    try await gracefulShutdown()
  }

  private static func isFull(_ error: any Error) -> Bool {
    switch error {
    case let error as StatusError: return error.code == 507
    case let error as StoreError:
      guard case .full = error else { return false }
      return true
    default: return false
    }
  }
}
