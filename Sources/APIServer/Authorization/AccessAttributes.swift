import KubeModel

/// What somebody wants to do: the question that authorization answers (Kubernetes: "Authorization", request
/// attributes).
package struct AccessAttributes: Sendable, Hashable {
  /// What it is about.
  package enum Target: Sendable, Hashable {
    case resource(Resource)
    /// A path that is not about resources, such as `/healthz`.
    case path(String)
  }

  /// A resource, or one object of it.
  package struct Resource: Sendable, Hashable {
    package let group: String
    package let resource: String
    /// Nil for objects of the cluster, and for objects in all namespaces.
    ///
    /// A namespace is in itself: who may read the objects in it may read it.
    package let namespace: String?
    package let name: String?
    package let subresource: String?
    /// The resource with its subresource, as rules name it: `pods/log`.
    let fullName: String

    package init(
      group: String = "", resource: String, namespace: String? = nil, name: String? = nil, subresource: String? = nil
    ) {
      self.group = group
      self.resource = resource
      self.namespace = namespace.nonEmpty
      self.name = name.nonEmpty
      self.subresource = subresource.nonEmpty
      fullName = self.subresource.map { "\(resource)/\($0)" } ?? resource
    }
  }

  package let user: UserInfo
  /// Such as `list`; for paths the HTTP method in lower case.
  package let verb: String
  package let target: Target

  package init(user: UserInfo, verb: String, _ target: Target) {
    self.user = user
    self.verb = verb
    self.target = target
  }

  /// The namespace whose bindings count besides those of the cluster.
  var namespace: String? {
    guard case .resource(let resource) = target else { return nil }
    return resource.namespace
  }

  /// The refusal, worded as kube-apiserver words it.
  func forbidden(why reason: String?) -> StatusError {
    let suffix = reason.map { ": \($0)" } ?? ""
    switch target {
    case .path(let path):
      return StatusError(
        code: 403, reason: .forbidden,
        message: "forbidden: User \"\(user.name)\" cannot \(verb) path \"\(path)\"\(suffix)", details: .init())
    case .resource(let resource):
      let place = resource.namespace.map { "in the namespace \"\($0)\"" } ?? "at the cluster scope"
      return .forbidden(
        GroupResource(group: resource.group, resource: resource.resource), name: resource.name ?? "",
        why: "User \"\(user.name)\" cannot \(verb) resource \"\(resource.fullName)\" in API group "
          + "\"\(resource.group)\" \(place)\(suffix)")
    }
  }
}

/// The answer of authorization.
package struct AccessDecision: Sendable, Hashable {
  package let isAllowed: Bool
  /// Which binding allows it, or which roles could not be found; nil when there is nothing to say.
  package let reason: String?

  /// What the group of the administrators gets.
  static let unconditional = AccessDecision(isAllowed: true, reason: nil)
}

extension String? {
  /// Nil in place of an empty text.
  fileprivate var nonEmpty: String? { self?.isEmpty == true ? .none : self }
}
