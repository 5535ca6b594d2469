/// `Job` of `batch/v1`.
package struct Job: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<JobSpec>("spec")
    package let status = ViewField<JobStatus>("status")
  }

  package static let resource = GroupVersionResource(group: "batch", version: "v1", resource: "jobs")
  package static let kind = "Job"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `JobSpec` of `batch/v1`.
package struct JobSpec: JSONView {
  package struct Fields: Sendable {
    package let parallelism = Field<Int>("parallelism")
    package let completions = Field<Int>("completions")
    package let activeDeadlineSeconds = Field<Int>("activeDeadlineSeconds")
    package let selector = Field<LabelSelector>("selector")
    package let manualSelector = Field<Bool>("manualSelector")
    package let template = ViewField<PodTemplateSpec>("template")
    package let backoffLimit = Field<Int>("backoffLimit")
    package let ttlSecondsAfterFinished = Field<Int>("ttlSecondsAfterFinished")
    package let completionMode = Field<String>("completionMode")
    package let suspend = Field<Bool>("suspend")
    package let podFailurePolicy = Field<JSONValue>("podFailurePolicy")
    package let backoffLimitPerIndex = Field<Int>("backoffLimitPerIndex")
    package let maxFailedIndexes = Field<Int>("maxFailedIndexes")
    package let podReplacementPolicy = Field<String>("podReplacementPolicy")
    package let managedBy = Field<String>("managedBy")
    package let successPolicy = Field<JSONValue>("successPolicy")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `JobStatus` of `batch/v1`.
package struct JobStatus: JSONView {
  package struct Fields: Sendable {
    package let conditions = ListField<JobCondition>("conditions")
    package let startTime = Field<Timestamp>("startTime")
    package let completionTime = Field<Timestamp>("completionTime")
    package let active = Field<Int>("active")
    package let succeeded = Field<Int>("succeeded")
    package let failed = Field<Int>("failed")
    package let completedIndexes = Field<String>("completedIndexes")
    package let uncountedTerminatedPods = Field<JSONValue>("uncountedTerminatedPods")
    package let ready = Field<Int>("ready")
    package let failedIndexes = Field<String>("failedIndexes")
    package let terminating = Field<Int>("terminating")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `JobCondition` of `batch/v1`.
package struct JobCondition: JSONView {
  package struct Fields: Sendable {
    package let type = Field<String>("type")
    package let status = Field<String>("status")
    package let lastProbeTime = Field<Timestamp>("lastProbeTime")
    package let lastTransitionTime = Field<Timestamp>("lastTransitionTime")
    package let reason = Field<String>("reason")
    package let message = Field<String>("message")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `JobTemplateSpec` of `batch/v1`.
package struct JobTemplateSpec: JSONView {
  package struct Fields: Sendable {
    package let metadata = ViewField<ObjectMeta>("metadata")
    package let spec = ViewField<JobSpec>("spec")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `CronJob` of `batch/v1`.
package struct CronJob: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<CronJobSpec>("spec")
    package let status = ViewField<CronJobStatus>("status")
  }

  package static let resource = GroupVersionResource(group: "batch", version: "v1", resource: "cronjobs")
  package static let kind = "CronJob"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `CronJobSpec` of `batch/v1`.
package struct CronJobSpec: JSONView {
  package struct Fields: Sendable {
    package let schedule = Field<String>("schedule")
    package let startingDeadlineSeconds = Field<Int>("startingDeadlineSeconds")
    package let concurrencyPolicy = Field<String>("concurrencyPolicy")
    package let suspend = Field<Bool>("suspend")
    package let jobTemplate = Field<JobTemplateSpec>("jobTemplate")
    package let successfulJobsHistoryLimit = Field<Int>("successfulJobsHistoryLimit")
    package let failedJobsHistoryLimit = Field<Int>("failedJobsHistoryLimit")
    package let timeZone = Field<String>("timeZone")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `CronJobStatus` of `batch/v1`.
package struct CronJobStatus: JSONView {
  package struct Fields: Sendable {
    package let active = ListField<ObjectReference>("active")
    package let lastScheduleTime = Field<Timestamp>("lastScheduleTime")
    package let lastSuccessfulTime = Field<Timestamp>("lastSuccessfulTime")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
