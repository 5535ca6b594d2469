import KubeModel

/// What a CronJob's controller does next, decided from the CronJob, its Jobs and the time.
struct CronJobPlan: Sendable {
  /// The scheduled time to make a Job for; the Jobs of `replace` go before.
  private(set) var start: Timestamp?
  private(set) var replace: [Job] = []
  /// The status, without the Job of `start`.
  private(set) var status: CronJobStatus
  private(set) var requeueAfter: Duration?
  private(set) var notices: [JobPlan.Notice] = []
  private(set) var zone = TimeZoneRules.utc

  /// - Parameters:
  ///   - cronJob: The CronJob.
  ///   - jobs: All Jobs that it controls.
  ///   - now: The present moment.
  ///   - findZone: Finds a time zone by its name; nil when there is none.
  init(cronJob: CronJob, jobs: [Job], now: Timestamp, findZone: (String) -> TimeZoneRules?) {
    status = cronJob.status
    follow(jobs)
    guard !cronJob.metadata.isBeingDeleted else { return }
    if let name = cronJob.spec.timeZone {
      guard let found = findZone(name) else {
        warn("UnknownTimeZone", "invalid timeZone: \"\(name)\": unknown time zone \(name)")
        return
      }
      zone = found
    }
    guard cronJob.spec.suspend != true else { return }
    let text = cronJob.spec.schedule ?? ""
    do {
      let schedule = try CronSchedule(text)
      plan(cronJob, jobs, CronJobTimes(cronJob, schedule: schedule, zone: zone, now: now), now: now)
    } catch {
      warn("UnparseableSchedule", "unparseable schedule: \"\(text)\" : \(error)")
    }
  }

  /// Brings `active` and `lastSuccessfulTime` up to what the Jobs say.
  private mutating func follow(_ jobs: [Job]) {
    for job in jobs.sorted(by: { $0.name < $1.name }) {
      let end = JobConditions.end(of: job.status)
      let isActive = status.active.contains { $0.uid == job.uid }
      if let end, isActive {
        status.active.removeAll { $0.uid == job.uid }
        note("SawCompletedJob", "Saw completed job: \(job.name), condition: \(end.type ?? "")")
      } else if end == nil, !isActive {
        warn("UnexpectedJob", "Saw a job that the controller did not create or forgot: \(job.name)")
      }
      if end?.type == "Complete", let time = job.status.completionTime {
        status.lastSuccessfulTime = max(status.lastSuccessfulTime ?? time, time)
      }
    }
    for reference in status.active where !jobs.contains(where: { $0.uid == reference.uid }) {
      status.active.removeAll { $0.uid == reference.uid }
      note("MissingJob", "Active job went missing: \(reference.name ?? "")")
    }
  }

  private mutating func plan(_ cronJob: CronJob, _ jobs: [Job], _ times: CronJobTimes, now: Timestamp) {
    requeueAfter = times.untilNext
    if times.hasMissedMany {
      warn(
        "TooManyMissedTimes",
        "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew")
    }
    guard let time = times.due else { return }
    if let deadline = cronJob.spec.startingDeadlineSeconds, time + .seconds(deadline) < now {
      warn("MissSchedule", "Missed scheduled time to start a job: \(time)")
      return
    }
    let name = CronJobJobs(cronJob: cronJob).name(at: time)
    guard status.lastScheduleTime != time, !status.active.contains(where: { $0.name == name }) else { return }
    if !status.active.isEmpty {
      switch cronJob.spec.concurrencyPolicy {
      case "Forbid":
        note(
          "JobAlreadyActive",
          "Not starting job because prior execution is running and concurrency policy is Forbid")
        return
      case "Replace":
        let uids = Set(status.active.compactMap(\.uid))
        replace = jobs.filter { uids.contains($0.uid) }
        status.active = []
      default: break
      }
    }
    start = time
  }

  private mutating func note(_ reason: String, _ message: String) {
    notices.append(JobPlan.Notice(reason: reason, message: message))
  }

  private mutating func warn(_ reason: String, _ message: String) {
    notices.append(JobPlan.Notice(isWarning: true, reason: reason, message: message))
  }
}
