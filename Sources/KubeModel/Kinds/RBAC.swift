/// `Role` of `rbac.authorization.k8s.io/v1`.
package struct Role: KubeObject {
  package struct Fields: Sendable {
    package let rules = ListField<PolicyRule>("rules")
  }

  package static let resource = GroupVersionResource(
    group: "rbac.authorization.k8s.io", version: "v1", resource: "roles")
  package static let kind = "Role"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ClusterRole` of `rbac.authorization.k8s.io/v1`.
package struct ClusterRole: KubeObject {
  package struct Fields: Sendable {
    package let rules = ListField<PolicyRule>("rules")
    package let aggregationRule = Field<AggregationRule>("aggregationRule")
  }

  package static let resource = GroupVersionResource(
    group: "rbac.authorization.k8s.io", version: "v1", resource: "clusterroles")
  package static let kind = "ClusterRole"
  package static let isNamespaced = false
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `RoleBinding` of `rbac.authorization.k8s.io/v1`.
package struct RoleBinding: KubeObject {
  package struct Fields: Sendable {
    package let subjects = ListField<Subject>("subjects")
    package let roleRef = Field<RoleRef>("roleRef")
  }

  package static let resource = GroupVersionResource(
    group: "rbac.authorization.k8s.io", version: "v1", resource: "rolebindings")
  package static let kind = "RoleBinding"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ClusterRoleBinding` of `rbac.authorization.k8s.io/v1`.
package struct ClusterRoleBinding: KubeObject {
  package struct Fields: Sendable {
    package let subjects = ListField<Subject>("subjects")
    package let roleRef = Field<RoleRef>("roleRef")
  }

  package static let resource = GroupVersionResource(
    group: "rbac.authorization.k8s.io", version: "v1", resource: "clusterrolebindings")
  package static let kind = "ClusterRoleBinding"
  package static let isNamespaced = false
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PolicyRule` of `rbac.authorization.k8s.io/v1`.
package struct PolicyRule: JSONView {
  package struct Fields: Sendable {
    package let verbs = ListField<String>("verbs")
    package let apiGroups = ListField<String>("apiGroups")
    package let resources = ListField<String>("resources")
    package let resourceNames = ListField<String>("resourceNames")
    package let nonResourceURLs = ListField<String>("nonResourceURLs")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `RoleRef` of `rbac.authorization.k8s.io/v1`.
package struct RoleRef: JSONView {
  package struct Fields: Sendable {
    package let apiGroup = Field<String>("apiGroup")
    package let kind = Field<String>("kind")
    package let name = Field<String>("name")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `Subject` of `rbac.authorization.k8s.io/v1`.
package struct Subject: JSONView {
  package struct Fields: Sendable {
    package let kind = Field<String>("kind")
    package let apiGroup = Field<String>("apiGroup")
    package let name = Field<String>("name")
    package let namespace = Field<String>("namespace")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `AggregationRule` of `rbac.authorization.k8s.io/v1`.
package struct AggregationRule: JSONView {
  package struct Fields: Sendable {
    package let clusterRoleSelectors = ListField<LabelSelector>("clusterRoleSelectors")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
