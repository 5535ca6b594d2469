import KubeClient
import KubeModel
import OrderedCollections
import Testing

@Suite("Jobs", .timeLimit(.minutes(5)))
struct JobTests {
  private func job(_ name: String = "work", _ spec: JSONValue = .emptyObject) -> Job {
    var job = Job(name: name, namespace: "default")
    job.json["spec"] = spec
    job.json["spec"]?["template"] = [
      "spec": ["restartPolicy": "Never", "containers": [["name": "main", "image": "one"]]]
    ]
    return job
  }

  private func running(_ cluster: TestCluster, _ count: Int) async throws -> [Pod] {
    let pods = try await cluster.wait(for: Pod.self) { pods in
      pods.count { $0.status.phase == "Running" && $0.metadata.deletionTimestamp == nil } == count
    }
    return pods.filter { $0.status.phase == "Running" && $0.metadata.deletionTimestamp == nil }
  }

  private func events(_ cluster: TestCluster, _ reason: String) async throws {
    try await cluster.wait(for: Event.self) { $0.contains { $0.reason == reason } }
  }

  private func types(_ job: Job) -> [String] {
    job.status.conditions.filter { $0.status == "True" }.map { "\($0.type ?? "")/\($0.reason ?? "")" }
  }

  @Test("A Job runs as many pods as it is told, counts each once, and is complete")
  func completes() async throws {
    try await TestCluster.run { cluster in
      let made = try await cluster.client.create(job("work", ["completions": 3, "parallelism": 2]))
      #expect(made.spec.selector?.matchLabels == ["batch.kubernetes.io/controller-uid": made.uid])
      #expect(made.spec.template.metadata.labels["job-name"] == "work")
      let first = try await running(cluster, 2)
      #expect(first.allSatisfy { $0.metadata.finalizers == ["batch.kubernetes.io/job-tracking"] })
      try await cluster.wait(for: Job.self, "work") { $0.status.ready == 2 && $0.status.active == 2 }
      for pod in first { try await cluster.kubelet.end(pod) }
      for pod in try await running(cluster, 1) { try await cluster.kubelet.end(pod) }
      let done = try await cluster.wait(for: Job.self, "work") {
        !$0.status.conditions.isEmpty && $0.status.active == nil
      }
      let job = try await cluster.wait(for: Job.self, "work") { $0.status.completionTime != nil }
      #expect(done.status.startTime != nil)
      #expect(types(job) == ["SuccessCriteriaMet/CompletionsReached", "Complete/CompletionsReached"])
      #expect(job.status.succeeded == 3 && job.status.failed == nil && job.status.active == nil)
      #expect(job.status.ready == 0 && job.status.terminating == 0)
      let pods = try await cluster.client.list(Pod.self)
      #expect(pods.count == 3 && pods.allSatisfy { $0.metadata.finalizers.isEmpty })
      try await events(cluster, "SuccessfulCreate")
      try await events(cluster, "Completed")
    }
  }

  @Test("A Job without room for failures fails, takes its other pods away, and says why")
  func fails() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(job("work", ["completions": 3, "parallelism": 3, "backoffLimit": 0]))
      let pods = try await running(cluster, 3)
      try await cluster.kubelet.end(pods[0], exitCode: 1)
      let job = try await cluster.wait(for: Job.self, "work") { types($0).count == 2 }
      #expect(types(job) == ["FailureTarget/BackoffLimitExceeded", "Failed/BackoffLimitExceeded"])
      #expect(job.status.conditions.last?.message == "Job has reached the specified backoff limit")
      #expect(job.status.failed == 3 && job.status.active == nil && job.status.completionTime == nil)
      let left = try await cluster.wait(for: Pod.self) { $0.count == 1 }
      #expect(left.map(\.name) == [pods[0].name] && left[0].metadata.finalizers.isEmpty)
      try await events(cluster, "BackoffLimitExceeded")
      try await events(cluster, "SuccessfulDelete")
    }
  }

  @Test("An indexed Job gives every pod its index, and makes the missing ones again")
  func indexed() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(
        job("work", ["completions": 4, "parallelism": 4, "completionMode": "Indexed"]))
      let pods = try await running(cluster, 4).sorted { $0.name < $1.name }
      let key = "batch.kubernetes.io/job-completion-index"
      #expect(pods.map { $0.metadata.labels[key] } == ["0", "1", "2", "3"])
      #expect(pods.map { $0.metadata.annotations[key] } == ["0", "1", "2", "3"])
      #expect(pods.map(\.spec.hostname) == ["work-0", "work-1", "work-2", "work-3"])
      let variable = pods[2].spec.containers[0].env.first { $0.name == "JOB_COMPLETION_INDEX" }
      #expect(variable?.valueFrom?.fieldRef?.fieldPath == "metadata.labels['\(key)']")
      #expect(pods[2].name.hasPrefix("work-2-"))
      for index in [0, 2, 3] { try await cluster.kubelet.end(pods[index]) }
      let partly = try await cluster.wait(for: Job.self, "work") { $0.status.succeeded == 3 }
      #expect(partly.status.completedIndexes == "0,2,3")
      try await cluster.kubelet.end(pods[1])
      let job = try await cluster.wait(for: Job.self, "work") { $0.status.completionTime != nil }
      #expect(job.status.completedIndexes == "0-3" && job.status.succeeded == 4)
    }
  }

  @Test("A rule of the failure policy fails the Job at once")
  func failurePolicy() async throws {
    try await TestCluster.run { cluster in
      let rule: JSONValue = ["action": "FailJob", "onExitCodes": ["operator": "In", "values": [42]]]
      try await cluster.client.create(job("work", ["podFailurePolicy": ["rules": [rule]]]))
      let pod = try await running(cluster, 1)[0]
      try await cluster.kubelet.end(pod, exitCode: 42)
      let job = try await cluster.wait(for: Job.self, "work") { types($0).count == 2 }
      #expect(types(job) == ["FailureTarget/PodFailurePolicy", "Failed/PodFailurePolicy"])
      #expect(
        job.status.conditions.last?.message
          == "Container main for pod default/\(pod.name) failed with exit code 42 matching FailJob rule at index 0")
    }
  }

  @Test("A suspended Job has no pods, and what is taken from it does not count as failed")
  func suspension() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(job("work", ["suspend": true]))
      try await cluster.wait(for: Job.self, "work") { types($0) == ["Suspended/JobSuspended"] }
      #expect(try await cluster.client.list(Pod.self).isEmpty)
      func suspend(_ flag: Bool) async throws {
        try await cluster.client.modify(Job.self, namespace: "default", name: "work") { job in
          job.spec.suspend = flag
          return true
        }
      }
      try await suspend(false)
      _ = try await running(cluster, 1)
      try await cluster.wait(for: Job.self, "work") { types($0) == [] && $0.status.startTime != nil }
      try await suspend(true)
      try await cluster.wait(for: Pod.self) { $0.isEmpty }
      let job = try await cluster.wait(for: Job.self, "work") { types($0) == ["Suspended/JobSuspended"] }
      #expect(job.status.failed == nil)
      try await events(cluster, "Suspended")
      try await events(cluster, "Resumed")
    }
  }

  @Test("The pods of a deleted Job go with it, finalizers and all", arguments: ["Background", "Foreground"])
  func deletion(policy: String) async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(job("work", ["completions": 2, "parallelism": 2]))
      let pods = try await running(cluster, 2)
      try await cluster.kubelet.end(pods[0])
      try await cluster.client.deleteIfPresent(
        Job.self, namespace: "default", name: "work", options: DeleteOptions(propagationPolicy: policy))
      try await cluster.wait(for: Pod.self) { $0.isEmpty }
      try await cluster.wait(for: Job.self) { $0.isEmpty }
    }
  }

  @Test("A Job that has ended is deleted when its time is over")
  func timeToLive() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(job("work", ["ttlSecondsAfterFinished": 0]))
      try await cluster.kubelet.end(try await running(cluster, 1)[0])
      try await cluster.wait(for: Job.self) { $0.isEmpty }
      try await cluster.wait(for: Pod.self) { $0.isEmpty }
    }
  }

  @Test("A Job that takes too long fails")
  func deadline() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(job("work", ["activeDeadlineSeconds": 1]))
      let job = try await cluster.wait(for: Job.self, "work") { types($0).count == 2 }
      #expect(types(job) == ["FailureTarget/DeadlineExceeded", "Failed/DeadlineExceeded"])
      try await cluster.wait(for: Pod.self) { $0.isEmpty }
    }
  }

  @Test("A selector of one's own is refused, unless it is asked for")
  func selectors() async throws {
    try await TestCluster.run { cluster in
      var own = job("own", ["selector": ["matchLabels": ["app": "own"]], "suspend": true])
      own.spec.template.metadata.labels = ["app": "own"]
      let given = own
      let error = await #expect(throws: StatusError.self) { try await cluster.client.create(given) }
      #expect(error?.message.contains("`selector` not auto-generated") == true, "\(String(describing: error))")
      own.spec.manualSelector = true
      let made = try await cluster.client.create(own)
      #expect(made.spec.selector?.matchLabels == ["app": "own"])
      #expect(made.spec.template.metadata.labels == ["app": "own"])
    }
  }
}
