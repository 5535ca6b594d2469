package import KubeClient
package import KubeModel
package import Logging
import ServiceLifecycle

/// The informers that several controllers share, one a kind.
package final class InformerSet: ServiceLifecycle.Service, Sendable {
  package init(client: any KubeClient, logger: Logger) { fatalError("contract") }

  /// The informer of a kind; made on the first call, and started at once when the set runs already.
  package func informer<Kind: KubeObject>(_ kind: Kind.Type) -> Informer<Kind> { fatalError("contract") }

  /// Runs all informers until cancelled or asked to shut down.
  package func run() async throws { fatalError("contract") }
}
