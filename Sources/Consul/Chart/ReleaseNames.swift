import KubeModel

/// The names and labels that the chart derives from the release.
package struct ReleaseNames: Sendable, Hashable {
  package static let chartName = "consul"
  /// What Helm calls itself in the `heritage` label of that chart's time.
  static let service = "Tiller"

  package let release: String
  package let namespace: String
  /// The chart's name, unless overridden: the `app` label.
  let name: String
  /// The prefix of every object's name.
  package let fullName: String

  package init(release: String, namespace: String, values: ChartValues) {
    self.release = release
    self.namespace = namespace
    name = Self.truncated(values.text("nameOverride") ?? Self.chartName)
    if let override = values.text("fullnameOverride") {
      fullName = Self.truncated(override)
    } else {
      fullName = Self.truncated(release.contains(name) ? release : "\(release)-\(name)")
    }
  }

  /// The `chart` label.
  var chart: String { "\(Self.chartName)-helm" }

  /// The labels of every object.
  var labels: [String: String] {
    ["app": name, "chart": chart, "heritage": Self.service, "release": release]
  }

  /// The labels that select a component's pods.
  func selector(component: String) -> [String: String] {
    ["app": name, "chart": chart, "release": release, "component": component, "hasDNS": "true"]
  }

  /// The labels by which services and budgets find the servers.
  var serverSelector: [String: String] { ["app": name, "release": release, "component": "server"] }

  private static func truncated(_ text: String) -> String {
    let short = text.prefix(63)
    return String(short.last == "-" ? short.dropLast() : short)
  }
}
