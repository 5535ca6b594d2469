package import KubeClient
package import KubeModel
package import Logging

/// Writes Kubernetes Events (`v1`) about objects. Events of the same object, reason and message are counted on one
/// Event. Writing happens in the background of `run()`, and a failure is logged, never thrown.
package final class EventRecorder: Sendable {
  /// The severity of an Event.
  package enum Kind: String, Sendable {
    case normal = "Normal"
    case warning = "Warning"
  }

  /// - Parameters:
  ///   - component: The reporting component, such as `kubelet`.
  ///   - host: The node that it runs on, for components that belong to one.
  package init(client: any KubeClient, component: String, host: String? = nil, logger: Logger) { fatalError("contract") }

  /// Records an Event about `object`; never waits.
  package func record(_ kind: Kind, about object: some KubeObject, reason: String, message: String) {
    fatalError("contract")
  }

  /// Records an Event about part of an object, such as `spec.containers{web}`.
  package func record(_ kind: Kind, about reference: ObjectReference, reason: String, message: String) {
    fatalError("contract")
  }

  /// Writes what is recorded, in order, until cancelled or asked to shut down.
  package func run() async throws { fatalError("contract") }
}
