import KubeModel

/// The times of a CronJob's schedule that matter now.
struct CronJobTimes: Sendable, Hashable {
  /// The latest time that has come since the last run and has not been served; nil when there is none.
  private(set) var due: Timestamp?
  /// How long until the next time; nil when there is none.
  private(set) var untilNext: Duration?
  /// Whether more than 100 times were missed.
  private(set) var hasMissedMany = false

  /// - Parameters:
  ///   - cronJob: Its creation or last run is where counting starts, unless its deadline is later.
  ///   - schedule: The schedule that the CronJob names.
  ///   - zone: The zone that the schedule is told in.
  ///   - now: The present moment.
  init(_ cronJob: CronJob, schedule: CronSchedule, zone: TimeZoneRules, now: Timestamp) {
    // The rest of the wait is a little longer than needed, so that the time has come when it is over.
    untilNext = schedule.next(after: now, in: zone).map { $0 - now + .milliseconds(100) }
    var start = cronJob.status.lastScheduleTime ?? cronJob.metadata.creationTimestamp ?? now
    if let deadline = cronJob.spec.startingDeadlineSeconds { start = max(start, now + .seconds(-deadline)) }
    guard let first = schedule.next(after: start, in: zone), first <= now,
      let second = schedule.next(after: first, in: zone)
    else { return }
    due = first
    guard second <= now else { return }
    let interval = max(1, second.seconds - first.seconds)
    let missed = (now.seconds - first.seconds) / interval + 1
    hasMissedMany = missed > 100
    // Jumping ahead keeps the search short; intervals are not all alike, so it starts a little earlier.
    var latest = first + .seconds((missed - 2) * interval)
    if latest > now { latest = first }
    var next = schedule.next(after: max(first, latest) + .seconds(-1), in: zone)
    while let time = next, time <= now {
      due = time
      next = schedule.next(after: time, in: zone)
    }
  }
}
