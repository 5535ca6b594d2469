import KubeModel
import ServiceLifecycle

/// An informer that can be ended before the others.
final class RunningInformer: ServiceLifecycle.Service, Sendable {
  let informer: Informer<PartialObjectMetadata>
  private let end: AsyncStream<Void>
  private let endNow: AsyncStream<Void>.Continuation

  init(_ informer: Informer<PartialObjectMetadata>) {
    self.informer = informer
    (end, endNow) = AsyncStream.makeStream()
  }

  /// Ends `run()`.
  func stop() { endNow.finish() }

  func run() async throws {
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        // It throws nothing but its cancellation, which was asked for.
        try? await self.informer.run()
      }
      group.addTask { for await _ in self.end {} }
      await group.next()
      group.cancelAll()
    }
  }
}
