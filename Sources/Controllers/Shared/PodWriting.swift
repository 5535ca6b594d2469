import ControllerKit
import KubeClient
import KubeModel

extension PodTemplateSpec {
  /// A new pod from the template, owned by `owner`; its name is still to be set.
  func pod(for owner: some KubeObject) -> Pod {
    var pod = Pod(name: "", namespace: owner.namespace)
    pod.metadata = .with {
      $0.namespace = owner.namespace
      $0.labels = self.metadata.labels
      $0.annotations = self.metadata.annotations
      $0.finalizers = self.metadata.finalizers
      $0.ownerReferences = [owner.controllerReference()]
    }
    pod.spec = self.spec
    return pod
  }
}

extension ControllerContext {
  /// Creates the pods at once, and returns when the shared informer shows them, so that the next look at the local
  /// copy does not miss them.
  ///
  /// Every pod is tried; the first error is thrown in the end.
  func create(_ pods: [Pod], about owner: some KubeObject, recorder: EventRecorder) async throws {
    let informer = informers.informer(Pod.self)
    var revisions: [String] = []
    var failure: (any Error)?
    for pod in pods {
      do {
        let created = try await client.create(pod)
        if let revision = created.metadata.resourceVersion { revisions.append(revision) }
        recorder.record(.normal, about: owner, reason: "SuccessfulCreate", message: "Created pod: \(created.name)")
      } catch {
        failure = failure ?? error
        recorder.record(.warning, about: owner, reason: "FailedCreate", message: "Error creating: \(error)")
        break
      }
    }
    for revision in revisions { try await informer.waitUntilSeen(revision) }
    if let failure { throw failure }
  }

  /// Says in the pod's status who is about to end it, if it is still the one that was decided about.
  ///
  /// - Parameter endsPod: Whether the pod has failed as well, since no kubelet will say how it ended.
  func disrupt(_ pod: Pod, _ cause: DisruptionCause, message: String, endsPod: Bool = false) async throws {
    do {
      try await client.modify(Pod.self, namespace: pod.namespace, name: pod.name, subresource: "status") { current in
        guard current.uid == pod.uid else { return false }
        current.status.markDisrupted(cause, message: message, at: time.now())
        if endsPod, !current.isFinished { current.status.phase = "Failed" }
        return true
      }
    } catch let error as StatusError where error.reason == .notFound {
      // It has gone already.
    }
  }

  /// Deletes the pod, if it is still the one that was decided about, and waits until the informer shows it.
  func delete(_ pod: Pod) async throws {
    do {
      try await client.deleteIfPresent(
        Pod.self, namespace: pod.namespace, name: pod.name, options: DeleteOptions(uid: pod.uid))
    } catch let error as StatusError where error.reason == .conflict {
      // Another pod has the name by now, so the one to delete is gone.
    }
    try await informers.informer(Pod.self).waitUntilDeleting(pod)
  }
}
