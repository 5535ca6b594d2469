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

  /// The answer to a path of the kubelet's; the node exists.
  func answer(_ request: HTTPRequest, path: String, node: String) async throws -> HTTPAnswer {
    let segments = path.split(separator: "/").map(String.init)
    switch (segments.first ?? "", segments.count) {
    case ("healthz", 1): return .text("ok")
    case ("pods", 1), ("runningpods", 1):
      let bound = api.store.objects(Pod.resource.groupResource).objects.map(\.value)
        .filter { $0["spec"]?["nodeName"]?.stringValue == node }
      return .json(["kind": "PodList", "apiVersion": "v1", "metadata": .emptyObject, "items": .array(bound)])
    case ("containerLogs", 4): return try await logs(request, namespace: segments[1], pod: segments[2], segments[3])
    default: return .text("404 page not found\n", status: .notFound)
    }
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
