import ControllerKit
import KubeClient
import KubeModel

/// Carries out the plan of one Job, and deletes it when its time after the end is over.
struct JobReconciler: Reconciler {
  let context: ControllerContext
  let recorder: EventRecorder
  let backoffs = JobBackoffs()

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    let jobs = try await context.synced(Job.self)
    _ = try await context.synced(Pod.self)
    guard let job = jobs.get(namespace: key.namespace, name: key.name) else { return .done }
    // Another controller's Job is left to it.
    guard (job.spec.managedBy ?? "kubernetes.io/job-controller") == "kubernetes.io/job-controller" else { return .done }
    if let end = JobConditions.end(of: job.status) {
      backoffs[job.uid] = nil
      return try await expire(job, end: end)
    }
    let selector = job.spec.selector ?? LabelSelector()
    guard !selector.isEmpty else { return .done }
    let pods = try await context.claimPods(for: job, selector: selector)
    let plan = JobPlan(job: job, pods: pods, backoff: backoff(of: job, pods), now: context.time.now())
    let failure = try await change(job, by: plan)
    var status = plan.status
    if failure != nil { status.active = job.status.active }
    try await write(status, to: job)
    backoffs[job.uid] = plan.backoff
    try await context.releaseTracking(of: plan.release)
    if failure == nil {
      status = plan.settledStatus
      try await write(status, to: job)
    }
    report(job, plan, end: failure == nil ? JobConditions.end(of: status) : .none)
    if let failure { throw failure }
    return plan.requeueAfter.map { .requeue(after: $0) } ?? .done
  }

  /// After a restart of the controller the pods themselves tell what failed.
  private func backoff(of job: Job, _ pods: [Pod]) -> JobBackoff {
    if let known = backoffs[job.uid] { return known }
    var backoff = JobBackoff()
    backoff.note(
      succeeded: pods.filter { !$0.isTracked && $0.status.phase == "Succeeded" },
      failed: pods.filter { !$0.isTracked && $0.status.phase == "Failed" }, now: context.time.now())
    return backoff
  }

  /// Deletes and makes pods; returns what kept pods from being made.
  private func change(_ job: Job, by plan: JobPlan) async throws -> (any Error)? {
    try await context.releaseTracking(of: plan.discard)
    for pod in plan.discard + plan.terminate {
      try await context.delete(pod)
      recorder.record(.normal, about: job, reason: "SuccessfulDelete", message: "Deleted pod: \(pod.name)")
    }
    let pods = JobPods(job: job)
    do {
      let fresh = plan.create.map { index in
        pods.pod(index: index, failures: index.flatMap { plan.indexFailures?.count(of: $0) })
      }
      try await context.create(fresh, about: job, recorder: recorder)
      return nil
    } catch {
      return error
    }
  }

  private func write(_ status: JobStatus, to job: Job) async throws {
    try await context.writeStatus(Job.self, of: job) { $0.status = status }
  }

  private func report(_ job: Job, _ plan: JobPlan, end: JobCondition?) {
    for notice in plan.notices { recorder.record(.normal, about: job, reason: notice.reason, message: notice.message) }
    guard let end else { return }
    if end.type == "Complete" {
      recorder.record(.normal, about: job, reason: "Completed", message: "Job completed")
    } else {
      recorder.record(.warning, about: job, reason: end.reason ?? "", message: end.message ?? "")
    }
  }

  /// The TTL-after-finished controller.
  private func expire(_ job: Job, end: JobCondition) async throws -> ReconcileResult {
    guard let seconds = job.spec.ttlSecondsAfterFinished, !job.metadata.isBeingDeleted,
      let moment = end.lastTransitionTime
    else { return .done }
    let rest = moment + .seconds(seconds) - context.time.now()
    guard rest <= .zero else { return .requeue(after: rest) }
    try await context.client.deleteIfPresent(
      Job.self, namespace: job.namespace, name: job.name,
      options: DeleteOptions(propagationPolicy: "Foreground", uid: job.uid))
    return .done
  }
}

extension ControllerContext {
  /// Takes the tracking finalizer from pods, and waits until the local copy shows it.
  func releaseTracking(of pods: [Pod]) async throws {
    var revision: String?
    for pod in pods {
      do {
        revision = try await client.modify(Pod.self, namespace: pod.namespace, name: pod.name) { current in
          guard current.uid == pod.uid, current.isTracked else { return false }
          current.metadata.finalizers.removeAll { $0 == JobPods.finalizer }
          return true
        }.metadata.resourceVersion
      } catch let error as StatusError where error.reason == .notFound {
        // It is gone, finalizer and all.
      }
    }
    try await informers.informer(Pod.self).waitUntilSeen(revision)
  }
}

extension ControlLoop {
  /// The Job controller.
  static func jobs(_ context: ControllerContext) -> ControlLoop {
    let recorder = context.recorder("job-controller")
    let controller = context.controller("job", JobReconciler(context: context, recorder: recorder))
    context.enqueueOwners(of: Job.self, controller) { $0.spec.selector }
    return ControlLoop(services: [recorder, controller])
  }
}
