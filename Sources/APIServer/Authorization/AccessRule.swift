package import KubeModel

/// A `PolicyRule` of RBAC, read once (Kubernetes: "Using RBAC Authorization").
package struct AccessRule: Sendable, Hashable {
  package var verbs: [String]
  package var apiGroups: [String]
  package var resources: [String]
  package var resourceNames: [String]
  package var nonResourceURLs: [String]

  package init(
    verbs: [String], apiGroups: [String] = [], resources: [String] = [], resourceNames: [String] = [],
    nonResourceURLs: [String] = []
  ) {
    self.verbs = verbs
    self.apiGroups = apiGroups
    self.resources = resources
    self.resourceNames = resourceNames
    self.nonResourceURLs = nonResourceURLs
  }

  package init(_ rule: PolicyRule) {
    self.init(
      verbs: rule.verbs, apiGroups: rule.apiGroups, resources: rule.resources, resourceNames: rule.resourceNames,
      nonResourceURLs: rule.nonResourceURLs)
  }

  /// The rule as a role holds it.
  package var policy: PolicyRule {
    .with {
      $0.verbs = verbs
      $0.apiGroups = apiGroups
      $0.resources = resources
      $0.resourceNames = resourceNames
      $0.nonResourceURLs = nonResourceURLs
    }
  }

  /// Everything that there is: what a role that gathers other roles may come to hold.
  static let everything = [
    AccessRule(verbs: ["*"], apiGroups: ["*"], resources: ["*"]), AccessRule(verbs: ["*"], nonResourceURLs: ["*"]),
  ]

  /// Whether the rule lets the request through.
  package func allows(_ attributes: AccessAttributes) -> Bool {
    guard Self.has(verbs, attributes.verb) else { return false }
    switch attributes.target {
    case .path(let path): return nonResourceURLs.contains { Self.covers($0, path: path) }
    case .resource(let resource):
      guard Self.has(apiGroups, resource.group), names(resource) else { return false }
      guard !resourceNames.isEmpty else { return true }
      return resource.name.map(resourceNames.contains) ?? false
    }
  }

  private func names(_ asked: AccessAttributes.Resource) -> Bool {
    resources.contains { name in
      if name == "*" || name == asked.fullName { return true }
      guard let subresource = asked.subresource, name.hasPrefix("*/") else { return false }
      return name.dropFirst(2) == subresource
    }
  }

  /// Whether a path is the one that a rule names, or lies under it when the rule ends in `*`.
  static func covers(_ pattern: String, path: String) -> Bool {
    if pattern == "*" || pattern == path { return true }
    guard pattern.last == "*" else { return false }
    var prefix = pattern[...]
    while prefix.last == "*" { prefix.removeLast() }
    return path.hasPrefix(prefix)
  }

  private static func has(_ values: [String], _ value: String) -> Bool {
    values.contains { $0 == value || $0 == "*" }
  }
}
