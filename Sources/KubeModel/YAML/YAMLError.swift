/// Why a text is not a YAML document that Kubernetes accepts.
package struct YAMLParseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  package let problem: String

  /// The line, counted from 1 over the whole text; nil when the reader could not tell.
  package let line: Int?

  package init(problem: String, line: Int?) {
    self.problem = problem
    self.line = line
  }

  package var description: String { line.map { "yaml: line \($0): \(problem)" } ?? "yaml: \(problem)" }
}
