import OrderedCollections

/// How objects of one kind are turned from a version that clients use into the version in which they are stored, and
/// back.
///
/// A conversion is a pure function of whole objects. It touches nothing but what differs between the two versions;
/// what the older version cannot say is carried along in annotations or is lost, as in kube-apiserver.
package struct VersionConversion: Sendable {
  /// What differs between the versions besides `apiVersion`.
  package struct Steps: Sendable {
    package typealias Change = @Sendable (_ object: inout JSONValue) -> Void

    /// From the served version to the stored one.
    package let toStored: Change
    package let fromStored: Change

    package init(toStored: @escaping Change, fromStored: @escaping Change) {
      self.toStored = toStored
      self.fromStored = fromStored
    }

    /// For versions with the same fields: the conversion `None` of CustomResourceDefinitions.
    package static let none = Steps(toStored: { _ in }, fromStored: { _ in })
  }

  /// The kind as clients write and read it here.
  package let served: GroupVersionKind
  /// The kind as it is stored.
  package let stored: GroupVersionKind
  private let steps: Steps

  package init(served: GroupVersionKind, stored: GroupVersionKind, _ steps: Steps = .none) {
    self.served = served
    self.stored = stored
    self.steps = steps
  }

  /// The object, which is in the served version, in the stored one.
  package func toStored(_ object: JSONValue) -> JSONValue { Self.converted(object, by: steps.toStored, as: stored) }

  /// The object, which is in the stored version, in the served one.
  package func fromStored(_ object: JSONValue) -> JSONValue { Self.converted(object, by: steps.fromStored, as: served) }

  /// Kind and version stand first, as Kubernetes writes them.
  private static func converted(_ object: JSONValue, by change: Steps.Change, as kind: GroupVersionKind) -> JSONValue {
    var result: JSONValue = ["kind": .string(kind.kind), "apiVersion": .string(kind.groupVersion.description)]
    var content = object
    change(&content)
    for (name, value) in content.objectValue ?? [:] where name != "kind" && name != "apiVersion" {
      result[name] = value
    }
    return result
  }
}
