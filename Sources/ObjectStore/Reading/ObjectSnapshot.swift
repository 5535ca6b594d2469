/// Objects of one resource as they were at one revision.
package struct ObjectSnapshot: Sendable {
  /// In the order of namespace and name.
  package let objects: [StoredObject]
  /// The store's revision when they were read.
  package let revision: Int64

  package init(objects: [StoredObject], revision: Int64) {
    self.objects = objects
    self.revision = revision
  }
}
