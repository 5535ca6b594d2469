/// An amount of a resource as Kubernetes writes it: `500m`, `1.5Gi`, `2`.
package struct Quantity: Sendable, Hashable, JSONConvertible, CustomStringConvertible {
  /// The amount as it was written.
  package var text: String

  package init?(json: JSONValue) {
    switch json {
    case .string(let text): self.text = text
    case .integer(let value): text = String(value)
    case .number(let value): text = String(value)
    default: return nil
    }
  }

  package var json: JSONValue { .string(text) }

  package var description: String { text }
}
