import KubeModel
import ObjectStore
import Synchronization

/// The webhooks of the cluster, always as the store has them.
final class WebhookIndex: StoreObserver {
  static let mutating = GroupResource(
    group: "admissionregistration.k8s.io", resource: "mutatingwebhookconfigurations")
  static let validating = GroupResource(
    group: "admissionregistration.k8s.io", resource: "validatingwebhookconfigurations")

  /// The webhooks that may be called for a request, in the order of their configurations' names.
  struct Webhooks: Sendable {
    var mutating: [AdmissionWebhook] = []
    var validating: [AdmissionWebhook] = []

    var isEmpty: Bool { mutating.isEmpty && validating.isEmpty }
  }

  private struct State {
    var byConfiguration: [ObjectKey: [AdmissionWebhook]] = [:]
    var all = Webhooks()

    mutating func sort() {
      let sorted = byConfiguration.sorted { $0.key.name < $1.key.name }
      all.mutating = sorted.filter { $0.key.resource == WebhookIndex.mutating }.flatMap(\.value)
      all.validating = sorted.filter { $0.key.resource == WebhookIndex.validating }.flatMap(\.value)
    }
  }

  private let state = Mutex(State())

  init(following store: ObjectStore) { store.observe([Self.mutating, Self.validating], by: self) }

  func begin(_ objects: [StoredObject]) {
    state.withLock { state in
      for object in objects { state.byConfiguration[object.key] = Self.webhooks(object) }
      state.sort()
    }
  }

  func apply(_ event: StoreEvent) {
    state.withLock { state in
      state.byConfiguration[event.key] = event.isDeletion ? nil : Self.webhooks(event.object)
      state.sort()
    }
  }

  private static func webhooks(_ object: StoredObject) -> [AdmissionWebhook] {
    (object.value["webhooks"]?.arrayValue ?? []).enumerated().map { position, json in
      AdmissionWebhook(json, .init(configuration: object.key.name, position: position))
    }
  }

  /// Those for which `isWanted` holds; nil when there are none, which costs nothing where none are configured.
  func webhooks(where isWanted: (AdmissionWebhook) -> Bool) -> Webhooks? {
    let all = state.withLock { $0.all }
    guard !all.isEmpty else { return nil }
    let wanted = Webhooks(
      mutating: all.mutating.filter(isWanted), validating: all.validating.filter(isWanted))
    return wanted.isEmpty ? nil : wanted
  }
}
