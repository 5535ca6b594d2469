import KubeModel

/// How strictly the pods of a namespace are looked at, as its labels say (Kubernetes: "Pod Security Admission").
struct PodSecurityPolicy: Sendable, Hashable {
  /// From the least strict to the strictest.
  enum Level: String, Sendable, Comparable, CaseIterable {
    case privileged, baseline, restricted

    static func < (left: Self, right: Self) -> Bool {
      let order = allCases
      return (order.firstIndex(of: left) ?? 0) < (order.firstIndex(of: right) ?? 0)
    }
  }

  /// A level as Kubernetes 1.x had it; a nil minor version means the latest.
  struct Rule: Sendable, Hashable, CustomStringConvertible {
    var level = Level.privileged
    var minor: Int?

    var description: String { "\(level.rawValue):\(minor.map { "v1.\($0)" } ?? "latest")" }
  }

  var enforce = Rule()
  var audit = Rule()
  var warn = Rule()
  /// The labels that cannot be read.
  private(set) var problems: [StatusError.Cause] = []

  private static let prefix = "pod-security.kubernetes.io/"

  init(_ labels: [String: String]) {
    // What enforces nothing readable is taken for the strictest.
    enforce = rule("enforce", labels, otherwise: .restricted)
    audit = rule("audit", labels, otherwise: .privileged)
    warn = rule("warn", labels, otherwise: .privileged)
    let hasLevel = labels[Self.prefix + "enforce"].flatMap(Level.init) != nil
    if labels[Self.prefix + "warn"] == nil, hasLevel, enforce.level > warn.level {
      warn.level = enforce.level
      if labels[Self.prefix + "warn-version"] == nil { warn.minor = enforce.minor }
    }
  }

  /// Whether there is nothing to look at.
  var isPrivileged: Bool { [enforce, audit, warn].allSatisfy { $0.level == .privileged } }

  private mutating func rule(_ mode: String, _ labels: [String: String], otherwise level: Level) -> Rule {
    var rule = Rule()
    if let text = labels[Self.prefix + mode] {
      rule.level = Level(rawValue: text) ?? level
      if Level(rawValue: text) == nil {
        problem(Self.prefix + mode, text, "must be one of privileged, baseline, restricted")
      }
    }
    if let text = labels[Self.prefix + mode + "-version"], text != "latest" {
      rule.minor = text.hasPrefix("v1.") ? Int(text.dropFirst(3)) : nil
      if rule.minor == nil || (rule.minor ?? 0) < 0 {
        problem(Self.prefix + mode + "-version", text, "must be \"latest\" or \"v1.x\"")
      }
    }
    return rule
  }

  private mutating func problem(_ label: String, _ value: String, _ why: String) {
    problems.append(.invalid("metadata.labels[\(label)]", "\"\(value)\"", why))
  }
}
