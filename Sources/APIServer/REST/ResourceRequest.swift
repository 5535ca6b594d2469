package import KubeClient
package import KubeModel

/// A request about resources, whatever it came in by: the HTTP layer or the in-process client.
package struct ResourceRequest: Sendable {
  /// What is to be done; raw values are the verbs of Kubernetes' authorization.
  package enum Verb: String, Sendable, Hashable {
    case get, list, watch, create, update, patch, delete, deletecollection
  }

  /// What was sent along.
  package enum Body: Sendable {
    case none
    /// The object, and members that stood twice in its text, by their paths.
    case object(JSONValue, duplicateFields: [String] = [])
    case patch(Patch)
  }

  package var verb: Verb
  package var resource: GroupVersionResource
  package var namespace: String?
  /// Nil for list, watch, deletecollection and most creations.
  package var name: String?
  package var subresource: String?
  /// For list, watch and deletecollection.
  package var list = ListOptions()
  /// For create, update and patch.
  package var write = WriteOptions()
  /// For delete and deletecollection.
  package var delete = DeleteOptions()
  package var body = Body.none

  package init(
    _ verb: Verb, _ resource: GroupVersionResource, namespace: String? = nil, name: String? = nil,
    subresource: String? = nil
  ) {
    self.verb = verb
    self.resource = resource
    self.namespace = namespace
    self.name = name
    self.subresource = subresource
  }
}
