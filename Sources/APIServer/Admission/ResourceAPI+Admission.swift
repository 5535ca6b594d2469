import KubeModel
import ObjectStore

extension ResourceAPI {
  /// Keeps a valid object: the last part of every write, after the validating half of admission.
  ///
  /// The order is kube-apiserver's: its own plugins, policies, webhooks, and quotas last.
  func put(
    _ object: JSONValue, at key: ObjectKey, replacing old: StoredObject?, _ call: Call,
    in transaction: inout StoreTransaction
  ) throws -> StoredObject {
    let change = ObjectChange(key: key, old: old?.value, new: object, subresource: call.request.subresource)
    try LimitRanges.check(change, in: transaction)
    try PodSecurityAdmission(change: change, context: call.context, transaction: transaction).check()
    try admitByPolicies(change, call, in: .transaction(transaction))
    try call.admission?.pauseToValidate(change, replacing: old)
    if let old, object.isSame(as: old.value) { return old }
    try QuotaLedger.charge(change, in: &transaction)
    let isQuota = key.resource == QuotaLedger.resource
    let complete = isQuota ? QuotaLedger.completed(object, key, in: transaction) : object
    return transaction.put(key, ObjectMetadata.inOrder(complete))
  }

  /// Removes an object, and frees what it took up of quotas.
  func drop(
    _ current: StoredObject, last: JSONValue? = nil, in transaction: inout StoreTransaction
  ) throws -> StoredObject {
    try QuotaLedger.charge(ObjectChange(key: current.key, old: current.value), in: &transaction)
    return transaction.delete(current.key, last: last) ?? current
  }

  /// Counts anew what the quotas of every namespace are used for, in case an earlier version counted otherwise.
  package func recountQuotas() async throws {
    for stored in store.objects(QuotaLedger.resource).objects {
      let key = stored.key
      try await store.write { transaction in
        guard let current = transaction.object(key) else { return }
        let counted = QuotaLedger.completed(current.value, key, in: transaction)
        if !counted.isSame(as: current.value) { transaction.put(key, ObjectMetadata.inOrder(counted)) }
      }
    }
  }
}
