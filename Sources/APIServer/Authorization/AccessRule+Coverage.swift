/// Comparing rules: what somebody holds against what somebody wants to give away.
extension AccessRule {
  /// The parts of `wanted` that `held` does not cover, each a rule for one verb on one thing.
  static func missing(_ wanted: [AccessRule], from held: [AccessRule]) -> [AccessRule] {
    wanted.flatMap(\.parts).filter { part in !held.contains { $0.covers(part) } }
  }

  /// The rule taken apart: one verb, one group, one resource and at most one name each, or one verb on one path.
  private var parts: [AccessRule] {
    var parts: [AccessRule] = []
    for group in apiGroups {
      for resource in resources {
        for verb in verbs {
          let part = AccessRule(verbs: [verb], apiGroups: [group], resources: [resource])
          guard !resourceNames.isEmpty else {
            parts.append(part)
            continue
          }
          for name in resourceNames {
            var named = part
            named.resourceNames = [name]
            parts.append(named)
          }
        }
      }
    }
    for path in nonResourceURLs {
      for verb in verbs { parts.append(AccessRule(verbs: [verb], nonResourceURLs: [path])) }
    }
    return parts
  }

  /// Whether everything that `other` allows is allowed by this rule too.
  private func covers(_ other: AccessRule) -> Bool {
    let coversNames =
      resourceNames.isEmpty
      || (!other.resourceNames.isEmpty && other.resourceNames.allSatisfy(resourceNames.contains))
    return coversNames && Self.all(other.verbs, in: verbs) && Self.all(other.apiGroups, in: apiGroups)
      && other.resources.allSatisfy(coversResource)
      && other.nonResourceURLs.allSatisfy { path in
        nonResourceURLs.contains { Self.covers($0, path: path) }
      }
  }

  private func coversResource(_ name: String) -> Bool {
    if resources.contains("*") || resources.contains(name) { return true }
    guard let slash = name.firstIndex(of: "/") else { return false }
    return resources.contains("*\(name[slash...])")
  }

  private static func all(_ wanted: [String], in held: [String]) -> Bool {
    held.contains("*") || wanted.allSatisfy(held.contains)
  }

  /// The rules with those about the same resource put together.
  static func compacted(_ rules: [AccessRule]) -> [AccessRule] {
    var result: [AccessRule] = []
    var places: [AccessRule: Int] = [:]
    for rule in rules {
      guard rule.apiGroups.count == 1, rule.resources.count == 1, rule.resourceNames.count < 2 else {
        result.append(rule)
        continue
      }
      var key = rule
      key.verbs = []
      if let place = places[key] {
        result[place].verbs += rule.verbs
      } else {
        places[key] = result.count
        result.append(rule)
      }
    }
    return result
  }

  /// The rule as Kubernetes writes it in messages: `{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`.
  var text: String {
    let members = [
      ("APIGroups", apiGroups), ("Resources", resources), ("NonResourceURLs", nonResourceURLs),
      ("ResourceNames", resourceNames), ("Verbs", verbs),
    ]
    return "{"
      + members.filter { !$0.1.isEmpty }.map { "\($0.0):\(Self.quoted($0.1))" }.joined(separator: ", ") + "}"
  }

  /// Texts as Go writes a list of them: `["a" "b"]`.
  static func quoted(_ texts: [String]) -> String { "[" + texts.map { "\"\($0)\"" }.joined(separator: " ") + "]" }
}
