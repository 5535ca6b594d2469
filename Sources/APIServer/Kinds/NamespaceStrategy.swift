import KubeModel
import ObjectStore

/// Namespaces carry a finalizer of their own in `spec`, and are labelled with their name.
struct NamespaceStrategy: KindStrategy {
  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    var namespace = Namespace(json: object)
    namespace.metadata.labels["kubernetes.io/metadata.name"] = scope.key.name
    object = namespace.json
    object["spec", default: .emptyObject]["finalizers"] = ["kubernetes"]
    object["status"] = ["phase": "Active"]
  }

  /// Only `finalize` changes the finalizers in `spec`.
  func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, in scope: inout StrategyScope) throws {
    object["spec"] = old["spec"]
  }

  /// Throws 403 for the namespaces that a cluster cannot do without (NamespaceLifecycle admission).
  static func checkDeletion(of key: ObjectKey) throws {
    let namespaces = Namespace.resource.groupResource
    guard key.resource == namespaces, ["default", "kube-system", "kube-public"].contains(key.name) else { return }
    throw StatusError.forbidden(namespaces, name: key.name, why: "this namespace may not be deleted")
  }
}

extension JSONValue {
  /// The member `key`, or `fallback` when it is missing.
  subscript(key: String, default fallback: JSONValue) -> JSONValue {
    get { self[key] ?? fallback }
    set { self[key] = newValue }
  }
}
