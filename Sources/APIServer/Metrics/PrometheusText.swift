import NIOCore

/// Prometheus' text format for metrics, version 0.0.4.
package struct PrometheusText: Sendable {
  package private(set) var text = ""

  package init() {}

  /// Begins the samples of one name.
  package mutating func family(_ name: String, _ type: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  /// One sample; the labels are written already, and may be none.
  package mutating func sample(_ name: String, _ labels: String, _ value: String) {
    text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
  }

  /// A family of one sample.
  package mutating func single(_ name: String, _ type: String, _ help: String, _ value: String) {
    family(name, type, help)
    sample(name, "", value)
  }

  /// A number without a fraction where it has none.
  package static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }

  /// The text as the answer to a scraper.
  var answer: HTTPAnswer {
    HTTPAnswer(contentType: "text/plain; version=0.0.4; charset=utf-8", ByteBuffer(string: text))
  }
}
