extension Defaulting {
  static func job(_ job: inout JSONValue) {
    if let labels = job[path: "spec", "template", "metadata", "labels"] {
      job.make("metadata") { $0.setDefault("labels", labels) }
    }
    job.make("spec") { spec in
      spec.make("template", podTemplate)
      // Neither number given: one pod, once. Only parallelism given: a work queue, which has no count of completions.
      if !spec.has("completions"), !spec.has("parallelism") { spec["completions"] = 1 }
      spec.setDefault("parallelism", 1)
      spec.setDefault("backoffLimit", spec.has("backoffLimitPerIndex") ? .integer(Int64(Int32.max)) : 6)
      spec.setDefault("completionMode", "NonIndexed")
      spec.setDefault("suspend", false)
      spec.setDefault("manualSelector", false)
      spec.setDefault("podReplacementPolicy", spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed")
      spec.update("podFailurePolicy") { policy in
        policy.updateEach("rules") { rule in
          rule.updateEach("onPodConditions") { $0.setDefault("status", "True") }
        }
      }
    }
  }

  static func cronJob(_ cronJob: inout JSONValue) {
    cronJob.make("spec") { spec in
      spec.setDefault("concurrencyPolicy", "Allow")
      spec.setDefault("suspend", false)
      spec.setDefault("successfulJobsHistoryLimit", 3)
      spec.setDefault("failedJobsHistoryLimit", 1)
      spec.make("jobTemplate") { template in
        template.make("metadata") { _ in }
        template.make("spec") { $0.make("template", podTemplate) }
      }
    }
  }
}
