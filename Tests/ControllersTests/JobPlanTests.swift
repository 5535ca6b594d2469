import KubeModel
import OrderedCollections
import Testing

@testable import Controllers

@Suite("Plans of Jobs")
struct JobPlanTests {
  private let start = Timestamp(seconds: 1_800_000_000)

  private func job(_ spec: JSONValue = .emptyObject, status: JSONValue = .emptyObject) -> Job {
    var job = Job(name: "work", namespace: "default")
    job.metadata.uid = "job"
    job.json["spec"] = MergePatch.apply(
      spec, to: ["completions": 1, "parallelism": 1, "backoffLimit": 6, "completionMode": "NonIndexed"])
    job.json["status"] = status
    return job
  }

  private func pod(
    _ name: String, _ phase: String, index: Int? = nil, exitCode: Int = 1, after seconds: Int = 0, tracked: Bool = true
  ) -> Pod {
    var pod = Pod(name: name, namespace: "default")
    pod.metadata.uid = name
    if tracked { pod.metadata.finalizers = [JobPods.finalizer] }
    if let index { pod.metadata.annotations[JobPods.indexKey] = String(index) }
    pod.status.phase = phase
    guard phase == "Failed" || phase == "Succeeded" else { return pod }
    pod.status.containerStatuses = [
      .with {
        $0.name = "main"
        $0.state = .with {
          $0.terminated = .with {
            $0.exitCode = phase == "Failed" ? exitCode : 0
            $0.finishedAt = start + .seconds(seconds)
          }
        }
      }
    ]
    return pod
  }

  private func plan(_ job: Job, _ pods: [Pod], backoff: JobBackoff = JobBackoff(), after seconds: Int = 0) -> JobPlan {
    JobPlan(job: job, pods: pods, backoff: backoff, now: start + .seconds(seconds))
  }

  @Test("Failed pods are replaced after 10 s, then 20 s, then 40 s, up to 10 minutes")
  func backoff() {
    var backoff = JobBackoff()
    var waits: [Int] = []
    for number in 0..<8 {
      let failed = pod("p\(number)", "Failed", after: 1_000 * number)
      let plan = plan(job(["backoffLimit": 20]), [failed], backoff: backoff, after: 1_000 * number)
      #expect(plan.create.isEmpty)
      waits.append(Int(plan.requeueAfter?.components.seconds ?? 0))
      backoff = plan.backoff
    }
    #expect(waits == [10, 20, 40, 80, 160, 320, 600, 600])
    let later = plan(job(["backoffLimit": 20]), [], backoff: backoff, after: 7_000 + 600)
    #expect(later.create == [.none])
    let success = plan(
      job(["completions": 3]), [pod("good", "Succeeded", after: 8_000)], backoff: backoff, after: 8_000)
    #expect(success.create == [.none])
  }

  @Test("A pod is counted once, wherever the controller was interrupted")
  func countedOnce() {
    let first = plan(job(["completions": 2]), [pod("a", "Succeeded")])
    #expect(first.status.uncountedTerminatedPods == ["succeeded": ["a"]])
    #expect(first.status.succeeded == nil)
    #expect(first.release.map(\.name) == ["a"])
    #expect(first.settledStatus.succeeded == 1)
    // After the status was written, and after the finalizer went.
    for tracked in [true, false] {
      let again = plan(
        job(["completions": 2], status: first.status.json), [pod("a", "Succeeded", tracked: tracked)])
      #expect(again.settledStatus.succeeded == 1)
      #expect(again.release.count == (tracked ? 1 : 0))
      #expect(again.create == [.none])
    }
    let settled = plan(
      job(["completions": 2], status: first.settledStatus.json), [pod("a", "Succeeded", tracked: false)])
    #expect(settled.settledStatus.succeeded == 1)
  }

  @Test("A Job of indexes makes the first that are missing, and drops doubles and strangers")
  func indexes() {
    let indexed: JSONValue = ["completionMode": "Indexed", "completions": 6, "parallelism": 3]
    let pods = [pod("a", "Succeeded", index: 0), pod("b", "Running", index: 2)]
    #expect(plan(job(indexed), pods).create == [1, 3])
    #expect(plan(job(indexed, status: ["completedIndexes": "0,1,3-4"]), []).create == [2, 5])
    let doubles = [pod("b", "Running", index: 2), pod("c", "Running", index: 2), pod("d", "Running", index: 9)]
    #expect(Set(plan(job(indexed), doubles).discard.map(\.name)).count == 2)
    #expect(plan(job(indexed), doubles).discard.contains { $0.name == "d" })
  }

  @Test(
    "Completion indexes are written as ranges of three or more",
    arguments: [
      ("", ""), ("0", "0"), ("0,1", "0,1"), ("0,1,2", "0-2"), ("1,3,4,5,7,8", "1,3-5,7,8"), ("2-4,9", "2-4,9"),
      ("8,9,10-12", "8,9"),
    ])
  func indexText(text: String, expected: String) {
    #expect(CompletionIndexes(text, below: 10).description == expected)
  }

  @Test(
    "The failure policy ignores, counts or ends by exit code",
    arguments: [
      ("Ignore", 0, 0), ("Count", 1, 0), ("FailJob", 1, 1),
    ])
  func policy(action: String, failed: Int, ends: Int) {
    let rule: JSONValue = ["action": .string(action), "onExitCodes": ["operator": "In", "values": [3, 7]]]
    let work = job(["podFailurePolicy": ["rules": [rule]]])
    let plan = plan(work, [pod("a", "Failed", exitCode: 7)])
    #expect(plan.settledStatus.failed ?? 0 == failed)
    #expect(plan.settledStatus.conditions.count { $0.type == "Failed" } == ends)
    let other = self.plan(work, [pod("a", "Failed", exitCode: 8)])
    #expect(other.settledStatus.failed == 1 && other.settledStatus.conditions.isEmpty)
  }

  @Test("A work queue is done when one pod succeeded and none runs")
  func workQueue() {
    let queue = job(["completions": .null, "parallelism": 2])
    #expect(plan(queue, []).create.count == 2)
    let one = plan(queue, [pod("a", "Succeeded"), pod("b", "Running")])
    #expect(one.create.isEmpty && one.discard.isEmpty && one.settledStatus.conditions.isEmpty)
    let both = plan(queue, [pod("a", "Succeeded"), pod("b", "Failed")])
    #expect(both.settledStatus.conditions.map(\.type) == ["SuccessCriteriaMet", "Complete"])
  }

  @Test("Failed is said only when no pod is terminating any more")
  func terminating() {
    let failing = plan(
      job(["backoffLimit": 0, "completions": 2, "parallelism": 2]), [pod("a", "Failed"), pod("b", "Running")])
    #expect(failing.terminate.map(\.name) == ["b"])
    #expect(failing.settledStatus.conditions.map(\.type) == ["FailureTarget"])
    #expect(failing.settledStatus.terminating == 1 && failing.settledStatus.failed == 2)
    let after = plan(job(["backoffLimit": 0], status: failing.settledStatus.json), [pod("a", "Failed", tracked: false)])
    #expect(after.settledStatus.conditions.map(\.type) == ["FailureTarget", "Failed"])
    #expect(after.settledStatus.failed == 2)
  }

  @Test("A success policy ends the Job as soon as the named indexes succeeded")
  func successPolicy() {
    let work = job([
      "completionMode": "Indexed", "completions": 5, "parallelism": 5,
      "successPolicy": ["rules": [["succeededIndexes": "0,2-3", "succeededCount": 2]]],
    ])
    let pods = [pod("a", "Succeeded", index: 0), pod("b", "Succeeded", index: 1), pod("c", "Running", index: 3)]
    #expect(plan(work, pods).settledStatus.conditions.isEmpty)
    let met = plan(
      work, [pod("a", "Succeeded", index: 0), pod("d", "Succeeded", index: 3), pod("c", "Running", index: 2)])
    #expect(met.status.conditions.map(\.reason) == ["SuccessPolicy"])
    #expect(met.terminate.map(\.name) == ["c"] && met.settledStatus.failed == nil)
  }

  @Test("With a limit for each index one index fails and the others go on")
  func limitPerIndex() {
    let work = job([
      "completionMode": "Indexed", "completions": 3, "parallelism": 3, "backoffLimit": 1_000,
      "backoffLimitPerIndex": 1,
    ])
    let once = [pod("a", "Failed", index: 0), pod("b", "Running", index: 1), pod("c", "Running", index: 2)]
    let waiting = plan(work, once)
    #expect(waiting.create.isEmpty && waiting.requeueAfter == .seconds(10))
    #expect(waiting.status.failedIndexes == "")
    let again = plan(work, once, after: 10)
    #expect(again.create == [0] && again.indexFailures?.count(of: 0) == 1)
    var second = JobPods(job: work).pod(index: 0, failures: 1)
    second.metadata.uid = "d"
    second.status = pod("d", "Failed").status
    let over = plan(work, once + [second], after: 100)
    #expect(over.status.failedIndexes == "0" && over.create.isEmpty && over.settledStatus.conditions.isEmpty)
    let ended = plan(
      work, [second, pod("b", "Succeeded", index: 1), pod("c", "Succeeded", index: 2)], after: 100)
    #expect(ended.settledStatus.conditions.map(\.reason) == ["FailedIndexes", "FailedIndexes"])
    #expect(ended.settledStatus.completedIndexes == "1,2")
    var strict = work
    strict.spec.maxFailedIndexes = 0
    #expect(plan(strict, once + [second]).status.conditions.map(\.reason) == ["MaxFailedIndexesExceeded"])
  }
}
