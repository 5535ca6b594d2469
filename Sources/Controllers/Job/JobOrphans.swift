import ControllerKit
import KubeClient
import KubeModel

/// Takes the tracking finalizer from pods whose Job is gone or has ended, since nobody counts them any more.
struct JobOrphans: Reconciler {
  let context: ControllerContext

  // The key is a pod.
  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    let pods = try await context.synced(Pod.self)
    guard let pod = pods.get(namespace: key.namespace, name: key.name), pod.isTracked else { return .done }
    if let owner = pod.metadata.controller {
      guard owner.kind == Job.kind else { return .done }
      let job = try await context.client.find(Job.self, namespace: pod.namespace, name: owner.name ?? "")
      if let job, job.uid == owner.uid, JobConditions.end(of: job.status) == nil { return .done }
    }
    try await context.releaseTracking(of: [pod])
    return .done
  }
}

extension ControlLoop {
  /// The part of the Job controller that is about pods without a Job.
  static func jobOrphans(_ context: ControllerContext) -> ControlLoop {
    let controller = context.controller("job-orphans", JobOrphans(context: context))
    let jobs = context.informers.informer(Job.self)
    context.informers.informer(Pod.self).onChange { event in
      guard event.object.isTracked else { return }
      if let owner = event.object.metadata.controller {
        let job = jobs.get(namespace: event.object.namespace, name: owner.name ?? "")
        let isCounted = job.map { $0.uid == owner.uid && JobConditions.end(of: $0.status) == nil } ?? false
        guard owner.kind == Job.kind, !isCounted else { return }
      }
      controller.enqueue(event.object.namespacedName)
    }
    jobs.onChange { event in
      guard case .deleted(let job) = event else { return }
      for pod in context.podsByController.list(job.uid) where pod.isTracked { controller.enqueue(pod.namespacedName) }
    }
    return ControlLoop(services: [controller])
  }
}
