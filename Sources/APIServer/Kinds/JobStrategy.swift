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

  func validate(_ object: JSONValue, old: JSONValue?, in scope: StrategyScope) -> [StatusError.Cause] {
    let job = Job(json: object)
    guard old == nil, job.spec.manualSelector != true else { return [] }
    var causes: [StatusError.Cause] = []
    let labels = job.spec.template.metadata.labels
    for (key, value) in Self.labels(of: job).sorted(by: { $0.key < $1.key }) where labels[key] != value {
      causes.append(
        .invalid("spec.template.metadata.labels[\(key)]", "\"\(labels[key] ?? "")\"", "must be '\(value)'"))
    }
    if job.spec.selector?.matchLabels != [Self.uidLabel: job.uid]
      || job.spec.selector?.matchExpressions.isEmpty == false
    {
      causes.append(
        .invalid("spec.selector", (job.spec.selector?.json ?? .null).jsonText, "`selector` not auto-generated"))
    }
    return causes
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
