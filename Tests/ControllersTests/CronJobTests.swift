import ControllerKit
import KubeClient
import KubeModel
import OrderedCollections
import Testing

@testable import Controllers

@Suite("CronJobs", .timeLimit(.minutes(5)))
struct CronJobTests {
  private let now = Timestamp("2026-11-24T10:00:30Z") ?? Timestamp(seconds: 0)

  private func cronJob(_ spec: JSONValue = .emptyObject, status: JSONValue = .emptyObject, created: Int = -90)
    -> CronJob
  {
    var cronJob = CronJob(name: "tick", namespace: "default")
    cronJob.metadata.uid = "cron"
    cronJob.metadata.creationTimestamp = now + .seconds(created)
    cronJob.json["spec"] = MergePatch.apply(
      spec,
      to: [
        "schedule": "* * * * *", "concurrencyPolicy": "Allow", "successfulJobsHistoryLimit": 3,
        "failedJobsHistoryLimit": 1,
        "jobTemplate": [
          "metadata": ["labels": ["app": "tick"]],
          "spec": [
            "template": ["spec": ["restartPolicy": "Never", "containers": [["name": "main", "image": "one"]]]]
          ],
        ],
      ])
    cronJob.json["status"] = status
    return cronJob
  }

  private func job(_ name: String, end: String? = nil) -> Job {
    var job = Job(name: name, namespace: "default")
    job.metadata.uid = name
    if let end {
      job.status.conditions = [JobConditions.make(end, "Because", "Because.", now)]
      job.status.completionTime = now
    }
    return job
  }

  private func plan(_ cronJob: CronJob, _ jobs: [Job] = []) -> CronJobPlan {
    CronJobPlan(cronJob: cronJob, jobs: jobs, now: now) { $0 == "Mars/Base" ? nil : .utc }
  }

  @Test("The latest missed time is served, once, and the next is waited for")
  func due() {
    let first = plan(cronJob(created: -3_600))
    #expect(first.start?.description == "2026-11-24T10:00:00Z")
    #expect(first.requeueAfter == .seconds(30) + .milliseconds(100))
    #expect(first.notices.isEmpty)
    #expect(plan(cronJob(status: ["lastScheduleTime": "2026-11-24T10:00:00Z"])).start == nil)
    #expect(plan(cronJob(created: -20)).start == nil)
    #expect(plan(cronJob(created: -86_400)).notices.map(\.reason) == ["TooManyMissedTimes"])
    #expect(plan(cronJob(["suspend": true])).start == nil)
    let irregular = plan(cronJob(["schedule": "0 8,10 * * *"], created: -86_400 * 3))
    #expect(irregular.start?.description == "2026-11-24T10:00:00Z")
  }

  @Test("A time that is too long ago is missed")
  func deadline() {
    let hourly: JSONValue = ["schedule": "59 * * * *", "startingDeadlineSeconds": 60]
    #expect(plan(cronJob(hourly, created: -3_600)).start == nil)
    let wider: JSONValue = ["schedule": "59 * * * *", "startingDeadlineSeconds": 100]
    #expect(plan(cronJob(wider, created: -3_600)).start?.description == "2026-11-24T09:59:00Z")
  }

  @Test(
    "While a Job runs the policy decides", arguments: [("Allow", true, 0), ("Forbid", false, 0), ("Replace", true, 1)])
  func concurrency(policy: String, starts: Bool, replaces: Int) {
    let active: JSONValue = ["active": [["name": "tick-1", "uid": "tick-1"]]]
    let plan = plan(cronJob(["concurrencyPolicy": .string(policy)], status: active), [job("tick-1")])
    #expect((plan.start != nil) == starts)
    #expect(plan.replace.count == replaces)
    #expect(plan.notices.map(\.reason) == (policy == "Forbid" ? ["JobAlreadyActive"] : []))
  }

  @Test("Jobs that ended, vanished or came from elsewhere are told")
  func follow() {
    let active: JSONValue = ["active": [["name": "a", "uid": "a"], ["name": "gone", "uid": "gone"]]]
    let plan = plan(cronJob(["suspend": true], status: active), [job("a", end: "Complete"), job("b")])
    #expect(plan.status.active.isEmpty)
    #expect(plan.status.lastSuccessfulTime == now)
    #expect(
      plan.notices.map(\.message) == [
        "Saw completed job: a, condition: Complete", "Saw a job that the controller did not create or forgot: b",
        "Active job went missing: gone",
      ])
    #expect(self.plan(cronJob(["timeZone": "Mars/Base"])).notices.map(\.reason) == ["UnknownTimeZone"])
  }

  @Test("Finished Jobs beyond the limits go, the oldest first")
  func history() {
    let jobs = ["f1", "f2"].map { job($0, end: "Failed") } + ["c1", "c2", "c3", "c4"].map { job($0, end: "Complete") }
    #expect(CronJobJobs(cronJob: cronJob()).surplus(jobs + [job("x")]).map(\.name) == ["f1", "c1"])
  }

  @Test("A CronJob makes Jobs with its name and the minutes since 1970, and follows them")
  func runs() async throws {
    try await TestCluster.run { cluster in
      var ticking = cronJob(["schedule": "@every 1s"])
      ticking.metadata = .with {
        $0.name = "tick"
        $0.namespace = "default"
      }
      try await cluster.client.create(ticking)
      let pods = try await cluster.wait(for: Pod.self) { $0.contains { $0.status.phase == "Running" } }
      let job = try await cluster.client.list(Job.self)[0]
      #expect(job.name.wholeMatch(of: /tick-[0-9]{8}/) != nil)
      #expect(job.metadata.labels["app"] == "tick")
      #expect(job.metadata.controller?.name == "tick")
      #expect(job.metadata.annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"] != nil)
      let active = try await cluster.wait(for: CronJob.self, "tick") { !$0.status.active.isEmpty }
      #expect(active.status.active.first?.name == job.name && active.status.lastScheduleTime != nil)
      try await cluster.kubelet.end(pods[0])
      let done = try await cluster.wait(for: CronJob.self, "tick") { $0.status.lastSuccessfulTime != nil }
      #expect(!done.status.active.contains { $0.uid == job.uid })
      try await cluster.wait(for: Event.self) { events in
        ["SuccessfulCreate", "SawCompletedJob"].allSatisfy { reason in events.contains { $0.reason == reason } }
      }
    }
  }
}
