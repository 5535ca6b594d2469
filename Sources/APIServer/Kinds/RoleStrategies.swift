import KubeModel
import ObjectStore

/// Roles and cluster roles: nobody writes more into one than they hold themselves.
struct RoleStrategy: KindStrategy {
  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    try scope.escalation.checkRole(object, old: nil)
  }

  func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, in scope: inout StrategyScope) throws {
    guard !object.concernsOnlyGarbageCollection(old) else { return }
    try scope.escalation.checkRole(object, old: old)
  }
}

/// Bindings: nobody gives away by one what they do not hold, and none is turned to another role.
struct RoleBindingStrategy: KindStrategy {
  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    try scope.escalation.checkBinding(object)
  }

  func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, in scope: inout StrategyScope) throws {
    guard !object.concernsOnlyGarbageCollection(old) else { return }
    try scope.escalation.checkBinding(object)
  }
}

extension JSONValue {
  /// Whether what replaces `old` differs from it only in what the garbage collector writes: that has to be possible for
  /// everybody who may write the object, so that it can be deleted.
  fileprivate func concernsOnlyGarbageCollection(_ old: JSONValue) -> Bool {
    func rest(_ object: JSONValue) -> JSONValue {
      var object = object
      for name in ["ownerReferences", "finalizers", "managedFields", "resourceVersion"] {
        object["metadata"]?[name] = nil
      }
      return object
    }
    return rest(self).isSame(as: rest(old))
  }
}

extension StatusError.Cause {
  /// A field that must be given.
  static func required(_ field: String, _ why: String? = nil) -> Self {
    Self(reason: "FieldValueRequired", message: "Required value\(why.map { ": \($0)" } ?? "")", field: field)
  }

  /// A value that cannot be.
  static func invalid(_ field: String, _ value: String, _ why: String) -> Self {
    Self(reason: "FieldValueInvalid", message: "Invalid value: \(value): \(why)", field: field)
  }
}
