import LinuxSystem

/// A descriptor that a test needs and did not get.
struct MissingDescriptor: Error {}

/// `#require` for descriptors, which cannot be copied as the macro would.
func taken(_ descriptor: consuming OwnedDescriptor?) throws -> OwnedDescriptor {
  guard let descriptor = consume descriptor else { throw MissingDescriptor() }
  return descriptor
}
