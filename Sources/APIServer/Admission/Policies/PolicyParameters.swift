import KubeModel
import ObjectStore

/// Finds the objects that a binding names as its policy's parameters.
struct PolicyParameters {
  /// What is wrong with a policy or a binding, rather than with the request.
  struct Failure: Error {
    let message: String
  }

  let table: any ResourceTable
  let reader: AdmissionReader

  /// The resource that the policy's parameters are of; nil when it has none.
  func resource(of policy: AdmissionPolicy) throws(Failure) -> ServedResource? {
    guard let kind = policy.paramKind else { return nil }
    guard let served = table.all.first(where: { $0.groupVersionKind == kind && $0.isStored }) else {
      throw Failure(
        message: "failed to configure policy: failed to find resource referenced by paramKind: "
          + "'\(kind.groupVersion.group)/\(kind.groupVersion.version), Kind=\(kind.kind)'")
    }
    return served
  }

  /// The parameters with which the policy is evaluated, once for each; nil stands for none.
  ///
  /// - Parameter namespace: Of the request.
  func parameters(
    of binding: PolicyBinding, _ resource: ServedResource?, namespace: String?
  ) throws(Failure) -> [JSONValue?] {
    guard let resource, let wanted = binding.parameters else { return [nil] }
    func failure(_ text: String) -> Failure {
      Failure(message: "failed to configure binding: \(text)")
    }
    var place: String?
    if resource.isNamespaced {
      place = wanted.namespace ?? namespace
      guard place?.isEmpty == false else {
        throw failure("cannot use namespaced paramRef in policy binding that matches cluster-scoped resources")
      }
    } else if wanted.namespace != nil {
      throw failure("paramRef.namespace must not be provided for a cluster-scoped `paramKind`")
    }
    let group = resource.storage.groupResource
    let found: [StoredObject]
    if let name = wanted.name {
      found = [reader.object(ObjectKey(group, namespace: place, name: name))].compactMap(\.self)
    } else {
      found = reader.objects(group, namespace: place).filter { wanted.selector.selects($0.metadata.labels) }
    }
    if found.isEmpty, wanted.areRequired {
      throw failure("no params found for policy binding with `Deny` parameterNotFoundAction")
    }
    return found.map { resource.conversion?.fromStored($0.value) ?? $0.value }
  }
}
