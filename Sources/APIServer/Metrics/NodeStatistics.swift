import KubeModel
import ObjectStore

/// What a kubelet tells of its pods' usage: `/stats/summary` and `/metrics/resource`.
struct NodeStatistics {
  let report: UsageReport
  /// The pods that are bound to the node.
  let pods: [StoredObject]
  let node: String
  let now: Timestamp

  private func containers(of pod: StoredObject) -> [UsageReport.Container] {
    report.containers.filter { $0.podUID == pod.metadata.uid }.sorted { $0.name < $1.name }
  }

  private var all: [UsageReport.Container] { pods.flatMap(containers) }

  private func usage(_ containers: [UsageReport.Container]) -> JSONValue {
    // Without a control group of its own, no container has a cache that would count as used and not as working set.
    let memory = JSONValue.integer(containers.map(\.memoryBytes).reduce(0, +))
    return [
      "cpu": [
        "time": now.json, "usageNanoCores": .integer(containers.map(\.nanosecondsPerSecond).reduce(0, +)),
        "usageCoreNanoSeconds": .integer(containers.map(\.totalNanoseconds).reduce(0, +)),
      ],
      "memory": [
        "time": now.json, "usageBytes": memory, "workingSetBytes": memory,
        "rssBytes": .integer(containers.map(\.anonymousBytes).reduce(0, +)),
      ],
    ]
  }

  /// `/stats/summary`.
  var summary: HTTPAnswer {
    var own = usage(all)
    own["nodeName"] = .string(node)
    let list = pods.map { pod -> JSONValue in
      let containers = containers(of: pod)
      var entry = usage(containers)
      entry["podRef"] = [
        "name": .string(pod.key.name), "namespace": .string(pod.key.namespace ?? ""),
        "uid": .string(pod.metadata.uid ?? ""),
      ]
      entry["containers"] = .array(
        containers.map { container in
          var one = usage([container])
          one["name"] = .string(container.name)
          return one
        })
      return entry
    }
    return .json(["node": own, "pods": .array(list)])
  }

  /// `/metrics/resource`, and with more names `/metrics`.
  func metrics(_ text: inout PrometheusText) {
    func seconds(_ nanoseconds: Int64) -> String { PrometheusText.number(Double(nanoseconds) / 1e9) }
    let entries = pods.flatMap { pod in
      containers(of: pod).map { container in
        (
          "container=\"\(container.name)\",namespace=\"\(pod.key.namespace ?? "")\",pod=\"\(pod.key.name)\"", container
        )
      }
    }
    text.family(
      "container_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed by the container in core-seconds")
    for (labels, container) in entries {
      text.sample("container_cpu_usage_seconds_total", labels, seconds(container.totalNanoseconds))
    }
    text.family(
      "container_memory_working_set_bytes", "gauge", "Current working set of the container in bytes")
    for (labels, container) in entries {
      text.sample("container_memory_working_set_bytes", labels, "\(container.memoryBytes)")
    }
    text.single(
      "node_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed by the node in core-seconds",
      seconds(all.map(\.totalNanoseconds).reduce(0, +)))
    text.single(
      "node_memory_working_set_bytes", "gauge", "Current working set of the node in bytes",
      "\(all.map(\.memoryBytes).reduce(0, +))")
  }
}
