import ControllerKit
import KubeClient
import KubeModel
import LinuxSystem

/// Carries out the plan of one CronJob.
struct CronJobReconciler: Reconciler {
  let context: ControllerContext
  let recorder: EventRecorder
  let jobsByController: InformerIndex<Job>

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    let cronJobs = try await context.synced(CronJob.self)
    _ = try await context.synced(Job.self)
    guard let cronJob = cronJobs.get(namespace: key.namespace, name: key.name) else { return .done }
    let jobs = jobsByController.list(cronJob.uid)
    let plan = CronJobPlan(cronJob: cronJob, jobs: jobs, now: context.time.now()) { name in
      TimeZoneDatabase.file(of: name).flatMap(TimeZoneRules.init)
    }
    for notice in plan.notices {
      recorder.record(
        notice.isWarning ? .warning : .normal, about: cronJob, reason: notice.reason, message: notice.message)
    }
    for job in plan.replace { try await delete(job, of: cronJob) }
    var status = plan.status
    if let time = plan.start {
      let job = try await start(CronJobJobs(cronJob: cronJob).job(at: time, zone: plan.zone), of: cronJob)
      if JobConditions.end(of: job.status) == nil { status.active.append(ObjectReference(to: job)) }
      status.lastScheduleTime = time
    }
    let settled = status
    if settled != cronJob.status { try await context.writeStatus(CronJob.self, of: cronJob) { $0.status = settled } }
    for job in CronJobJobs(cronJob: cronJob).surplus(jobs) where !job.metadata.isBeingDeleted {
      try await delete(job, of: cronJob)
    }
    return plan.requeueAfter.map { .requeue(after: $0) } ?? .done
  }

  /// Makes the Job, or takes the one that an interrupted try has left.
  private func start(_ job: Job, of cronJob: CronJob) async throws -> Job {
    do {
      let created = try await context.client.create(job)
      recorder.record(.normal, about: cronJob, reason: "SuccessfulCreate", message: "Created job \(created.name)")
      try await context.informers.informer(Job.self).waitUntilSeen(created.metadata.resourceVersion)
      return created
    } catch let error as StatusError where error.reason == .alreadyExists {
      let known = try await context.client.get(Job.self, namespace: job.namespace, name: job.name)
      guard known.metadata.controller?.uid == cronJob.uid else { throw error }
      return known
    } catch {
      recorder.record(.warning, about: cronJob, reason: "FailedCreate", message: "Error creating job: \(error)")
      throw error
    }
  }

  private func delete(_ job: Job, of cronJob: CronJob) async throws {
    try await context.client.deleteIfPresent(
      Job.self, namespace: job.namespace, name: job.name,
      options: DeleteOptions(propagationPolicy: "Background", uid: job.uid))
    try await context.informers.informer(Job.self).waitUntilDeleting(job)
    recorder.record(.normal, about: cronJob, reason: "SuccessfulDelete", message: "Deleted job \(job.name)")
  }
}

extension ControlLoop {
  /// The CronJob controller.
  static func cronJobs(_ context: ControllerContext) -> ControlLoop {
    let recorder = context.recorder("cronjob-controller")
    let jobs = context.informers.informer(Job.self)
    let index = jobs.index { job in job.metadata.controller?.uid.map { [$0] } ?? [] }
    let controller = context.controller(
      "cronjob", CronJobReconciler(context: context, recorder: recorder, jobsByController: index))
    context.informers.informer(CronJob.self).onChange { controller.enqueue($0.object.namespacedName) }
    jobs.onChange { event in
      guard let owner = event.object.metadata.controller, owner.kind == CronJob.kind else { return }
      controller.enqueue(NamespacedName(namespace: event.object.namespace, name: owner.name ?? ""))
    }
    return ControlLoop(services: [recorder, controller])
  }
}
