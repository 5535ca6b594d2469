import KubeClient
import KubeModel
import NIOCore
import NIOHTTP1
import ObjectStore

/// What a kubelet answers over HTTP (`nodes/NAME/proxy/PATH`), as far as it makes sense here, where nodes have no
/// server of their own.
struct NodeAnswers: Sendable {
  let api: ResourceAPI
  let pods: (any PodStreams)?
  let usage: (any UsageReader)?
  /// The log files of the nodes; nil shows none.
  let logFiles: NodeLogFiles?

  /// The answer to a path of the kubelet's; the node exists.
  func answer(_ request: HTTPRequest, path: String, node: String) async throws -> HTTPAnswer {
    let segments = path.split(separator: "/").map(String.init)
    switch (segments.first ?? "", segments.count) {
    case ("logs", _):
      guard let logFiles else { throw StatusError.unavailable("the node is not ready to show its logs") }
      return try logFiles.answer(to: String(path.dropFirst("/logs".count)))
    case ("healthz", 1): return .text("ok")
    case ("pods", 1), ("runningpods", 1):
      let items = bound(to: node).map(\.value)
      return .json(["kind": "PodList", "apiVersion": "v1", "metadata": .emptyObject, "items": .array(items)])
    case ("stats", 2) where segments[1] == "summary": return try await statistics(node).summary
    case ("metrics", 1): return try await metrics(of: node, withProcess: true)
    case ("metrics", 2) where segments[1] == "resource": return try await metrics(of: node, withProcess: false)
    case ("containerLogs", 4): return try await logs(request, namespace: segments[1], pod: segments[2], segments[3])
    default: return .text("404 page not found\n", status: .notFound)
    }
  }

  private func bound(to node: String) -> [StoredObject] {
    api.store.objects(Pod.resource.groupResource).objects
      .filter { $0.value["spec"]?["nodeName"]?.stringValue == node }
  }

  private func metrics(of node: String, withProcess: Bool) async throws -> HTTPAnswer {
    var text = PrometheusText()
    try await statistics(node).metrics(&text)
    if withProcess { ServerMetrics.process(&text) }
    return text.answer
  }

  private func statistics(_ node: String) async throws -> NodeStatistics {
    guard let usage else { throw StatusError.unavailable("the node is not ready to be measured") }
    return NodeStatistics(report: try await usage.usage(), pods: bound(to: node), node: node, now: api.now())
  }

  private func logs(
    _ request: HTTPRequest, namespace: String, pod name: String, _ container: String
  ) async throws -> HTTPAnswer {
    guard let pods else { throw StatusError.unavailable("the node is not ready to stream") }
    let key = ObjectKey(Pod.resource.groupResource, namespace: namespace, name: name)
    guard let object = api.store.object(key) else { throw StatusError.notFound(Pod.resource.groupResource, name: name) }
    return try await PodStreaming(pods: pods, pod: Pod(json: object.value), request: request).logs(of: container)
  }
}
