import APIServer
import KubeClient
import KubeModel
import OrderedCollections

extension GroupVersionResource {
  static let policies = GroupVersionResource(
    group: "admissionregistration.k8s.io", version: "v1", resource: "validatingadmissionpolicies")
  static let bindings = GroupVersionResource(
    group: "admissionregistration.k8s.io", version: "v1", resource: "validatingadmissionpolicybindings")
}

extension InProcessKubeClient {
  /// Makes a policy about config maps, with what `change` says otherwise.
  func policy(_ change: JSONValue, name: String = "p") async throws {
    var spec: JSONValue = [
      "matchConstraints": [
        "resourceRules": [
          ["apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps"], "operations": ["CREATE", "UPDATE"]]
        ]
      ]
    ]
    for (key, value) in change.objectValue ?? [:] { spec[key] = value }
    _ = try await create(
      .policies, namespace: nil, name: nil, subresource: nil,
      object: ["metadata": ["name": .string(name)], "spec": spec],
      options: WriteOptions())
  }

  /// Binds the policy `p`, with what `change` says otherwise.
  func binding(_ change: JSONValue = .emptyObject, name: String = "b") async throws {
    var spec: JSONValue = ["policyName": "p", "validationActions": ["Deny"]]
    for (key, value) in change.objectValue ?? [:] { spec[key] = value }
    _ = try await create(
      .bindings, namespace: nil, name: nil, subresource: nil,
      object: ["metadata": ["name": .string(name)], "spec": spec],
      options: WriteOptions())
  }

  /// Changes an object of the cluster.
  func change(_ resource: GroupVersionResource, _ name: String, _ change: (inout JSONValue) -> Void) async throws {
    var object = try await get(resource, namespace: nil, name: name, subresource: nil)
    change(&object)
    _ = try await update(
      resource, namespace: nil, name: name, subresource: nil, object: object, options: WriteOptions())
  }
}
