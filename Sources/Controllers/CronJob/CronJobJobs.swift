import KubeModel

/// The Jobs of a CronJob.
struct CronJobJobs: Sendable {
  let cronJob: CronJob

  /// The Job of a scheduled time; its name holds the minutes since 1970, so that a time is served once.
  func job(at time: Timestamp, zone: TimeZoneRules) -> Job {
    let template = cronJob.spec.jobTemplate ?? JobTemplateSpec()
    var job = Job(name: name(at: time), namespace: cronJob.namespace)
    job.metadata.labels = template.metadata.labels
    job.metadata.annotations = template.metadata.annotations
    job.metadata.annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"] = zone.text(of: time)
    job.metadata.ownerReferences = [cronJob.controllerReference()]
    job.spec = template.spec
    return job
  }

  func name(at time: Timestamp) -> String { "\(cronJob.name)-\(time.seconds / 60)" }

  /// The oldest finished Jobs beyond the history limits.
  func surplus(_ jobs: [Job]) -> [Job] {
    func oldest(_ type: String, limit: Int?) -> [Job] {
      guard let limit else { return [] }
      let finished = jobs.filter { JobConditions.end(of: $0.status)?.type == type }
      let sorted = finished.sorted { left, right in
        let (first, second) = (left.status.startTime, right.status.startTime)
        if first != second { return (first?.nanoseconds ?? .max) < (second?.nanoseconds ?? .max) }
        return left.name < right.name
      }
      return Array(sorted.prefix(max(0, sorted.count - limit)))
    }
    return oldest("Failed", limit: cronJob.spec.failedJobsHistoryLimit)
      + oldest("Complete", limit: cronJob.spec.successfulJobsHistoryLimit)
  }
}
