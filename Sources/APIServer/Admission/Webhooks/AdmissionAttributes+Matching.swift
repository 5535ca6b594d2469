import KubeModel
import ObjectStore

extension AdmissionAttributes {
  /// The labels of the object before and after; one of them that is selected is enough.
  var labels: [[String: String]] { [object, old].compactMap(\.self).map(Self.labels) }

  private static func labels(_ object: JSONValue) -> [String: String] {
    ObjectMeta(json: object["metadata"] ?? .emptyObject).labels
  }

  /// The labels of the object's namespace, or of the namespace that the object is; nil for other objects of the cluster.
  func namespaceLabels(in reader: AdmissionReader) -> [String: String]? {
    if requested.resource.groupResource == Namespace.resource.groupResource, subresource == nil, let object {
      return Self.labels(object)
    }
    guard let namespace, !namespace.isEmpty else { return nil }
    return self.namespace(named: namespace, in: reader).map { $0.metadata.labels } ?? [:]
  }

  /// The version of the request that one of `rules` is about: its own first and, unless `isExact`, any other.
  func form(isExact: Bool, matching rules: some Sequence<WebhookRule>) -> Form? {
    ([requested] + (isExact ? [] : equivalents)).first { form in
      rules.contains { $0.matches(operation, form.resource, subresource: subresource, namespace: namespace) }
    }
  }

  func namespace(named name: String, in reader: AdmissionReader) -> StoredObject? {
    reader.object(ObjectKey(Namespace.resource.groupResource, name: name))
  }

  /// What expressions about the request are evaluated with.
  ///
  /// - Parameters:
  ///   - form: The version in which the objects are shown.
  ///   - namespace: The namespace that the object is in, for those who may see it.
  func input(
    _ form: Form, namespace: JSONValue?, authorizer: any ExpressionAuthorizer
  ) -> AdmissionInput {
    var request = description(form)
    request["dryRun"] = .bool(isDryRun)
    request["options"] = options ?? .null
    return AdmissionInput(
      object: form.shown(object), old: form.shown(old), request: request, namespace: namespace, authorizer: authorizer,
      resource: .init(
        group: requested.resource.group, resource: requested.resource.resource, subresource: subresource ?? "",
        namespace: self.namespace ?? "", name: name))
  }
}
