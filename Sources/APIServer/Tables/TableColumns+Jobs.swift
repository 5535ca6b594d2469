import KubeModel

extension TableColumns {
  static let jobs: [String: [TableColumn]] = [
    "Job": [
      .of(Job.self, "Status") { status(of: $0) }, .of(Job.self, "Completions") { completions(of: $0) },
      TableColumn("Duration") { object, now in
        let status = Job(json: object).status
        guard let start = status.startTime else { return "" }
        return .string(HumanDuration.text(since: start, now: status.completionTime ?? now))
      }, .age,
    ] + containers { Job(json: $0).spec.template } + [selector],
    "CronJob": [
      .of(CronJob.self, "Schedule") { $0.spec.schedule ?? "" },
      .of(CronJob.self, "Timezone") { $0.spec.timeZone ?? "<none>" },
      .of(CronJob.self, "Suspend") { $0.spec.suspend == true ? "True" : "False" },
      .number(CronJob.self, "Active") { $0.status.active.count },
      TableColumn("Last Schedule") { object, now in
        let last = CronJob(json: object).status.lastScheduleTime
        return .string(last == nil ? "<none>" : HumanDuration.text(since: last, now: now))
      }, .age,
    ] + containers { (CronJob(json: $0).spec.jobTemplate ?? JobTemplateSpec()).spec.template } + [
      TableColumn("Selector", priority: 1) { object, _ in
        .string(selectorText(CronJob(json: object).spec.jobTemplate?.spec.selector))
      }
    ],
  ]

  private static func status(of job: Job) -> String {
    let current = job.status.conditions.filter { $0.status == "True" }.compactMap(\.type)
    for type in ["Complete", "Failed"] where current.contains(type) { return type }
    if job.metadata.isBeingDeleted { return "Terminating" }
    for type in ["Suspended", "FailureTarget", "SuccessCriteriaMet"] where current.contains(type) { return type }
    return "Running"
  }

  private static func completions(of job: Job) -> String {
    let succeeded = job.status.succeeded ?? 0
    if let completions = job.spec.completions { return "\(succeeded)/\(completions)" }
    let parallelism = job.spec.parallelism ?? 0
    return parallelism > 1 ? "\(succeeded)/1 of \(parallelism)" : "\(succeeded)/1"
  }
}
