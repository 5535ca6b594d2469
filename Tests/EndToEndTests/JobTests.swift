import Foundation
import Testing

extension EndToEnd {
  /// Jobs and CronJobs with real kubectl, and the Jobs and pods that helm runs as hooks.
  @Suite("Jobs")
  struct JobTests {
    @Test("A Job runs to its end, and kubectl waits for it, shows it and prints its log")
    func complete() async throws {
      try await up { cluster in
        let create = try await cluster.kubectl("create", "job", "once", "--image=busybox", "--", "echo", "done")
        try #require(create.status == 0, "\(create)")
        let wait = try await cluster.kubectl("wait", "--for=condition=complete", "job/once", "--timeout=60s")
        #expect(wait.output == "job.batch/once condition met\n", "\(wait)")
        let get = try await cluster.kubectl("get", "job", "once")
        #expect(
          get.output.contains(#/NAME +STATUS +COMPLETIONS +DURATION +AGE\nonce +Complete +1\/1 +\d+s +\d+s/#), "\(get)")
        let log = try await cluster.kubectl("logs", "job/once")
        #expect(log.output == "done\n", "\(log)")
        let describe = try await cluster.kubectl("describe", "job", "once")
        for text in ["1 Succeeded / 0 Failed", "SuccessfulCreate", "Job completed"] {
          #expect(describe.output.contains(text), "\(describe)")
        }
        let delete = try await cluster.kubectl("delete", "job", "once")
        #expect(delete.status == 0, "\(delete)")
        try await gone(cluster, "pods")
      }
    }

    @Test("A Job that keeps failing waits longer each time and fails at its limit")
    func backoffLimit() async throws {
      try await up { cluster in
        try await apply(cluster, "bad", #""backoffLimit": 1,"#, script: "exit 3")
        let wait = try await cluster.kubectl("wait", "--for=condition=failed", "job/bad", "--timeout=60s")
        #expect(wait.status == 0, "\(wait)")
        let job = try await cluster.kubectl(
          "get", "job", "bad", "-o",
          "jsonpath={.status.failed} {.status.conditions[*].type} {.status.conditions[1].message}")
        #expect(
          job.output == "2 FailureTarget Failed Job has reached the specified backoff limit", "\(job)")
        let starts = try await cluster.kubectl(
          "get", "pods", "-l", "job-name=bad", "--sort-by=.metadata.creationTimestamp", "-o",
          "jsonpath={.items[*].metadata.creationTimestamp}")
        let times = starts.output.split(separator: " ").compactMap { try? Date(String($0), strategy: .iso8601) }
        try #require(times.count == 2, "\(starts)")
        #expect((9...14).contains(times[1].timeIntervalSince(times[0])), "\(starts)")
        let events = try await cluster.kubectl("get", "events", "--field-selector=involvedObject.kind=Job")
        #expect(events.output.contains(#/Warning +BackoffLimitExceeded +job\/bad/#), "\(events)")
      }
    }

    @Test("An indexed Job tells each pod its index")
    func indexed() async throws {
      try await up { cluster in
        try await apply(
          cluster, "shards", #""completions": 3, "parallelism": 3, "completionMode": "Indexed","#,
          script: "echo $JOB_COMPLETION_INDEX on $(hostname)")
        let wait = try await cluster.kubectl("wait", "--for=condition=complete", "job/shards", "--timeout=60s")
        #expect(wait.status == 0, "\(wait)")
        let job = try await cluster.kubectl(
          "get", "job", "shards", "-o", "jsonpath={.status.succeeded} {.status.completedIndexes}")
        #expect(job.output == "3 0-2", "\(job)")
        let logs = try await cluster.kubectl("logs", "-l", "job-name=shards")
        #expect(
          logs.output.split(separator: "\n").sorted() == ["0 on shards-0", "1 on shards-1", "2 on shards-2"], "\(logs)")
        let delete = try await cluster.kubectl("delete", "job", "shards", "--cascade=foreground")
        #expect(delete.status == 0, "\(delete)")
        try await gone(cluster, "pods")
      }
    }

    @Test("A CronJob runs at its minute, and by hand")
    func cronJob() async throws {
      try await up { cluster in
        let bad = try await cluster.kubectl("create", "cronjob", "tick", "--image=busybox", "--schedule=61 * * * *")
        #expect(bad.status == 1 && bad.errors.contains("end of range (61) above maximum (59): 61"), "\(bad)")
        let create = try await cluster.kubectl(
          "create", "cronjob", "tick", "--image=busybox", "--schedule=* * * * *", "--", "echo", "tick")
        try #require(create.status == 0, "\(create)")
        let byHand = try await cluster.kubectl("create", "job", "now", "--from=cronjob/tick")
        #expect(byHand.status == 0, "\(byHand)")
        let wait = try await cluster.kubectl("wait", "--for=condition=complete", "job/now", "--timeout=60s")
        #expect(wait.status == 0, "\(wait)")
        _ = try await eventually("the minute has come", within: .seconds(90)) { () -> Bool? in
          let jobs = try await cluster.kubectl("get", "jobs", "-o", "name")
          return jobs.output.contains(#/job.batch\/tick-\d{8}\n/#) ? true : nil
        }
        _ = try await eventually("its success is noted") { () -> Bool? in
          let status = try await cluster.kubectl(
            "get", "cronjob", "tick", "-o", "jsonpath={.status.lastScheduleTime}/{.status.lastSuccessfulTime}")
          return status.output.contains(#/:00Z\/2/#) ? true : nil
        }
        let delete = try await cluster.kubectl("delete", "cronjob", "tick")
        #expect(delete.status == 0, "\(delete)")
        try await gone(cluster, "jobs,pods")
      }
    }

    @Test("helm runs hooks before an installation, and the tests of a release")
    func hooks() async throws {
      try await up { cluster in
        let chart = try writeChart(cluster)
        let install = try await helm(cluster, "install demo \(chart) --wait --timeout 60s")
        try #require(install.status == 0, "\(install)")
        let order = try await cluster.kubectl("get", "configmap", "demo-settings", "-o", "jsonpath={.data.greeting}")
        #expect(order.output == "hello", "\(order)")
        let job = try await cluster.kubectl(
          "get", "job", "demo-prepare", "-o", "jsonpath={.status.succeeded} {.metadata.annotations.helm\\.sh/hook}")
        #expect(job.output == "1 pre-install", "\(job)")
        let test = try await helm(cluster, "test demo --logs --timeout 60s")
        #expect(test.status == 0 && test.output.contains(#/Phase: +Succeeded/#), "\(test)")
        #expect(test.output.contains("all is well"), "\(test)")
        let failing = try await helm(cluster, "install other \(chart) --set code=1 --wait --timeout 60s")
        #expect(failing.status == 1 && failing.errors.contains("pre-install"), "\(failing)")
        let nothing = try await cluster.kubectl("get", "configmap", "other-settings")
        #expect(nothing.status == 1, "a release whose hook fails makes nothing: \(nothing)")
      }
    }

    // MARK: Steps

    private func up(_ body: (Cluster) async throws -> Void) async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        try await body(cluster)
      }
    }

    private func apply(_ cluster: Cluster, _ name: String, _ spec: String, script: String) async throws {
      let manifest = """
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "\(name)"}, "spec": {\(spec)
         "template": {"spec": {"restartPolicy": "Never",
           "containers": [{"name": "main", "image": "busybox", "command": ["sh", "-c", "\(script)"]}]}}}}
        """
      let apply = try await cluster.kubectl("apply", "-f", "-", input: manifest)
      try #require(apply.status == 0, "\(apply)")
    }

    private func gone(_ cluster: Cluster, _ kinds: String) async throws {
      _ = try await eventually("no \(kinds) are left") {
        try await cluster.kubectl("get", kinds, "-o", "name").output.isEmpty ? true : nil
      }
    }

    private func helm(_ cluster: Cluster, _ arguments: String) async throws -> CommandResult {
      try await cluster.shell("helm --kube-context \(cluster.profile) \(arguments)")
    }

    /// A chart with a Job before the installation and a test; returns its directory.
    private func writeChart(_ cluster: Cluster) throws -> String {
      let directory = "\(cluster.home)/hooks"
      try FileManager.default.createDirectory(atPath: "\(directory)/templates", withIntermediateDirectories: true)
      let files = [
        "Chart.yaml": "apiVersion: v2\nname: hooks\nversion: 0.1.0\n",
        "values.yaml": "code: 0\n",
        "templates/settings.yaml": """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}-settings"}
        data: {greeting: hello}
        """,
        "templates/prepare.yaml": """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: "{{ .Release.Name }}-prepare"
          annotations: {helm.sh/hook: pre-install}
        spec:
          backoffLimit: 0
          template:
            spec:
              restartPolicy: Never
              containers: [{name: main, image: busybox, command: [sh, -c, "exit {{ .Values.code }}"]}]
        """,
        "templates/test.yaml": """
        apiVersion: v1
        kind: Pod
        metadata:
          name: "{{ .Release.Name }}-test"
          annotations: {helm.sh/hook: test}
        spec:
          restartPolicy: Never
          containers: [{name: main, image: busybox, command: [echo, all is well]}]
        """,
      ]
      for (name, text) in files { try text.write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8) }
      return directory
    }
  }
}
