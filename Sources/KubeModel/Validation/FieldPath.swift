/// The path of a field in an object, written as Kubernetes' errors write it: `spec.containers[0].name`.
struct FieldPath: Sendable, Hashable, CustomStringConvertible {
  let description: String

  init(_ description: String = "") { self.description = description }

  /// The field `name` of the value at this path.
  subscript(name: String) -> Self { Self(description.isEmpty ? name : "\(description).\(name)") }

  /// The element at `index` of the list at this path.
  subscript(index: Int) -> Self { Self("\(description)[\(index)]") }

  /// The entry `key` of the map at this path.
  func key(_ key: String) -> Self { Self("\(description)[\(key)]") }
}
