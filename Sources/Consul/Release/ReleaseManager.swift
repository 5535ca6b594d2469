package import KubeClient
package import KubeModel

/// Installs, upgrades, lists and removes releases of the built-in chart.
///
/// Every revision is recorded as a Secret in the release's namespace before its objects are applied, so that a
/// release that failed half-way is seen, can be upgraded to mend it, and can be removed.
package struct ReleaseManager: Sendable {
  private let client: any KubeClient
  private let now: @Sendable () -> Timestamp

  /// What went wrong with a release, and what to do.
  package struct ReleaseError: Error, Hashable, CustomStringConvertible {
    package let description: String
  }

  /// The manager under which objects are applied.
  private static let fieldManager = "localkube"
  /// How many old revisions are kept, as Helm keeps them.
  private static let keptRevisions = 10

  package init(client: any KubeClient, now: @escaping @Sendable () -> Timestamp) {
    self.client = client
    self.now = now
  }

  /// Installs a release; throws when one of that name is there already.
  @discardableResult
  package func install(name: String, namespace: String, values: [JSONValue]) async throws -> Release {
    let objects = try ConsulChart(release: name, namespace: namespace, values: ChartValues(overrides: values)).objects()
    guard try await history(name: name, namespace: namespace).isEmpty else {
      throw ReleaseError(
        description:
          "release \(name) is installed already in namespace \(namespace): change it with localkube upgrade, "
          + "or give the new one another name with --name")
    }
    try await refuseForeignObjects(objects)
    var release = Release(
      name: name, namespace: namespace, revision: 1, status: .pendingInstall, updated: now(),
      values: values.reduce(.emptyObject) { ChartValues.merge($1, over: $0) }, objects: objects)
    try await client.create(release.secret)
    try await finish(&release, removing: [])
    return release
  }

  /// Changes a running release in place; `reuseValues` starts from the values of the last revision that was deployed.
  @discardableResult
  package func upgrade(
    name: String, namespace: String, values: [JSONValue], reuseValues: Bool
  ) async throws -> Release {
    let history = try await history(name: name, namespace: namespace)
    guard let last = history.last else { throw missing(name, namespace) }
    let deployed = history.last { $0.status == .deployed }
    let all = (reuseValues ? [(deployed ?? last).values] : []) + values
    let objects = try ConsulChart(release: name, namespace: namespace, values: ChartValues(overrides: all)).objects()
    var release = Release(
      name: name, namespace: namespace, revision: last.revision + 1, status: .pendingUpgrade, updated: now(),
      values: all.reduce(.emptyObject) { ChartValues.merge($1, over: $0) }, objects: objects)
    try await client.create(release.secret)
    // What a revision that failed half-way has created or left, the next one must remove, too.
    let inDoubt = history.filter { $0.revision >= deployed?.revision ?? 0 }
    try await finish(&release, removing: Self.objects(of: inDoubt, notAmong: objects))
    if let deployed { try await supersede(deployed) }
    try await prune(release)
    return release
  }

  /// The objects of any of the revisions, each once, which the new ones have no more; in the order of creation.
  private static func objects(of revisions: [Release], notAmong objects: [JSONValue]) -> [JSONValue] {
    var seen = Set(objects.compactMap(ObjectIdentity.init(of:)))
    return revisions.flatMap(\.objects).filter { ObjectIdentity(of: $0).map { seen.insert($0).inserted } ?? false }
  }

  /// Removes all objects of a release but the claims, whose data a later install finds again, and its record.
  package func uninstall(name: String, namespace: String) async throws {
    let history = try await history(name: name, namespace: namespace)
    guard !history.isEmpty else { throw missing(name, namespace) }
    var seen: Set<ObjectIdentity> = []
    for release in history.reversed() {
      for object in release.objects.reversed() {
        guard let identity = ObjectIdentity(of: object), seen.insert(identity).inserted else { continue }
        try await delete(object)
      }
    }
    for release in history {
      try await client.deleteIfPresent(Secret.self, namespace: namespace, name: release.secret.name)
    }
  }

  /// The newest revision of every release, of one namespace or of all.
  package func list(namespace: String?) async throws -> [Release] {
    let releases = try await recorded(namespace: namespace, selector: Release.selector())
    let newest = Dictionary(grouping: releases) { NamespacedName(namespace: $0.namespace, name: $0.name) }
      .compactMapValues { $0.max { $0.revision < $1.revision } }
    return newest.sorted { $0.key < $1.key }.map(\.value)
  }

  /// All recorded revisions of a release, the oldest first; empty when there is no such release.
  package func history(name: String, namespace: String) async throws -> [Release] {
    try await recorded(namespace: namespace, selector: Release.selector(name: name)).sorted {
      $0.revision < $1.revision
    }
  }

  private func recorded(namespace: String?, selector: String) async throws -> [Release] {
    try await client.list(Secret.self, namespace: namespace, options: ListOptions(labelSelector: selector))
      .compactMap(Release.init(secret:))
  }

  private func missing(_ name: String, _ namespace: String) -> ReleaseError {
    ReleaseError(
      description: "there is no release \(name) in namespace \(namespace): localkube list --all-namespaces shows them")
  }

  // MARK: Applying

  private func finish(_ release: inout Release, removing removed: [JSONValue]) async throws {
    do {
      for object in release.objects { try await apply(object) }
      for object in removed.reversed() { try await delete(object) }
    } catch {
      release.status = .failed
      try await client.modifyStatus(of: release)
      throw error
    }
    release.status = .deployed
    try await client.modifyStatus(of: release)
  }

  private func supersede(_ release: Release) async throws {
    var release = release
    release.status = .superseded
    try await client.modifyStatus(of: release)
  }

  private func prune(_ newest: Release) async throws {
    let history = try await history(name: newest.name, namespace: newest.namespace)
    for old in history.dropLast(Self.keptRevisions) {
      try await client.deleteIfPresent(Secret.self, namespace: old.namespace, name: old.secret.name)
    }
  }

  private func refuseForeignObjects(_ objects: [JSONValue]) async throws {
    for object in objects {
      guard let identity = ObjectIdentity(of: object) else { continue }
      do {
        _ = try await client.get(
          identity.resource, namespace: identity.namespace, name: identity.name, subresource: nil)
      } catch let error as StatusError where error.reason == .notFound {
        continue
      }
      throw ReleaseError(
        description: "\(identity.resource.groupResource) \"\(identity.name)\" exists already and belongs to no "
          + "release of this name: delete it first, or install under another name with --name")
    }
  }

  private func apply(_ object: JSONValue) async throws {
    guard let identity = ObjectIdentity(of: object) else { return }
    _ = try await client.patch(
      identity.resource, namespace: identity.namespace, name: identity.name, subresource: nil, patch: .apply(object),
      options: WriteOptions(fieldManager: Self.fieldManager, force: true))
  }

  private func delete(_ object: JSONValue) async throws {
    guard let identity = ObjectIdentity(of: object) else { return }
    do {
      try await client.delete(
        identity.resource, namespace: identity.namespace, name: identity.name,
        options: DeleteOptions(propagationPolicy: "Background"))
    } catch let error as StatusError where error.reason == .notFound {
      // It is gone, which was the aim.
    }
  }
}

extension KubeClient {
  /// Writes the status of a recorded revision.
  fileprivate func modifyStatus(of release: Release) async throws {
    let secret = release.secret
    try await modify(Secret.self, namespace: release.namespace, name: secret.name) { stored in
      stored.metadata.labels = secret.metadata.labels
      stored.json["stringData"] = secret.json["stringData"]
      return true
    }
  }
}

/// Where an object of the chart lives in the API.
struct ObjectIdentity: Hashable {
  let resource: GroupVersionResource
  let namespace: String?
  let name: String

  /// The kinds that the chart renders.
  private static let kinds: [any KubeObject.Type] = [
    ServiceAccount.self, ClusterRole.self, ClusterRoleBinding.self, ConfigMap.self, Service.self,
    PodDisruptionBudget.self, StatefulSet.self, DaemonSet.self,
  ]

  init?(of object: JSONValue) {
    guard let kind = GroupVersionKind(of: object), let name = object["metadata"]?["name"]?.stringValue,
      let type = Self.kinds.first(where: { $0.groupVersionKind == kind })
    else { return nil }
    resource = type.resource
    namespace = object["metadata"]?["namespace"]?.stringValue
    self.name = name
  }
}
