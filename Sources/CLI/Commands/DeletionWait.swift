import KubeClient
import KubeModel

/// Waits until an object is gone, or another one has its name.
struct DeletionWait {
  private let session: Session
  private let reference: ObjectReference
  private let uid: String?
  private let deadline: ContinuousClock.Instant?

  init(_ session: Session, _ reference: ObjectReference, uid: String?, deadline: ContinuousClock.Instant?) {
    self.session = session
    self.reference = reference
    self.uid = uid
    self.deadline = deadline
  }

  func run() async throws {
    while true {
      let resource = reference.type.resource
      let object: JSONValue
      do {
        object = try await session.client.get(
          resource, namespace: reference.namespace, name: reference.name, subresource: nil)
      } catch let error as StatusError where error.reason == .notFound {
        return
      }
      let metadata = ObjectMeta(json: object["metadata"] ?? .emptyObject)
      // A StatefulSet's pod comes back under its old name.
      if let uid, metadata.uid != uid { return }
      let remaining = deadline.map { ContinuousClock.now.duration(to: $0) }
      if let remaining, remaining <= .zero {
        throw CommandFailure("timed out waiting for \(reference.text) to be gone; it is still being deleted")
      }
      let events = try await session.client.watch(
        resource, namespace: reference.namespace,
        options: ListOptions(
          fieldSelector: "metadata.name=\(reference.name)", resourceVersion: metadata.resourceVersion,
          timeoutSeconds: remaining.map { Int($0.components.seconds) + 1 }))
      do {
        for try await event in events {
          if case .deleted = event { return }
        }
      } catch let error as StatusError where error.code == 410 {
        // Too much has happened since: look again.
      }
    }
  }
}
