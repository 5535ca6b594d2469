/// Something outside the API server that adds figures of its own to `/metrics`.
package protocol MetricsSource: Sendable {
  /// Writes whole families, under names that nobody else uses.
  func write(to text: inout PrometheusText)
}
