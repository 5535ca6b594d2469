import KubeModel
import ObjectStore

/// The class of volumes or ingresses that is taken where none is named.
enum DefaultClass {
  /// The newest class with the annotation, of several of the same age the first by name; nil when there is none.
  static func name(
    of resource: GroupResource, annotated annotation: String, in transaction: StoreTransaction
  ) -> String? {
    let defaults = transaction.objects(resource).filter { $0.metadata.annotations[annotation] == "true" }
    return defaults.max { left, right in
      let (first, second) = (left.metadata.creationTimestamp, right.metadata.creationTimestamp)
      if first != second { return (first?.nanoseconds ?? 0) < (second?.nanoseconds ?? 0) }
      return left.key.name > right.key.name
    }?.key.name
  }
}
