/// An amount of a resource as Kubernetes writes it: `500m`, `1.5Gi`, `2`.
package struct Quantity: Sendable, Hashable, JSONConvertible, CustomStringConvertible {
  /// The amount as it was written.
  package var text: String

  package init?(json: JSONValue) {
    switch json {
    // Blanks around it are nothing to Kubernetes.
    case .string(let text): self.text = text.trimmed
    case .integer(let value): text = String(value)
    case .number(let value): text = JSONText.text(of: value)
    default: return nil
    }
  }

  package init(_ text: String) { self.text = text }

  package var json: JSONValue { .string(text) }

  package var description: String { text }
}

extension Quantity {
  /// What Kubernetes says of a text that is no quantity.
  package static let formatProblem =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

  /// The amount rounded up to a whole number, as `Value()` in Kubernetes; nil when the text is no quantity.
  package var value: Int64? { QuantityAmount(text)?.scaled(to: 0) }

  /// The amount in thousandths, rounded up: CPU in millicores.
  package var milliValue: Int64? { QuantityAmount(text)?.scaled(to: -3) }

  /// The text that Kubernetes stores: the largest suffix of its own form without a fraction (`1536Mi` for `1.5Gi`), or
  /// the text as it was written where Kubernetes takes that for canonical; nil when this is no quantity.
  package var canonical: String? {
    guard let amount = QuantityAmount(text) else { return nil }
    return amount.isWrittenCanonically ? text : amount.canonicalText
  }

  /// The amount rounded up to thousandths, which is as fine as amounts of resources are kept; the same text where it has
  /// nothing finer.
  package var roundedToThousandths: Self {
    guard let amount = QuantityAmount(text), amount.exponent < -3, let thousandths = milliValue,
      case let rounded = Quantity("\(thousandths)m"), compare(rounded) != 0
    else { return self }
    return Self(rounded.canonical ?? rounded.text)
  }

  /// Whether this is less than zero; false for what is no quantity.
  package var isNegative: Bool { QuantityAmount(text).map { $0.digits < 0 } ?? false }

  /// Whether there is no fraction in it; false for what is no quantity.
  package var isWhole: Bool { QuantityAmount(text)?.isWhole ?? false }

  /// The order of two amounts; nil when either is no quantity.
  package func compare(_ other: Self) -> Int? {
    guard let left = QuantityAmount(text), let right = QuantityAmount(other.text) else { return nil }
    let (a, b) = QuantityAmount.aligned(left, right)
    return a < b ? -1 : a > b ? 1 : 0
  }

  /// The sum, in the form of the left side unless that is zero; nil when either is no quantity.
  package func adding(_ other: Self) -> Self? { combined(other) { $0.addingReportingOverflow($1) } }

  /// The difference, in the form of the left side unless that is zero; nil when either is no quantity.
  package func subtracting(_ other: Self) -> Self? { combined(other) { $0.subtractingReportingOverflow($1) } }

  private func combined(
    _ other: Self, _ operation: (Int128, Int128) -> (partialValue: Int128, overflow: Bool)
  ) -> Self? {
    guard let left = QuantityAmount(text), let right = QuantityAmount(other.text) else { return nil }
    let (a, b) = QuantityAmount.aligned(left, right)
    let (sum, overflow) = operation(a, b)
    guard !overflow else { return nil }
    let form = left.digits == 0 ? right.form : left.form
    let result = QuantityAmount(digits: sum, exponent: min(left.exponent, right.exponent), form: form)
    return Self(result.canonicalText)
  }
}
