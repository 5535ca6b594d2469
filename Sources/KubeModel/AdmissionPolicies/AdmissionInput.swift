/// The values that expressions about one request are evaluated with.
package struct AdmissionInput: Sendable {
  private let variables: [String: CELValue]

  /// - Parameters:
  ///   - object: As it is to be; null for deletions.
  ///   - old: As it was; null for creations and connections.
  ///   - request: `AdmissionRequest` of `admission.k8s.io`.
  ///   - namespace: The namespace that the object is in; nil for objects of the cluster.
  ///   - authorizer: Says what who sent the request may do.
  ///   - resource: What the request is about.
  package init(
    object: JSONValue, old: JSONValue, request: JSONValue, namespace: JSONValue?,
    authorizer: any ExpressionAuthorizer, resource: AccessQuestion.Resource
  ) {
    variables = [
      "object": CELValue(object, nil), "oldObject": CELValue(old, nil), "request": CELValue(request, nil),
      "namespaceObject": namespace.map(Self.namespace) ?? .null,
      "authorizer": .access(.authorizer(authorizer, request: resource)),
    ]
  }

  /// The values by the names that they have in expressions.
  func values(params: JSONValue? = nil) -> [String: CELValue] {
    var values = variables
    values["params"] = params.map { CELValue($0, nil) } ?? .null
    return values
  }

  /// The namespace with moments for its dates, which have types here.
  private static func namespace(_ namespace: JSONValue) -> CELValue {
    var namespace = namespace
    namespace["metadata"]?["managedFields"] = nil
    namespace["metadata"]?["ownerReferences"] = nil
    guard case .map(var members) = CELValue(namespace, nil), case .map(var metadata)? = members[.string("metadata")]
    else { return .null }
    for name in ["creationTimestamp", "deletionTimestamp"] {
      guard case .string(let text)? = metadata[.string(name)], let moment = Timestamp(text) else { continue }
      metadata[.string(name)] = .timestamp(moment)
    }
    members[.string("metadata")] = .map(metadata)
    return .map(members)
  }
}
