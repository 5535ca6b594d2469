package import KubeModel

/// The built-in chart: the Kubernetes objects of a Consul release, rendered from values.
///
/// Objects, names, labels, ports, environment, command lines, probes and hooks are those of consul-helm v0.7.0. Where
/// the default differs, the record "Defaults that differ" says why and how to have the chart's own back.
package struct ConsulChart: Sendable {
  package let names: ReleaseNames
  package let values: ChartValues

  /// - Parameters:
  ///   - release: The release's name; objects are named after it.
  ///   - namespace: Where the objects go.
  package init(release: String, namespace: String, values: ChartValues) {
    names = ReleaseNames(release: release, namespace: namespace, values: values)
    self.values = values
  }

  /// The version of the chart whose objects these are.
  package static let version = "0.7.0"

  /// The objects in the order in which they are to be created: what others refer to comes first.
  ///
  /// - Throws: `ChartValues.ValueError` for a value that cannot be used.
  package func objects() throws(ChartValues.ValueError) -> [JSONValue] {
    var objects: [JSONValue] = []
    if values.isEnabled("server.enabled") { objects += try serverAccess() }
    if values.isEnabled("client.enabled") { objects += try clientAccess() }
    objects += try services()
    if values.isEnabled("server.enabled") { objects += try servers() }
    if values.isEnabled("client.enabled") { objects += try clients() }
    return objects
  }
}

extension ConsulChart {
  /// A new object of the release, named after it.
  func object<Kind: KubeObject>(_ kind: Kind.Type, _ suffix: String = "") -> Kind {
    var object = Kind(name: names.fullName + suffix, namespace: Kind.isNamespaced ? names.namespace : nil)
    object.metadata.labels = names.labels
    return object
  }

  /// The service account of a component, and its role.
  func access(_ suffix: String, rules: JSONValue? = nil) -> [JSONValue] {
    let account = object(ServiceAccount.self, suffix)
    var role = object(ClusterRole.self, suffix)
    if let rules { role.json["rules"] = rules }
    var binding = object(ClusterRoleBinding.self, suffix)
    binding.roleRef = .with {
      $0.apiGroup = ClusterRole.resource.group
      $0.kind = ClusterRole.kind
      $0.name = role.name
    }
    binding.subjects = [
      .with {
        $0.kind = ServiceAccount.kind
        $0.name = account.name
        $0.namespace = names.namespace
      }
    ]
    return [account.json, role.json, binding.json]
  }

  /// The configuration file of a component: what localkube sets by default, and over it what the user gave.
  func configuration(_ component: String) throws(ChartValues.ValueError) -> ConfigMap {
    let path = "\(component).extraConfig"
    // With --set the JSON stands in quotes, or its braces would begin a list; the chart takes them off.
    let extra = (try expanded(path) ?? "{}").trimming("\"")
    guard let parsed = try? JSONValue(parsing: Array(extra.utf8)), case .object = parsed else {
      throw ChartValues.ValueError("\(path) is no JSON object: Consul's configuration files are JSON here")
    }
    var map = object(ConfigMap.self, "-\(component)-config")
    // Consul reads the files in the order of their names, and the last one wins.
    map.data = ["00-localkube.json": try defaults(component).text, "extra-from-values.json": extra.trimmedEnd]
    return map
  }

  private func defaults(_ component: String) throws(ChartValues.ValueError) -> JSONValue {
    var configuration: JSONValue = ["disable_update_check": .bool(!values.flag("localkube.updateCheck"))]
    if component == "server" {
      let multiplier = try values.number("localkube.raftMultiplier")
      guard (1...10).contains(multiplier) else {
        throw ChartValues.ValueError("localkube.raftMultiplier is \(multiplier); Consul takes 1 to 10")
      }
      configuration["performance"] = ["raft_multiplier": .integer(Int64(multiplier))]
    }
    return configuration
  }

  // MARK: Values that hold YAML

  /// A text value with its template actions expanded; nil when it is not set.
  func expanded(_ path: String) throws(ChartValues.ValueError) -> String? {
    guard let value = values[path] else { return nil }
    guard let text = value.stringValue else {
      throw ChartValues.ValueError("\(path) must be a text (write `\(path.split(separator: ".").last ?? ""): |`)")
    }
    let expanded = try ValueTemplate(names: names, values: values).expand(text, path: path)
    return expanded.trimmedEnd.isEmpty ? nil : expanded
  }

  /// A value that is YAML in a text, or, which Helm's chart does not take, written out as YAML itself.
  func structured(_ path: String) throws(ChartValues.ValueError) -> JSONValue? {
    guard let value = values[path], value != "" else { return nil }
    guard case .string = value else { return value }
    guard let text = try expanded(path) else { return nil }
    let parsed: JSONValue?
    do {
      parsed = try JSONValue.yamlDocuments(text).first
    } catch {
      throw ChartValues.ValueError("\(path) is no YAML: \(error)")
    }
    if case .string? = parsed { throw ChartValues.ValueError("\(path) is a word, where YAML is wanted") }
    if let parsed { try ValueKind(of: path, default: .null).check(parsed, path: path) }
    return parsed
  }
}

extension String {
  /// The text without any of this character at its ends.
  func trimming(_ character: Character) -> String {
    var rest = self[...]
    while rest.first == character { rest.removeFirst() }
    while rest.last == character { rest.removeLast() }
    return String(rest)
  }

  /// The text without white space at its end.
  var trimmedEnd: String {
    var rest = self[...]
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}

extension JSONValue {
  /// The JSON text.
  fileprivate var text: String { String(decoding: serialized(), as: UTF8.self) }
}
