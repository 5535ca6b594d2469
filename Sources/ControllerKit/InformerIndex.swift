package import KubeModel
import Synchronization

/// The objects of an informer by some text of theirs, such as the uid of their controller.
package final class InformerIndex<Kind: ObjectWithMetadata>: Sendable {
  private let entries = Mutex<[String: [NamespacedName: Kind]]>([:])
  private let keys: @Sendable (Kind) -> [String]

  fileprivate init(keys: @escaping @Sendable (Kind) -> [String]) { self.keys = keys }

  /// The objects under `key`, in no particular order.
  package func list(_ key: String) -> [Kind] {
    entries.withLock { $0[key].map { Array($0.values) } ?? [] }
  }

  fileprivate func apply(_ event: InformerEvent<Kind>) {
    entries.withLock { entries in
      switch event {
      case .added(let object):
        insert(object, into: &entries)
      case .updated(let old, let new):
        remove(old, from: &entries)
        insert(new, into: &entries)
      case .deleted(let object):
        remove(object, from: &entries)
      }
    }
  }

  private func insert(_ object: Kind, into entries: inout [String: [NamespacedName: Kind]]) {
    for key in keys(object) { entries[key, default: [:]][object.namespacedName] = object }
  }

  private func remove(_ object: Kind, from entries: inout [String: [NamespacedName: Kind]]) {
    for key in keys(object) {
      entries[key]?[object.namespacedName] = nil
      if entries[key]?.isEmpty == true { entries[key] = nil }
    }
  }
}

extension Informer {
  /// An index of this informer's objects by the texts that `keys` gives for an object.
  ///
  /// Handlers that are added afterwards find the index up to date when they are called.
  package func index(by keys: @escaping @Sendable (Kind) -> [String]) -> InformerIndex<Kind> {
    let index = InformerIndex(keys: keys)
    onChange { index.apply($0) }
    return index
  }
}
