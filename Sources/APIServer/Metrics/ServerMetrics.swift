import KubeModel
import LinuxSystem
import ObjectStore

/// `/metrics` of the API server: the names that kube-apiserver has, for what there is here as well.
struct ServerMetrics {
  let api: ResourceAPI
  let requests: RequestMetrics
  let others: [any MetricsSource]

  var answer: HTTPAnswer {
    var text = PrometheusText()
    requests.write(to: &text)
    text.family("apiserver_storage_objects", "gauge", "Number of stored objects, by resource.")
    for resource in api.store.resources {
      let name = resource.group.isEmpty ? resource.resource : "\(resource.resource).\(resource.group)"
      text.sample(
        "apiserver_storage_objects", "resource=\"\(name)\"", "\(api.store.objects(resource).objects.count)")
    }
    text.single(
      "apiserver_registered_watchers", "gauge", "Number of watches that are served now.", "\(api.store.watcherCount)")
    text.single(
      "apiserver_storage_revision", "gauge", "Revision of the store.", "\(api.store.revision)")
    let version = ["major", "minor", "gitVersion", "platform"].map { name in
      "\(name == "gitVersion" ? "git_version" : name)=\"\(Version.current[name]?.stringValue ?? "")\""
    }
    text.family("kubernetes_build_info", "gauge", "The version, as labels of the number 1.")
    text.sample("kubernetes_build_info", version.joined(separator: ","), "1")
    for source in others { source.write(to: &text) }
    Self.process(&text)
    return text.answer
  }

  /// The metrics that every program of Prometheus' client libraries has of itself.
  static func process(_ text: inout PrometheusText) {
    guard let own = OwnProcess.usage() else { return }
    text.single(
      "process_cpu_seconds_total", "counter", "Total user and system CPU time spent in seconds.",
      PrometheusText.number(Double(own.processorNanoseconds) / 1e9))
    text.single(
      "process_resident_memory_bytes", "gauge", "Resident memory size in bytes.", "\(own.residentBytes)")
    text.single("process_virtual_memory_bytes", "gauge", "Virtual memory size in bytes.", "\(own.virtualBytes)")
    text.single("process_open_fds", "gauge", "Number of open file descriptors.", "\(own.openDescriptors)")
    text.single(
      "process_start_time_seconds", "gauge", "Start time of the process since unix epoch in seconds.",
      PrometheusText.number(Double(own.startedAt / 10_000_000) / 100))
  }
}
