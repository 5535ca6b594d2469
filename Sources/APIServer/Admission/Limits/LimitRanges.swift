import KubeModel
import ObjectStore

/// LimitRanger admission: the limit ranges of the namespace that an object is written to.
enum LimitRanges {
  static func of(_ namespace: String?, in transaction: StoreTransaction) -> [LimitRange] {
    transaction.objects(LimitRange.resource.groupResource, namespace: namespace).map { LimitRange(json: $0.value) }
  }

  /// Throws 403 when one of them forbids the change.
  static func check(_ change: ObjectChange, in transaction: StoreTransaction) throws {
    guard let object = change.new, let problem = problem(object, change, in: transaction) else { return }
    throw StatusError.forbidden(change.key.resource, name: change.key.name, why: problem)
  }

  private static func problem(_ object: JSONValue, _ change: ObjectChange, in transaction: StoreTransaction) -> String?
  {
    switch change.key.resource {
    case Pod.resource.groupResource where change.old == nil || change.subresource == "resize":
      LimitRangeCheck.problem(with: Pod(json: object), under: of(change.key.namespace, in: transaction))
    case PersistentVolumeClaim.resource.groupResource where change.subresource == nil:
      LimitRangeCheck.problem(
        with: PersistentVolumeClaim(json: object), under: of(change.key.namespace, in: transaction))
    default: nil
    }
  }
}
