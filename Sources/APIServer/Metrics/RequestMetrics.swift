import KubeModel
import NIOHTTP1
import Synchronization

/// Counts requests and how long their answers took, by the labels that kube-apiserver has for them.
final class RequestMetrics: Sendable {
  /// What a request is counted under.
  struct Labels: Sendable, Hashable {
    var verb: String
    var group = ""
    var version = ""
    var resource = ""
    var subresource = ""
    /// `cluster`, `namespace`, `resource`, or empty for what is not about resources.
    var scope = ""
    var isDryRun = false

    init(_ request: HTTPRequest, _ path: ResourcePath?) {
      guard let path else {
        verb = request.method.rawValue
        return
      }
      switch path.verb {
      case .create: verb = "POST"
      case .update: verb = "PUT"
      case .patch: verb = request.contentType == "application/apply-patch+yaml" ? "APPLY" : "PATCH"
      case .deletecollection: verb = "DELETECOLLECTION"
      case .get, .list, .watch, .delete: verb = path.verb.rawValue.uppercased()
      }
      if ["exec", "attach", "portforward", "proxy", "log"].contains(path.subresource ?? "") { verb = "CONNECT" }
      group = path.resource.group
      version = path.resource.version
      resource = path.resource.resource
      subresource = path.subresource ?? ""
      scope = path.name != nil ? "resource" : path.namespace != nil ? "namespace" : "cluster"
      isDryRun = request.target.values("dryRun").contains("All")
    }

    var text: String {
      "component=\"apiserver\",dry_run=\"\(isDryRun ? "All" : "")\",group=\"\(group)\",resource=\"\(resource)\","
        + "scope=\"\(scope)\",subresource=\"\(subresource)\",verb=\"\(verb)\",version=\"\(version)\""
    }
  }

  private struct Series {
    var byCode: [UInt: Int] = [:]
    var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count)
    var sum = 0.0
    var count = 0
  }

  private struct State {
    var series: [Labels: Series] = [:]
    var inFlight = (mutating: 0, reading: 0)
  }

  /// kube-apiserver's buckets, in seconds.
  private static let bounds: [Double] = [
    0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60,
  ]
  /// More kinds of requests than this are not told apart, so that nobody can fill the memory with paths.
  private static let limit = 4_000

  private let state = Mutex(State())

  /// Notes that a request has come.
  func begin(_ request: HTTPRequest) {
    state.withLock { state in
      if Self.isMutating(request) { state.inFlight.mutating += 1 } else { state.inFlight.reading += 1 }
    }
  }

  /// Notes that a request was answered; watches and streams are answered when they begin.
  func end(_ request: HTTPRequest, _ labels: Labels, code: UInt, after duration: Duration) {
    let seconds = duration / .seconds(1)
    state.withLock { state in
      if Self.isMutating(request) { state.inFlight.mutating -= 1 } else { state.inFlight.reading -= 1 }
      guard state.series[labels] != nil || state.series.count < Self.limit else { return }
      var series = state.series.removeValue(forKey: labels) ?? Series()
      series.byCode[code, default: 0] += 1
      if let bucket = Self.bounds.firstIndex(where: { seconds <= $0 }) { series.buckets[bucket] += 1 }
      series.sum += seconds
      series.count += 1
      state.series[labels] = series
    }
  }

  private static func isMutating(_ request: HTTPRequest) -> Bool {
    ![.GET, .HEAD, .OPTIONS].contains(request.method)
  }

  /// Writes everything that was counted.
  func write(to text: inout PrometheusText) {
    let (all, inFlight) = state.withLock { ($0.series, $0.inFlight) }
    let sorted = all.map { ($0.key.text, $0.value) }.sorted { $0.0 < $1.0 }
    text.family("apiserver_request_total", "counter", "Requests by verb, resource and HTTP response code.")
    for (labels, series) in sorted {
      for (code, count) in series.byCode.sorted(by: { $0.key < $1.key }) {
        text.sample("apiserver_request_total", "code=\"\(code)\",\(labels)", "\(count)")
      }
    }
    let name = "apiserver_request_duration_seconds"
    text.family(name, "histogram", "Time until the answer began, by verb and resource.")
    for (labels, series) in sorted {
      var below = 0
      for (bound, count) in zip(Self.bounds, series.buckets) {
        below += count
        text.sample("\(name)_bucket", "\(labels),le=\"\(PrometheusText.number(bound))\"", "\(below)")
      }
      text.sample("\(name)_bucket", "\(labels),le=\"+Inf\"", "\(series.count)")
      text.sample("\(name)_sum", labels, PrometheusText.number(series.sum))
      text.sample("\(name)_count", labels, "\(series.count)")
    }
    text.family("apiserver_current_inflight_requests", "gauge", "Requests that wait for their answer to begin.")
    text.sample("apiserver_current_inflight_requests", "request_kind=\"mutating\"", "\(inFlight.mutating)")
    text.sample("apiserver_current_inflight_requests", "request_kind=\"readOnly\"", "\(inFlight.reading)")
  }
}
