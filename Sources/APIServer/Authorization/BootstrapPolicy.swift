import KubeModel
import ObjectStore
import OrderedCollections

/// The roles and bindings that every cluster has from its start, read from ``BootstrapPolicyText``.
struct BootstrapPolicy {
  private static let verbs: [String: [String]] = [
    "read": ["get", "list", "watch"], "write": ["create", "delete", "deletecollection", "patch", "update"],
  ]

  /// In the order of the text.
  private(set) var objects: [(key: ObjectKey, value: JSONValue)] = []

  init() {
    var role: (head: [String], rules: [AccessRule])?
    var heads: [(head: [String], rules: [AccessRule])] = []
    for line in BootstrapPolicyText.text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      switch words[0] {
      case "..": role?.rules.append(Self.rule(words))
      case "role":
        if let role { heads.append(role) }
        role = (words, [])
      default: addBinding(words)
      }
    }
    if let role { heads.append(role) }
    for (head, rules) in heads { addRole(head, rules, among: heads) }
  }

  private static func list(_ word: String) -> [String] { word.split(separator: ",").map(String.init) }

  private static func rule(_ words: [String]) -> AccessRule {
    var rule = AccessRule(verbs: list(words[1]).flatMap { verbs[$0] ?? [$0] }.sorted())
    if words[2] == "url" {
      rule.nonResourceURLs = list(words[3])
    } else {
      rule.apiGroups = list(words[2]).map { $0 == "core" ? "" : $0 }
      rule.resources = list(words[3])
      if words.count > 4 { rule.resourceNames = list(words[4]) }
    }
    return rule
  }

  // MARK: Roles

  private static func label(_ name: String) -> String { "\(RoleIndex.group)/aggregate-to-\(name)" }

  /// The value of an option in the first line of a role.
  private static func option(_ name: String, of head: [String]) -> String? {
    head.firstIndex(of: name).map { head[$0 + 1] }
  }

  private typealias Lines = (head: [String], rules: [AccessRule])

  /// The rules of a role, those that it gathers included, as the controller of aggregated roles will find them.
  private static func rules(of role: Lines, among all: [Lines]) -> [AccessRule] {
    guard let name = option("gathers", of: role.head) else { return role.rules }
    var rules: [AccessRule] = []
    let sources = all.filter { option("labels", of: $0.head).map(list)?.contains(name) == true }
    for source in sources.sorted(by: { $0.head[1] < $1.head[1] }) {
      for rule in Self.rules(of: source, among: all) where !rules.contains(rule) { rules.append(rule) }
    }
    return rules
  }

  private mutating func addRole(_ head: [String], _ rules: [AccessRule], among all: [Lines]) {
    let key = Self.key(head[1], cluster: "clusterroles", namespaced: "roles")
    var role = ClusterRole(json: Self.object(key, kind: key.namespace == nil ? "ClusterRole" : "Role"))
    for name in Self.option("labels", of: head).map(Self.list) ?? [] {
      role.metadata.labels[Self.label(name)] = "true"
    }
    role.rules = Self.rules(of: (head, rules), among: all).map(\.policy)
    if let name = Self.option("gathers", of: head) {
      role.aggregationRule = .with {
        $0.clusterRoleSelectors = [.with { $0.matchLabels = [Self.label(name): "true"] }]
      }
    }
    objects.append((key, role.json))
  }

  // MARK: Bindings

  private mutating func addBinding(_ words: [String]) {
    let names = words[1].split(separator: "=").map(String.init)
    let key = Self.key(names[0], cluster: "clusterrolebindings", namespaced: "rolebindings")
    let isOfCluster = key.namespace == nil
    var binding = RoleBinding(json: Self.object(key, kind: isOfCluster ? "ClusterRoleBinding" : "RoleBinding"))
    binding.subjects = words.count > 2 ? Self.list(words[2]).map(Self.subject) : []
    binding.roleRef = .with {
      $0.apiGroup = RoleIndex.group
      $0.kind = isOfCluster ? "ClusterRole" : "Role"
      $0.name = names.count > 1 ? names[1] : key.name
    }
    objects.append((key, binding.json))
  }

  private static func subject(_ text: String) -> Subject {
    let parts = text.split(separator: "/").map(String.init)
    return .with {
      $0.kind = parts[0] == "group" ? "Group" : parts[0] == "user" ? "User" : "ServiceAccount"
      if parts.count == 2 { $0.apiGroup = RoleIndex.group }
      $0.name = parts[parts.count - 1]
      if parts.count == 3 { $0.namespace = parts[1] }
    }
  }

  // MARK: Objects

  private static func key(_ name: String, cluster: String, namespaced: String) -> ObjectKey {
    let parts = name.split(separator: "/").map(String.init)
    let resource = GroupResource(group: RoleIndex.group, resource: parts.count > 1 ? namespaced : cluster)
    return ObjectKey(resource, namespace: parts.count > 1 ? parts[0] : nil, name: parts[parts.count - 1])
  }

  private static func object(_ key: ObjectKey, kind: String) -> JSONValue {
    var meta = ObjectMeta()
    meta.name = key.name
    meta.namespace = key.namespace
    meta.labels = ["kubernetes.io/bootstrapping": "rbac-defaults"]
    meta.annotations = [BootstrapPolicy.autoUpdate: "true"]
    return ["kind": .string(kind), "apiVersion": .string("\(RoleIndex.group)/v1"), "metadata": meta.json]
  }

  /// The annotation that keeps the next start from mending an object when it is `false`.
  static let autoUpdate = "rbac.authorization.kubernetes.io/autoupdate"
}
