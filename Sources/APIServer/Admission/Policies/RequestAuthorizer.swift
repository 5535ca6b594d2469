import KubeModel

/// Answers what expressions ask of `authorizer` by the roles of the cluster.
struct RequestAuthorizer: ExpressionAuthorizer {
  let authorizer: RBACAuthorizer
  let user: UserInfo

  func decide(_ question: AccessQuestion, verb: String) -> AccessAnswer {
    let target: AccessAttributes.Target =
      switch question {
      case .path(let path): .path(path)
      case .resource(let resource):
        .resource(
          .init(
            group: resource.group, resource: resource.resource, namespace: resource.namespace, name: resource.name,
            subresource: resource.subresource))
      }
    let decision = authorizer.decide(AccessAttributes(user: user, verb: verb, target))
    return AccessAnswer(isAllowed: decision.isAllowed, reason: decision.reason ?? "")
  }

  func serviceAccount(namespace: String, name: String) -> any ExpressionAuthorizer {
    RequestAuthorizer(authorizer: authorizer, user: .serviceAccount(namespace: namespace, name: name))
  }
}
