import KubeModel
import LinuxSystem
import ObjectStore

/// Jobs get a selector and labels of their own, unless they bring a selector (Kubernetes concept "Jobs", Specifying
/// your own Pod selector).
struct JobStrategy: KindStrategy {
  private static let uidLabel = "batch.kubernetes.io/controller-uid"

  var hasGeneration: Bool { true }

  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    var job = Job(json: object)
    guard job.spec.manualSelector != true else { return }
    let wanted = Self.labels(of: job)
    // What contradicts is refused by `validate`.
    job.spec.template.metadata.labels.merge(wanted) { given, _ in given }
    var selector = job.spec.selector ?? LabelSelector()
    selector.matchLabels[Self.uidLabel] = selector.matchLabels[Self.uidLabel] ?? job.uid
    job.spec.selector = selector
    object = job.json
  }

  private static func labels(of job: Job) -> [String: String] {
    [
      uidLabel: job.uid, "controller-uid": job.uid, "batch.kubernetes.io/job-name": job.name, "job-name": job.name,
    ]
  }
}

/// CronJobs name a time zone that the system knows.
struct CronJobStrategy: KindStrategy {
  var hasGeneration: Bool { true }

  func validate(_ object: JSONValue, old: JSONValue?, in scope: StrategyScope) -> [StatusError.Cause] {
    guard let zone = CronJob(json: object).spec.timeZone, zone != old.map(CronJob.init(json:))?.spec.timeZone else {
      return []
    }
    guard !zone.isEmpty, zone.lowercased() != "local" else {
      return [.invalid("spec.timeZone", "\"\(zone)\"", "timeZone must be nil or non-empty string")]
    }
    guard TimeZoneDatabase.file(of: zone) == nil else { return [] }
    return [.invalid("spec.timeZone", "\"\(zone)\"", "unknown time zone \(zone)")]
  }
}
