import KubeClient
import KubeModel
import ObjectStore

/// `metrics.k8s.io`: what nodes and pods use, measured when somebody asks (Kubernetes: "Resource Metrics Pipeline").
///
/// A node uses what its pods use.
struct MetricsAPI: Sendable {
  static let groupVersion = GroupVersion(group: "metrics.k8s.io", version: "v1beta1")

  /// Its rows beside those of the table; nothing of them is stored.
  static let rows = [
    row("nodes", kind: "NodeMetrics", isNamespaced: false), row("pods", kind: "PodMetrics", isNamespaced: true),
  ]

  private static func row(_ resource: String, kind: String, isNamespaced: Bool) -> ServedResource {
    ServedResource(
      resource: GroupVersionResource(group: groupVersion.group, version: groupVersion.version, resource: resource),
      kind: kind, isNamespaced: isNamespaced, verbs: ["get", "list"], isStored: false)
  }

  let api: ResourceAPI
  let reader: (any UsageReader)?

  func answer(_ request: ResourceRequest) async throws -> ResourceResponse {
    guard let served = Self.rows.first(where: { $0.resource == request.resource }), request.subresource == nil else {
      throw StatusError.unknownPath
    }
    let isNodes = !served.isNamespaced
    guard request.verb == .get || request.verb == .list else { throw StatusError.methodNotAllowed }
    guard let reader else { throw StatusError.unavailable("the nodes are not ready to be measured") }
    let filter = try ObjectFilter(request.list, resource: served)
    let measured = Measured(report: try await reader.usage(), api: api)
    let items = isNodes ? measured.nodes(filter) : measured.pods(namespace: request.namespace, filter)
    guard request.verb == .get, let name = request.name else {
      return .list(
        ResponseList(
          kind: GroupVersionKind(Self.groupVersion, kind: served.kind + "List"),
          items: items.map { ResponseObject($0) },
          resourceVersion: "", continueToken: nil, remainingItemCount: nil))
    }
    guard let item = items.first(where: { $0["metadata"]?["name"]?.stringValue == name }) else {
      // As metrics-server, which looks for the object first, and then for its metrics.
      let object = isNodes ? Node.resource.groupResource : Pod.resource.groupResource
      guard api.store.object(ObjectKey(object, namespace: request.namespace, name: name)) != nil else {
        throw StatusError.notFound(object, name: name)
      }
      throw StatusError.notFound(
        GroupResource(group: Self.groupVersion.group, resource: served.kind.lowercased()),
        name: isNodes ? name : "\(request.namespace ?? "")/\(name)")
    }
    return .object(ResponseObject(item), code: 200)
  }

  /// One measurement beside the objects that it is about.
  private struct Measured {
    let report: UsageReport
    let api: ResourceAPI
    let byPod: [String: [UsageReport.Container]]

    init(report: UsageReport, api: ResourceAPI) {
      self.report = report
      self.api = api
      byPod = Dictionary(grouping: report.containers, by: \.podUID)
    }

    func pods(namespace: String?, _ filter: ObjectFilter) -> [JSONValue] {
      api.store.objects(Pod.resource.groupResource, namespace: namespace).objects.compactMap { object in
        guard filter.matches(object), let containers = byPod[object.metadata.uid ?? ""] else { return nil }
        var metrics = head("PodMetrics", of: object)
        metrics["containers"] = .array(
          containers.sorted { $0.name < $1.name }.map { ["name": .string($0.name), "usage": usage([$0])] })
        return metrics
      }
    }

    func nodes(_ filter: ObjectFilter) -> [JSONValue] {
      var byNode: [String: [UsageReport.Container]] = [:]
      for object in api.store.objects(Pod.resource.groupResource).objects {
        guard let node = object.value["spec"]?["nodeName"]?.stringValue else { continue }
        byNode[node, default: []] += byPod[object.metadata.uid ?? ""] ?? []
      }
      return api.store.objects(Node.resource.groupResource).objects.compactMap { object in
        guard filter.matches(object) else { return nil }
        var metrics = head("NodeMetrics", of: object)
        metrics["usage"] = usage(byNode[object.key.name] ?? [])
        return metrics
      }
    }

    private func head(_ kind: String, of object: StoredObject) -> JSONValue {
      var metadata: JSONValue = ["name": .string(object.key.name)]
      if let namespace = object.key.namespace { metadata["namespace"] = .string(namespace) }
      metadata["creationTimestamp"] = api.now().json
      if let labels = object.value["metadata"]?["labels"] { metadata["labels"] = labels }
      let milliseconds = report.window / .milliseconds(1)
      return [
        "kind": .string(kind), "apiVersion": .string(MetricsAPI.groupVersion.description), "metadata": metadata,
        "timestamp": api.now().json, "window": .string("\(milliseconds.rounded() / 1_000)s"),
      ]
    }

    private func usage(_ containers: [UsageReport.Container]) -> JSONValue {
      [
        "cpu": .string("\(containers.map(\.nanosecondsPerSecond).reduce(0, +))n"),
        "memory": .string("\(containers.map(\.memoryBytes).reduce(0, +) / 1_024)Ki"),
      ]
    }
  }
}
