package import KubeClient
package import KubeModel
package import Logging
import ServiceLifecycle
import Synchronization

/// The informers that several controllers share, one a kind.
package final class InformerSet: ServiceLifecycle.Service, Sendable {
  private let client: any KubeClient
  private let logger: Logger
  private let informers = Mutex<[ObjectIdentifier: any ServiceLifecycle.Service]>([:])
  private let untyped = Mutex<[GroupVersionResource: RunningInformer]>([:])
  private let added: AsyncStream<any ServiceLifecycle.Service>
  private let toRun: AsyncStream<any ServiceLifecycle.Service>.Continuation

  /// - Parameters:
  ///   - client: Where the informers list and watch.
  ///   - logger: Reports lists that failed and are tried again.
  package init(client: any KubeClient, logger: Logger) {
    self.client = client
    self.logger = logger
    (added, toRun) = AsyncStream.makeStream()
  }

  /// The informer of a kind; made on the first call, and started at once when the set runs already.
  package func informer<Kind: KubeObject>(_ kind: Kind.Type) -> Informer<Kind> {
    informers.withLock { informers in
      if let known = informers[ObjectIdentifier(kind)] as? Informer<Kind> { return known }
      let informer = Informer<Kind>(client: client, logger: logger)
      informers[ObjectIdentifier(kind)] = informer
      toRun.yield(informer)
      return informer
    }
  }

  /// The informer of a resource of which nothing but the metadata is of interest; made on the first call, and started
  /// at once when the set runs already.
  package func informer(of resource: GroupVersionResource) -> Informer<PartialObjectMetadata> {
    untyped.withLock { untyped in
      if let known = untyped[resource] { return known.informer }
      let informer = RunningInformer(
        Informer<PartialObjectMetadata>(client: client, resource: resource, logger: logger))
      untyped[resource] = informer
      toRun.yield(informer)
      return informer.informer
    }
  }

  /// Ends the informer of a resource that is not served any more.
  package func stop(_ resource: GroupVersionResource) {
    untyped.withLock { $0.removeValue(forKey: resource) }?.stop()
  }

  /// Runs all informers until cancelled or asked to shut down; to be called once.
  package func run() async throws {
    try await cancelWhenGracefulShutdown {
      try await withThrowingDiscardingTaskGroup { group in
        for await informer in self.added {
          group.addTask { try await informer.run() }
        }
      }
    }
  }
}
