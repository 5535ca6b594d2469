import KubeModel

/// The label selector of one request.
struct LabelQuery: Sendable {
  private let requirements: [LabelRequirement]

  var isEmpty: Bool { requirements.isEmpty }

  init(_ text: String?) throws(StatusError) { requirements = try LabelRequirement.parse(text ?? "") }

  func matches(_ labels: JSONValue?) -> Bool { requirements.allSatisfy { $0.holds(for: labels) } }
}
