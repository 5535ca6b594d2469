import KubeModel

/// One control of the Pod Security Standards.
struct PodSecurityCheck: Sendable {
  /// What is wrong with a pod: the control, and who violates it how.
  struct Violation: Sendable, Hashable {
    let reason: String
    let detail: String
  }

  /// A pod, or the template of pods.
  struct Subject: Sendable {
    let metadata: ObjectMeta
    let spec: PodSpec
    /// The minor version of Kubernetes whose standards are applied.
    let minor: Int

    /// All containers: those that initialize, the pod's own, and those for debugging.
    var containers: [JSONValue] {
      ["initContainers", "containers", "ephemeralContainers"].flatMap { spec.json[$0]?.arrayValue ?? [] }
    }

    var isWindows: Bool { spec.json["os"]?["name"]?.stringValue == "windows" }

    /// The member of the pod's own security context.
    func context(_ member: String) -> JSONValue? { spec.json["securityContext"]?[member] }

    /// The names of the containers for which `isBad` holds.
    func names(_ isBad: (JSONValue) -> Bool) -> [String] {
      containers.filter(isBad).map { $0["name"]?.stringValue ?? "" }
    }
  }

  /// The version that `/version` tells; "latest" is no later than that.
  static let latest = 33

  /// Since which minor version the control is applied.
  var since = 0
  let find: @Sendable (Subject) -> Violation?

  init(since: Int = 0, _ find: @escaping @Sendable (Subject) -> Violation?) {
    self.since = since
    self.find = find
  }

  /// What is wrong with a pod under a rule, in Kubernetes' order; empty when nothing is.
  static func violations(
    of metadata: ObjectMeta, _ spec: PodSpec, under rule: PodSecurityPolicy.Rule
  ) -> [Violation] {
    let subject = Subject(metadata: metadata, spec: spec, minor: min(rule.minor ?? latest, latest))
    let checks: [PodSecurityCheck] =
      switch rule.level {
      case .privileged: []
      case .baseline: baseline(isRestricted: false, minor: subject.minor)
      case .restricted: baseline(isRestricted: true, minor: subject.minor) + restricted
      }
    return checks.filter { $0.since <= subject.minor }.compactMap { $0.find(subject) }
  }

  /// `privileged (container "a" must not set …), hostPort (…)`.
  static func text(_ violations: [Violation]) -> String {
    violations.map { $0.detail.isEmpty ? $0.reason : "\($0.reason) (\($0.detail))" }.joined(separator: ", ")
  }

  // MARK: Wording

  /// `container "a"`, `containers "a", "b"`.
  static func containers(_ names: [String]) -> String { "\(plural("container", names)) \(quoted(names))" }

  static func plural(_ word: String, _ items: [String]) -> String { items.count == 1 ? word : word + "s" }

  static func quoted(_ items: [String]) -> String { items.map { "\"\($0)\"" }.joined(separator: ", ") }

  /// The pod and the containers that set something, as `pod and container "a"`; nil when none does.
  static func setters(isPod: Bool, _ names: [String]) -> String? {
    let parts = (isPod ? ["pod"] : []) + (names.isEmpty ? [] : [containers(names)])
    return parts.isEmpty ? nil : parts.joined(separator: " and ")
  }
}

extension JSONValue {
  /// The member of a container's security context.
  func context(_ member: String) -> JSONValue? { self["securityContext"]?[member] }
}
