import KubeModel
import ObjectStore

/// Keeps `status.used` of a namespace's quotas, and refuses what would exceed them.
///
/// Runs inside the write that changes the object, so that two writes at the same moment cannot both pass, and what a
/// deletion frees is free when the deletion is answered.
struct QuotaLedger {
  static let resource = ResourceQuota.resource.groupResource

  /// Charges the change to the quotas that cover the object; throws 403 when one of them does not allow it.
  static func charge(_ change: ObjectChange, in transaction: inout StoreTransaction) throws {
    let quotas = transaction.objects(resource, namespace: change.key.namespace)
    guard change.key.namespace != nil, !quotas.isEmpty else { return }
    let before = change.old.map { QuotaUsage.of($0, change.key.resource) } ?? ResourceList()
    let after = change.new.map { QuotaUsage.of($0, change.key.resource) } ?? ResourceList()
    for stored in quotas where stored.key != change.key {
      var quota = ResourceQuota(json: stored.value)
      let scopes = QuotaScopes(quota.spec)
      func usage(_ object: JSONValue?, _ usage: ResourceList) -> ResourceList {
        object.map { scopes.cover($0, change.key.resource) } == true ? usage : ResourceList()
      }
      let hard = ResourceList(quota.status.hard)
      let (old, new) = (usage(change.old, before), usage(change.new, after))
      if change.isEnforced, !new.isEmpty { try require(change, demandsOf: stored.key.name, hard) }
      let delta = new.subtracting(old).masked(by: hard.names).withoutZeros
      guard !delta.isEmpty else { continue }
      let used = ResourceList(quota.status.used)
      let sum = used.adding(delta)
      if change.isEnforced {
        try check(change, delta, used: used, sum: sum, hard: hard, quota: stored.key.name)
      }
      quota.json["status", default: .emptyObject]["used"] = sum.json
      transaction.put(stored.key, quota.json)
    }
  }

  private static func check(
    _ change: ObjectChange, _ delta: ResourceList, used: ResourceList, sum: ResourceList, hard: ResourceList,
    quota: String
  ) throws {
    let growing = delta.names.subtracting(delta.negativeNames)
    let exceeded = sum.masked(by: growing).names(exceeding: hard)
    guard !exceeded.isEmpty else { return }
    throw StatusError.forbidden(
      change.key.resource, name: change.key.name,
      why: "exceeded quota: \(quota), requested: \(delta.masked(by: exceeded).text), "
        + "used: \(used.masked(by: exceeded).text), limited: \(hard.masked(by: exceeded).text)")
  }

  /// A quota of processor or memory asks every container of a new pod to say what it needs.
  private static func require(_ change: ObjectChange, demandsOf quota: String, _ hard: ResourceList) throws {
    guard change.key.resource == Pod.resource.groupResource, let new = change.new else { return }
    let names: Set = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"]
    let needed = hard.names.intersection(names)
    guard !needed.isEmpty else { return }
    let spec = Pod(json: new).spec
    var silent: [String: Set<String>] = [:]
    for container in spec.containers + spec.initContainers {
      let resources = container.resources
      let given = QuotaUsage.compute(
        requests: ResourceList(resources.requests), limits: ResourceList(resources.limits)
      ).names
      for name in needed.subtracting(given) { silent[name, default: []].insert(container.name ?? "") }
    }
    guard !silent.isEmpty else { return }
    let list = silent.sorted { $0.key < $1.key }.map { "\($0.key) for: \($0.value.sorted().joined(separator: ","))" }
    throw StatusError.forbidden(
      change.key.resource, name: change.key.name,
      why: "failed quota: \(quota): must specify \(list.joined(separator: "; "))")
  }

  /// The quota with its status: the limits that hold, and what the namespace's objects take up of them.
  static func completed(_ quota: JSONValue, _ key: ObjectKey, in transaction: StoreTransaction) -> JSONValue {
    var quota = quota
    let spec = ResourceQuota(json: quota).spec
    let hard = ResourceList(spec.hard)
    let scopes = QuotaScopes(spec)
    var used = ResourceList(hard.amounts.mapValues { _ in "0" })
    for resource in Set(hard.names.compactMap(QuotaUsage.counted)) {
      var objects = transaction.objects(resource, namespace: key.namespace).filter { $0.key != key }.map(\.value)
      if resource == key.resource { objects.append(quota) }
      for object in objects where scopes.cover(object, resource) {
        used = used.adding(QuotaUsage.of(object, resource).masked(by: hard.names))
      }
    }
    quota["status"] = ["hard": hard.json, "used": used.json]
    return quota
  }
}

extension ObjectChange {
  /// Whether quotas can refuse the change: creations, and updates of what can come to need more.
  fileprivate var isEnforced: Bool {
    guard new != nil else { return false }
    guard old != nil else { return true }
    switch key.resource {
    case Service.resource.groupResource, PersistentVolumeClaim.resource.groupResource: return subresource != "status"
    case Pod.resource.groupResource: return subresource == "resize"
    default: return false
    }
  }
}
