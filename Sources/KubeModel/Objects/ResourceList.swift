import OrderedCollections

/// Amounts by the names of resources, as `requests`, `limits` and `hard` have them (Kubernetes: `ResourceList`).
package struct ResourceList: Sendable, Hashable {
  package private(set) var amounts: [String: Quantity]

  package init(_ amounts: [String: Quantity] = [:]) { self.amounts = amounts }

  /// The amounts of a JSON object; what is no quantity is left out.
  package init(json: JSONValue?) {
    amounts = (json?.objectValue ?? [:]).reduce(into: [:]) { $0[$1.key] = Quantity(json: $1.value) }
  }

  package subscript(name: String) -> Quantity? {
    get { amounts[name] }
    set { amounts[name] = newValue }
  }

  package var isEmpty: Bool { amounts.isEmpty }

  package var names: Set<String> { Set(amounts.keys) }

  /// The sum; what is missing on one side counts as zero.
  package func adding(_ other: Self) -> Self { merging(other) { $0.adding($1) } }

  /// The difference; what is missing on one side counts as zero.
  package func subtracting(_ other: Self) -> Self {
    let zero = Quantity("0")
    return merging(Self(other.amounts.mapValues { zero.subtracting($0) ?? zero })) { $0.adding($1) }
  }

  /// The larger amount of each resource.
  package func maximum(_ other: Self) -> Self {
    merging(other) { ($0.compare($1) ?? 0) < 0 ? $1 : $0 }
  }

  private func merging(_ other: Self, _ combine: (Quantity, Quantity) -> Quantity?) -> Self {
    Self(amounts.merging(other.amounts) { combine($0, $1) ?? $0 })
  }

  /// Only the resources in `names`.
  package func masked(by names: Set<String>) -> Self { Self(amounts.filter { names.contains($0.key) }) }

  /// Only the amounts that are not zero.
  package var withoutZeros: Self { Self(amounts.filter { $0.value.sign != 0 }) }

  /// The resources of which there is less than nothing.
  package var negativeNames: Set<String> { Set(amounts.filter { $0.value.sign < 0 }.keys) }

  /// The resources of which there is more than `limit` allows; what it does not name is not limited.
  package func names(exceeding limit: Self) -> Set<String> {
    Set(amounts.filter { name, amount in limit[name].map { (amount.compare($0) ?? 0) > 0 } ?? false }.keys)
  }

  /// `cpu=1,memory=2Gi`, in the order of the names.
  package var text: String {
    amounts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.canonical ?? $0.value.text)" }
      .joined(separator: ",")
  }

  /// The JSON object, in the order of the names.
  package var json: JSONValue {
    .object(JSONObject(uniqueKeysWithValues: amounts.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
  }
}

extension Quantity {
  /// Less than zero, zero, or more; zero for what is no quantity.
  package var sign: Int { compare(Quantity("0")) ?? 0 }
}

extension Quantity: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(value) }
}
