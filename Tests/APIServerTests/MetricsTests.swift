import APIServer
import Foundation
import KubeClient
import KubeModel
import NIOHTTP1
import Testing

@Suite("Metrics")
struct MetricsTests {
  /// One container of a pod that uses a tenth of a CPU.
  private struct OneContainer: UsageReader {
    let podUID: String

    func usage() async throws -> UsageReport {
      UsageReport(
        window: .milliseconds(1_500),
        containers: [
          .init(
            podUID: podUID, name: "c", totalNanoseconds: 2_500_000_000, nanosecondsPerSecond: 100_000_000,
            memoryBytes: 3 << 20, anonymousBytes: 1 << 20),
          .init(
            podUID: "other", name: "c", totalNanoseconds: 1, nanosecondsPerSecond: 1, memoryBytes: 1 << 20,
            anonymousBytes: 0),
        ])
    }
  }

  /// A reader whose pod is known once it has been made.
  private actor LateReader: UsageReader {
    private var inner: OneContainer?

    func know(_ uid: String) { inner = OneContainer(podUID: uid) }

    func usage() async throws -> UsageReport {
      guard let inner else { return UsageReport(window: .seconds(1), containers: []) }
      return try await inner.usage()
    }
  }

  private static func with(_ body: @escaping @Sendable (TestAPI) async throws -> Void) async throws {
    let reader = LateReader()
    try await TestAPI.with(usage: reader) { api in
      var pod = Pod(name: "web", namespace: "default")
      pod.metadata.labels = ["app": "web"]
      pod.spec.nodeName = "node"
      pod.spec.containers = [
        .with {
          $0.name = "c"
          $0.image = "busybox"
        }
      ]
      await reader.know(try await api.client.create(pod).uid)
      try await api.client.create(Node(name: "node"))
      try await body(api)
    }
  }

  @Test("metrics.k8s.io tells what pods and nodes use")
  func resourceMetrics() async throws {
    try await Self.with { api in
      let base = "/apis/metrics.k8s.io/v1beta1"
      let pods = try await api.send(.GET, "\(base)/namespaces/default/pods?labelSelector=app%3Dweb")
      #expect(pods.body["kind"] == "PodMetricsList", "\(pods)")
      let pod = pods.body["items"]?.arrayValue?.first
      #expect(pod?["window"] == "1.5s" && pod?["metadata"]?["name"] == "web", "\(pods)")
      let usage: JSONValue = ["cpu": "100000000n", "memory": "3072Ki"]
      #expect(pod?["containers"] == [["name": "c", "usage": usage]], "\(pods)")
      let none = try await api.send(.GET, "\(base)/pods?labelSelector=app%3Dother")
      #expect(none.body["items"] == [])
      let node = try await api.send(.GET, "\(base)/nodes/node")
      #expect(node.body["kind"] == "NodeMetrics" && node.body["usage"] == usage, "\(node)")
      let missing = try await api.send(.GET, "\(base)/namespaces/default/pods/none")
      #expect(missing.code == 404 && missing.message == "pods \"none\" not found", "\(missing)")
      var other = Pod(name: "idle", namespace: "default")
      other.spec.containers = [
        .with {
          $0.name = "c"
          $0.image = "busybox"
        }
      ]
      try await api.client.create(other)
      let idle = try await api.send(.GET, "\(base)/namespaces/default/pods/idle")
      #expect(idle.code == 404 && idle.message == "podmetrics.metrics.k8s.io \"default/idle\" not found", "\(idle)")
      #expect(try await api.send(.DELETE, "\(base)/nodes/node").code == 405)
      let list = try await api.send(.GET, base)
      #expect(list.body["resources"]?.arrayValue?.map { $0["name"] } == ["nodes", "pods"], "\(list)")
    }
  }

  @Test("/metrics counts requests, and is Prometheus' text")
  func prometheus() async throws {
    try await Self.with { api in
      for _ in 0..<3 { try await api.send(.GET, "/api/v1/namespaces/default/configmaps/none") }
      let text = try await api.text("/metrics")
      let labels =
        "component=\"apiserver\",dry_run=\"\",group=\"\",resource=\"configmaps\",scope=\"resource\",subresource=\"\","
        + "verb=\"GET\",version=\"v1\""
      #expect(text.contains("apiserver_request_total{code=\"404\",\(labels)} 3\n"))
      #expect(text.contains("apiserver_request_duration_seconds_count{\(labels)} 3\n"))
      #expect(text.contains("apiserver_request_duration_seconds_bucket{\(labels),le=\"+Inf\"} 3\n"))
      #expect(text.contains("apiserver_storage_objects{resource=\"pods\"} 1\n"))
      #expect(text.contains("\nprocess_resident_memory_bytes "))
      for line in text.split(separator: "\n") where !line.hasPrefix("# ") {
        #expect(line.wholeMatch(of: #/[a-z_]+(\{([a-z_]+="[^"]*",?)+\})? [0-9.e+-]+/#) != nil, "\(line)")
      }
      let refusal = try await api.send(.GET, "/metrics", as: .user("nobody"))
      #expect(refusal.code == 403)
    }
  }

  @Test("A node answers what kubelets answer")
  func nodes() async throws {
    try await Self.with { api in
      let base = "/api/v1/nodes/node/proxy"
      #expect(try await api.text("\(base)/healthz") == "ok")
      let pods = try await api.send(.GET, "\(base)/pods")
      #expect(pods.body["items"]?.arrayValue?.count == 1)
      let summary = try await api.send(.GET, "\(base)/stats/summary")
      #expect(summary.body["node"]?["memory"]?["workingSetBytes"] == .integer(3 << 20), "\(summary)")
      #expect(summary.body["node"]?["memory"]?["usageBytes"] == .integer(3 << 20), "\(summary)")
      #expect(summary.body["node"]?["memory"]?["rssBytes"] == .integer(1 << 20), "\(summary)")
      let container = summary.body["pods"]?.arrayValue?.first?["containers"]?.arrayValue?.first
      #expect(container?["cpu"]?["usageNanoCores"] == 100_000_000, "\(summary)")
      let text = try await api.text("\(base)/metrics/resource")
      #expect(
        text.contains("container_cpu_usage_seconds_total{container=\"c\",namespace=\"default\",pod=\"web\"} 2.5\n"))
      #expect(try await api.send(.GET, "\(base)/other").code == 404)
      #expect(try await api.send(.GET, "/api/v1/nodes/none/proxy/healthz").code == 404)
    }
  }
}
