package import KubeClient
package import KubeModel
import Synchronization

/// The tokens that pods have in their volumes: fetched by `TokenRequest`, bound to the pod, and fetched again at 80 %
/// of their life, or after a day.
package final class ServiceAccountTokens: Sendable {
  private struct Key: Hashable {
    var podUID: String
    var wish: VolumePayload.TokenWish
  }

  private struct Held {
    var token: String
    var refreshAt: Timestamp
  }

  private let client: any KubeClient
  private let held = Mutex<[Key: Held]>([:])

  package init(client: any KubeClient) { self.client = client }

  /// The token, new when there is none or it has to be refreshed, and when it has to be refreshed next.
  package func token(
    for pod: Pod, wish: VolumePayload.TokenWish, now: Timestamp
  ) async throws -> (token: String, refreshAt: Timestamp) {
    let key = Key(podUID: pod.uid, wish: wish)
    if let known = held.withLock({ $0[key] }), known.refreshAt > now { return (known.token, known.refreshAt) }
    var audiences: [JSONValue] = []
    if let audience = wish.audience { audiences = [.string(audience)] }
    let request: JSONValue = [
      "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
      "spec": [
        "audiences": .array(audiences), "expirationSeconds": .integer(Int64(wish.expirationSeconds)),
        "boundObjectRef": [
          "kind": "Pod", "apiVersion": "v1", "name": .string(pod.name), "uid": .string(pod.uid),
        ],
      ],
    ]
    let account = pod.spec.serviceAccountName ?? "default"
    let answer = try await client.create(
      ServiceAccount.resource, namespace: pod.namespace, name: account, subresource: "token", object: request,
      options: WriteOptions())
    guard let token = answer[path: "status", "token"]?.stringValue else {
      throw ConfigurationError("the API answered the token request for \(account) without a token")
    }
    let end =
      answer[path: "status", "expirationTimestamp"].flatMap { Timestamp(json: $0) }
      ?? now + .seconds(wish.expirationSeconds)
    let refreshAt = now + min(max((end - now) * 0.8, .seconds(1)), .seconds(86_400))
    // Another call may have fetched one meanwhile; the later one serves as well.
    held.withLock { $0[key] = Held(token: token, refreshAt: refreshAt) }
    return (token, refreshAt)
  }

  /// Forgets the tokens of a pod that is gone.
  package func forget(podUID: String) {
    held.withLock { held in held = held.filter { $0.key.podUID != podUID } }
  }
}
