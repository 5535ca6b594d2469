/// Why bytes are no Kubernetes protobuf message, or why an object cannot be written as one.
package struct ProtobufError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One clause without a full stop, such as `a field of Pod ends after its message`.
  package let description: String

  package init(_ description: String) { self.description = description }
}
