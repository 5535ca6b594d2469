import KubeModel
import ObjectStore

extension ResourceAPI {
  private static let managed = "kube-aggregator.kubernetes.io/automanaged"

  /// Registers every group version that is served here, and takes away the registrations of those that no longer are,
  /// in one transaction, which is empty when nothing is to be done.
  ///
  /// A registration that leads elsewhere is somebody's own and stays.
  package func registerAPIServices() async throws {
    let served = Set(table.all.map(\.resource.groupVersion))
      .filter { $0.group != APIService.resource.group }
    let resource = APIService.resource.groupResource
    let known = Dictionary(uniqueKeysWithValues: store.objects(resource).objects.map { ($0.key.name, $0.value) })
    let names = Set(served.map(APIService.name(of:)))
    let missing = served.filter { known[APIService.name(of: $0)] == nil }
    let stale = known.filter { name, value in
      !names.contains(name) && value["metadata"]?["labels"]?[Self.managed] != nil && value["spec"]?["service"] == nil
    }
    guard !missing.isEmpty || !stale.isEmpty else { return }
    try await store.write { [now] transaction in
      for groupVersion in missing.sorted(by: { $0.description < $1.description }) {
        let key = ObjectKey(resource, name: APIService.name(of: groupVersion))
        guard transaction.object(key) == nil else { continue }
        transaction.put(key, ObjectMetadata.inOrder(Self.registration(of: groupVersion, at: now())))
      }
      for name in stale.keys.sorted() {
        let key = ObjectKey(resource, name: name)
        if let object = transaction.object(key) { transaction.delete(key, last: object.value) }
      }
    }
  }

  private static func registration(of groupVersion: GroupVersion, at now: Timestamp) -> JSONValue {
    let (group, version) = GroupPriorities.priorities(of: groupVersion)
    var service = APIService(name: APIService.name(of: groupVersion))
    service.metadata.labels = [managed: GroupPriorities.isBuiltIn(groupVersion) ? "onstart" : "true"]
    service.metadata = ObjectMeta(
      json: ObjectMetadata.forCreation(service.metadata, name: service.name, generation: nil, at: now))
    if !groupVersion.group.isEmpty { service.spec.group = groupVersion.group }
    service.spec.version = groupVersion.version
    service.spec.groupPriorityMinimum = group
    service.spec.versionPriority = version
    service.json["status"] = APIServiceStrategy.localStatus(at: now)
    return service.json
  }
}
