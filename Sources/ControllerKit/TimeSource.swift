package import KubeModel
import LinuxSystem

/// Where a component takes the wall-clock time from that it writes into objects; tests hand in their own.
package struct TimeSource: Sendable {
  private let read: @Sendable () -> Timestamp

  /// Takes the time from `read`.
  package init(_ read: @escaping @Sendable () -> Timestamp) { self.read = read }

  /// The system's clock.
  package static let system = TimeSource { Timestamp(nanoseconds: Clocks.now) }

  /// The moment of the call.
  package func now() -> Timestamp { read() }
}
