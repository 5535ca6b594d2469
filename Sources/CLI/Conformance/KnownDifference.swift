/// Something that localkube does otherwise than Kubernetes, and why.
///
/// What is in ``all`` is known and meant; any other difference is a defect. `localkube doctor --conformance` prints
/// the list, and the page `Conformance` of the documentation shows it.
package struct KnownDifference: Sendable {
  /// What differs, in the words of a manifest or of the API: `resources.limits`.
  package let subject: String
  /// What localkube does instead, and how one is told.
  package let behaviour: String
  package let reason: String

  /// An item of a list in Markdown, which a person can read as it is.
  package var text: String { "- `\(subject)`: \(behaviour). \(reason)." }

  init(_ subject: String, _ behaviour: String, because reason: String) {
    self.subject = subject
    self.behaviour = behaviour
    self.reason = reason
  }
}
