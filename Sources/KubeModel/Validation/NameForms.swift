/// The forms that Kubernetes asks of names, labels and keys; each function says what is wrong with a text.
enum NameForms {
  /// RFC 1123 subdomain: what most objects are named by.
  static func subdomain(_ text: String) -> [String] {
    var problems = text.utf8.count > 253 ? [tooLong(253)] : []
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    if !labels.allSatisfy({ isLabel($0) }) {
      problems.append(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
          + "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
          + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")
    }
    return problems
  }

  /// RFC 1123 subdomain whose labels may have underscores: search domains.
  static func subdomainWithUnderscores(_ text: String) -> [String] {
    var problems = text.utf8.count > 253 ? [tooLong(253)] : []
    let isWell = text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      let rest = label.hasPrefix("_") ? label.dropFirst() : label
      guard let first = rest.utf8.first, let last = rest.utf8.last else { return false }
      return [first, last].allSatisfy { isLower($0) || isDigit($0) }
        && rest.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == 0x2D || $0 == 0x5F }
    }
    if !isWell {
      problems.append(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-', '_' or '.', and must "
          + "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
          + "'_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')")
    }
    return problems
  }

  /// RFC 1123 label: namespaces, containers, volumes.
  static func label(_ text: String) -> [String] {
    var problems = text.utf8.count > 63 ? [tooLong(63)] : []
    if !isLabel(Substring(text)) {
      problems.append(
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
          + "with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
          + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')")
    }
    return problems
  }

  /// RFC 1035 label: services.
  static func serviceName(_ text: String) -> [String] {
    var problems = text.utf8.count > 63 ? [tooLong(63)] : []
    let startsWell = text.utf8.first.map { isLower($0) } ?? false
    if !isLabel(Substring(text)) || !startsWell {
      problems.append(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
          + "character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for "
          + "validation is '[a-z]([-a-z0-9]*[a-z0-9])?')")
    }
    return problems
  }

  /// A name that others begin with: it may end in a hyphen, since characters follow.
  static func asPrefix(_ text: String, _ form: (String) -> [String]) -> [String] {
    form(text.count > 1 && text.hasSuffix("-") ? String(text.dropLast()) + "a" : text)
  }

  /// What can stand in a path: the names of roles and their bindings.
  static func pathSegment(_ text: String) -> [String] {
    if text == "." || text == ".." { return ["may not be '\(text)'"] }
    return ["/", "%"].filter { text.contains($0) }.map { "may not contain '\($0)'" }
  }

  /// A domain and a path in it: `example.com/controller`.
  static func domainPath(_ text: String) -> [String] {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      return ["must be a domain-prefixed path (such as \"acme.io/foo\")"]
    }
    let isPath = parts[1].utf8.allSatisfy { octet in
      isAlphanumeric(octet) || "/.-_~%!$&'()*+,;=:".utf8.contains(octet)
    }
    return subdomain(String(parts[0]))
      + (isPath ? [] : ["Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')"])
  }

  /// The key of a label or an annotation: `[prefix/]name`.
  static func qualifiedName(_ text: String) -> [String] {
    let form =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
      + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
      + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2 else {
      return [
        "a qualified name \(form) with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
      ]
    }
    var problems: [String] = []
    if parts.count == 2 {
      if parts[0].isEmpty {
        problems.append("prefix part must be non-empty")
      } else {
        problems += subdomain(String(parts[0])).map { "prefix part \($0)" }
      }
    }
    let name = parts[parts.count - 1]
    if name.isEmpty { problems.append("name part must be non-empty") }
    if name.utf8.count > 63 { problems.append("name part \(tooLong(63))") }
    if !isLoose(name) { problems.append("name part \(form)") }
    return problems
  }

  static func labelValue(_ text: String) -> [String] {
    var problems = text.utf8.count > 63 ? [tooLong(63)] : []
    if !text.isEmpty, !isLoose(Substring(text)) {
      problems.append(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start "
          + "and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for "
          + "validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")
    }
    return problems
  }

  /// The key of an entry in a ConfigMap or Secret, which becomes a file's name.
  static func configKey(_ text: String) -> [String] {
    var problems = text.utf8.count > 253 ? [tooLong(253)] : []
    let isWell = text.utf8.allSatisfy { isAlphanumeric($0) || [0x2D, 0x2E, 0x5F].contains($0) }
    if text.isEmpty || !isWell {
      problems.append(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME', "
          + " or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')")
    } else if text == "." || text == ".." {
      problems.append("must not be '\(text)'")
    } else if text.hasPrefix("..") {
      problems.append("must not start with '..'")
    }
    return problems
  }

  static func environmentName(_ text: String) -> [String] {
    guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != 0x3D }) else {
      return ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
    }
    return []
  }

  /// The name of a header of HTTP.
  static func headerName(_ text: String) -> [String] {
    if !text.isEmpty, text.utf8.allSatisfy({ isAlphanumeric($0) || $0 == 0x2D }) { return [] }
    return [
      "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for "
        + "validation is '[-A-Za-z0-9]+')"
    ]
  }

  /// The name of a kernel setting, with its parts separated by dots or slashes (sysctl.d(5)).
  static func isSysctl(_ text: String) -> Bool {
    guard text.utf8.count <= 253 else { return false }
    return text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "/" }.allSatisfy { part in
      guard let first = part.utf8.first, let last = part.utf8.last else { return false }
      return [first, last].allSatisfy { isLower($0) || isDigit($0) }
        && part.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == 0x2D || $0 == 0x5F }
    }
  }

  /// An IP address; leading zeros are allowed, as in Kubernetes.
  static func address(_ text: String) -> [String] {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isIPv4 =
      parts.count == 4
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isDigit) && (Int($0) ?? 256) < 256 }
    return isIPv4 || StringFormat.isIPv6(text) ? [] : ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]
  }

  /// The name of a port: IANA service names, at most 15 characters.
  static func portName(_ text: String) -> [String] {
    var problems: [String] = []
    if text.utf8.count > 15 { problems.append("must be no more than 15 characters") }
    let isWell = text.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == 0x2D }
    if !isWell {
      problems.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    } else if !text.utf8.contains(where: isLower) {
      problems.append("must contain at least one letter (a-z)")
    }
    if text.contains("--") { problems.append("must not contain consecutive hyphens") }
    if text.hasPrefix("-") || text.hasSuffix("-") { problems.append("must not begin or end with a hyphen") }
    return problems
  }

  private static func tooLong(_ limit: Int) -> String { "must be no more than \(limit) bytes" }

  private static func isLower(_ octet: UInt8) -> Bool { (0x61...0x7A).contains(octet) }
  private static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }
  private static func isAlphanumeric(_ octet: UInt8) -> Bool {
    isLower(octet) || isDigit(octet) || (0x41...0x5A).contains(octet)
  }

  private static func isLabel(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last, first != 0x2D, last != 0x2D else { return false }
    return text.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == 0x2D }
  }

  private static func isLoose(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last, isAlphanumeric(first), isAlphanumeric(last) else {
      return false
    }
    return text.utf8.allSatisfy { isAlphanumeric($0) || [0x2D, 0x2E, 0x5F].contains($0) }
  }
}
