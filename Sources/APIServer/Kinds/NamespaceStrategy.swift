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
}

extension JSONValue {
  /// The member `key`, or `fallback` when it is missing.
  subscript(key: String, default fallback: JSONValue) -> JSONValue {
    get { self[key] ?? fallback }
    set { self[key] = newValue }
  }
}
