import LinuxSystem
import Synchronization

/// Descriptors that came with an answer; those that nobody takes are closed.
final class ReceivedDescriptors: Sendable {
  private let numbers: Mutex<[Int32]>

  init(_ numbers: [Int32]) { self.numbers = Mutex(numbers) }

  deinit { UnixSocket.closeAll(numbers.withLock { $0 }) }

  /// The next one; nil when there are no more.
  func take() -> OwnedDescriptor? {
    guard let number = numbers.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return nil }
    return OwnedDescriptor(owning: number)
  }
}
