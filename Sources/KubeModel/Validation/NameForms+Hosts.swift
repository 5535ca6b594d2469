/// The forms of names of hosts and of what is named after them.
extension NameForms {
  /// A subdomain whose first label is `*`.
  static func wildcardSubdomain(_ text: String) -> [String] {
    var problems = text.utf8.count > 253 ? ["must be no more than 253 bytes"] : []
    if !text.utf8.starts(with: "*.".utf8) || !subdomain("a" + text.dropFirst()).isEmpty {
      problems.append(
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of "
          + "lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. "
          + "'*.example.com', regex used for validation is "
          + "'\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")
    }
    return problems
  }

  /// A host of an ingress, which may be a wildcard.
  static func ingressHost(_ text: String) -> [String] {
    text.utf8.contains(UInt8(ascii: "*")) ? wildcardSubdomain(text) : subdomain(text)
  }
}

extension Findings {
  /// A path behind a domain, such as `example.com/controller` (`IsDomainPrefixedPath`).
  mutating func domainPrefixedPath(_ path: FieldPath, _ text: String) {
    guard !text.isEmpty else { return required(path) }
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      return invalid(path, .string(text), "must be a domain-prefixed path (such as \"acme.io/foo\")")
    }
    form(path, parts[0], NameForms.subdomain)
    let others = Set("/%-._~!$&'()*+,;=:".utf8)
    let isPath = parts[1].utf8.allSatisfy { octet in
      (0x30...0x39).contains(octet) || (0x41...0x5A).contains(octet) || (0x61...0x7A).contains(octet)
        || others.contains(octet)
    }
    if !isPath {
      invalid(
        path, .string(parts[1]),
        "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')")
    }
  }

  /// A domain of at least `least` labels (`IsFullyQualifiedName`, `IsFullyQualifiedDomainName`).
  mutating func domain(_ path: FieldPath, _ text: String, least: Int, words: String) {
    guard !text.isEmpty else { return required(path) }
    let problems = NameForms.subdomain(text)
    if !problems.isEmpty {
      invalid(path, .string(text), problems.joined(separator: ","))
    } else if text.split(separator: ".", omittingEmptySubsequences: false).count < least {
      invalid(path, .string(text), "should be a domain with at least \(words) segments separated by dots")
    }
  }
}
