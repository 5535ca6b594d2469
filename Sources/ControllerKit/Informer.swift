package import KubeClient
package import KubeModel
package import Logging
import ServiceLifecycle

/// What an informer tells its handlers, in the order of the changes.
package enum InformerEvent<Kind: KubeObject>: Sendable {
  case added(Kind)
  case updated(old: Kind, new: Kind)
  /// The object in its last known state.
  case deleted(Kind)
}

/// A local copy of all objects of one kind, kept up to date by a list and a watch. Reading it costs no request; it
/// may lag behind the API by the time a watch event takes.
package final class Informer<Kind: KubeObject>: ServiceLifecycle.Service, Sendable {
  /// - Parameters:
  ///   - client: Where to list and watch.
  ///   - options: Selectors that narrow the copy.
  ///   - logger: Reports lists that failed and are tried again.
  package init(client: any KubeClient, options: ListOptions = ListOptions(), logger: Logger) {
    fatalError("contract")
  }

  /// Lists, watches, and lists again whenever the watch is lost, until cancelled or asked to shut down.
  package func run() async throws { fatalError("contract") }

  /// Calls `handler` for every change from now on, one at a time; objects known already come first as added. The
  /// handler must not block: it usually adds a key to a work queue.
  package func onChange(_ handler: @escaping @Sendable (InformerEvent<Kind>) -> Void) { fatalError("contract") }

  /// Returns when the first list has arrived.
  package func waitUntilSynced() async throws { fatalError("contract") }

  /// The object, or nil.
  package func get(namespace: String? = nil, name: String) -> Kind? { fatalError("contract") }

  /// All objects, or those of one namespace, in no particular order.
  package func list(namespace: String? = nil) -> [Kind] { fatalError("contract") }
}
