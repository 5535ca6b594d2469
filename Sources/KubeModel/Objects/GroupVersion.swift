/// An API group and one of its versions, as in an object's `apiVersion`.
///
/// The core group's name is empty.
package struct GroupVersion: Sendable, Hashable, CustomStringConvertible {
  package let group: String
  package let version: String

  package init(group: String, version: String) {
    self.group = group
    self.version = version
  }

  /// Reads `v1` or `apps/v1`; nil when there is more than one slash or a part is empty.
  package init?(apiVersion: String) {
    let parts = apiVersion.split(separator: "/", omittingEmptySubsequences: false)
    switch parts.count {
    case 1 where !parts[0].isEmpty: self.init(group: "", version: String(parts[0]))
    case 2 where !parts[0].isEmpty && !parts[1].isEmpty: self.init(group: String(parts[0]), version: String(parts[1]))
    default: return nil
    }
  }

  /// `v1` or `apps/v1`.
  package var description: String { group.isEmpty ? version : "\(group)/\(version)" }
}

/// A kind in a version of a group, such as `Deployment` in `apps/v1`.
package struct GroupVersionKind: Sendable, Hashable, CustomStringConvertible {
  package let groupVersion: GroupVersion
  package let kind: String

  package init(group: String, version: String, kind: String) {
    groupVersion = GroupVersion(group: group, version: version)
    self.kind = kind
  }

  package init(_ groupVersion: GroupVersion, kind: String) {
    self.groupVersion = groupVersion
    self.kind = kind
  }

  /// What `apiVersion` and `kind` of an object say; nil when one is missing or malformed.
  package init?(of object: JSONValue) {
    guard let apiVersion = object["apiVersion"]?.stringValue, let kind = object["kind"]?.stringValue,
      let groupVersion = GroupVersion(apiVersion: apiVersion), !kind.isEmpty
    else { return nil }
    self.init(groupVersion, kind: kind)
  }

  package var description: String { "\(groupVersion), Kind=\(kind)" }
}

/// A resource of a group, whatever the version: what objects are stored under.
///
/// Its text is `pods` or `deployments.apps`.
package struct GroupResource: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let group: String
  package let resource: String

  package init(group: String = "", resource: String) {
    self.group = group
    self.resource = resource
  }

  package var description: String { group.isEmpty ? resource : "\(resource).\(group)" }

  package static func < (left: Self, right: Self) -> Bool {
    (left.group, left.resource) < (right.group, right.resource)
  }
}

/// A resource (the plural name in a URL) in a version of a group, such as `deployments` in `apps/v1`.
package struct GroupVersionResource: Sendable, Hashable, CustomStringConvertible {
  package let groupVersion: GroupVersion
  package let resource: String

  package init(group: String = "", version: String = "v1", resource: String) {
    groupVersion = GroupVersion(group: group, version: version)
    self.resource = resource
  }

  package var group: String { groupVersion.group }
  package var version: String { groupVersion.version }
  package var groupResource: GroupResource { GroupResource(group: group, resource: resource) }

  /// The path under which the API serves the resource: `/api/v1/pods`, `/apis/apps/v1/namespaces/x/deployments`.
  package func path(namespace: String?, name: String? = nil, subresource: String? = nil) -> String {
    var path = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
    if let namespace { path += "/namespaces/\(namespace)" }
    path += "/\(resource)"
    if let name { path += "/\(name)" }
    if let subresource { path += "/\(subresource)" }
    return path
  }

  package var description: String { "\(groupVersion), Resource=\(resource)" }
}

/// The namespace and name of an object; the namespace is nil for objects of the cluster.
package struct NamespacedName: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let namespace: String?
  package let name: String

  package init(namespace: String?, name: String) {
    self.namespace = namespace
    self.name = name
  }

  /// `default/web`, or `node-1` for objects of the cluster.
  package var description: String { namespace.map { "\($0)/\(name)" } ?? name }

  package static func < (left: Self, right: Self) -> Bool {
    (left.namespace ?? "", left.name) < (right.namespace ?? "", right.name)
  }
}
