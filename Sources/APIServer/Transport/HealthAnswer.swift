import KubeModel
import NIOCore
import NIOHTTP1

/// What `/healthz`, `/livez` and `/readyz` say (Kubernetes: "API health endpoints").
///
/// A server that answers has passed all of its checks: it takes requests only when its store is open, and none any
/// more when it shuts down.
struct HealthAnswer {
  /// The checks by the name of the endpoint, as kube-apiserver calls them.
  static let checks = [
    "healthz": ["ping", "log", "etcd"], "livez": ["ping", "log", "etcd"],
    "readyz": ["ping", "log", "etcd", "informer-sync", "shutdown"],
  ]

  let answer: HTTPAnswer

  init(_ request: HTTPRequest) throws(StatusError) {
    let segments = request.target.segments
    let kind = segments.first ?? ""
    guard let checks = Self.checks[kind], segments.count <= 2 else { throw .unknownPath }
    if segments.count == 2 {
      guard checks.contains(segments[1]) else { throw .unknownPath }
      answer = .text("ok")
      return
    }
    let excluded = request.target.values("exclude")
    guard request.target.query.contains(where: { $0.name == "verbose" }) else {
      answer = .text("ok")
      return
    }
    let lines = checks.map { excluded.contains($0) ? "[+]\($0) excluded: ok" : "[+]\($0) ok" }
    let unknown = excluded.filter { !checks.contains($0) }.map { "\"\($0)\"" }
    let warning =
      unknown.isEmpty
      ? [] : ["warn: some health checks cannot be excluded: no matches for \(unknown.joined(separator: ","))"]
    answer = .text((lines + warning + ["\(kind) check passed", ""]).joined(separator: "\n"))
  }
}
