package import KubeModel
import OrderedCollections

/// The values of a release: the chart's defaults with the user's over them.
///
/// The keys are those of consul-helm v0.7.0, and a section `localkube` for what this chart does otherwise by default.
package struct ChartValues: Sendable, Hashable {
  /// The whole tree.
  package let tree: JSONValue

  /// A value that cannot be used: which, and what to do.
  package struct ValueError: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
  }

  /// The user's values in one tree: files one over the other, and into that what `--set`, then `--set-string`
  /// and then `--set-file` say.
  ///
  /// - Parameter contents: What `--set-file` says, with the files' contents.
  package static func combined(
    files: [JSONValue], settings: [String] = [], texts: [String] = [], contents: [SetExpression.FileSetting] = []
  ) throws(ValueError) -> JSONValue {
    var tree = JSONValue.emptyObject
    for file in files where !file.isNull {
      guard case .object = file else { throw notAMap }
      tree = merge(file, over: tree)
    }
    for text in settings { try SetExpression.apply(text, to: &tree) }
    for text in texts { try SetExpression.apply(text, to: &tree, asText: true) }
    for setting in contents { try setting.apply(to: &tree) }
    return tree
  }

  private static var notAMap: ValueError { ValueError("the values are not a map: write `key: value` lines") }

  /// Lays `overrides` over the defaults, the later ones over the earlier ones.
  ///
  /// - Throws: ``ValueError`` for a key that the chart does not know, which names the nearest known one, and for what
  ///   this chart does not do.
  package init(overrides: [JSONValue]) throws(ValueError) {
    var tree = Self.defaults
    for override in overrides where !override.isNull {
      guard case .object = override else { throw Self.notAMap }
      try Self.check(override, against: Self.known, path: "")
      tree = Self.merge(override, over: tree)
    }
    self.tree = tree
    try refuseWhatIsMissing()
  }

  /// The value at a dotted path, as in `server.replicas`; nil for a missing one and for null.
  package subscript(path: String) -> JSONValue? {
    var current = tree
    for key in path.split(separator: ".") {
      guard let next = current[String(key)] else { return nil }
      current = next
    }
    return current.isNull ? .none : current
  }

  /// A text, or nil for an empty one.
  ///
  /// Numbers and booleans are written out, as YAML users expect of `datacenter: 1`.
  func text(_ path: String) -> String? {
    switch self[path] {
    case .string(let text)?: text.isEmpty ? nil : text
    case .integer(let number)?: String(number)
    case .bool(let flag)?: String(flag)
    default: nil
    }
  }

  /// A whole number, also from a text of digits.
  func number(_ path: String) throws(ValueError) -> Int {
    if let value = self[path]?.integerValue { return Int(value) }
    if let text = self[path]?.stringValue, let value = Int(text) { return value }
    throw ValueError("\(path) must be a whole number")
  }

  /// How many servers wait for each other before the first election: all of them, when null, as in later charts.
  var bootstrapExpect: Int {
    get throws(ValueError) {
      try number(self["server.bootstrapExpect"] == nil ? "server.replicas" : "server.bootstrapExpect")
    }
  }

  /// A switch; the text `true` counts, since `--set-string` and templates make one.
  func flag(_ path: String) -> Bool { self[path] == .bool(true) || self[path] == "true" }

  /// A component's switch: "-" means `global.enabled`.
  func isEnabled(_ path: String) -> Bool { self[path] == "-" ? flag("global.enabled") : flag(path) }

  /// The image that the servers run.
  package var serverImage: String { text("server.image") ?? text("global.image") ?? "" }

  // MARK: Merging

  /// Objects merge, null removes what a default set, everything else replaces: Helm's rule for values.
  static func merge(_ override: JSONValue, over base: JSONValue) -> JSONValue {
    guard case .object(let changes) = override, case .object(var members) = base else { return override }
    for (key, change) in changes {
      members[key] = members[key].map { merge(change, over: $0) } ?? change
    }
    return .object(members)
  }

  // MARK: Checking

  private static func check(_ value: JSONValue, against known: JSONValue, path: String) throws(ValueError) {
    if !path.isEmpty { try ValueKind(of: path, default: known).check(value, path: path) }
    guard case .object(let members) = value, case .object(let names) = known, !names.isEmpty else { return }
    for (key, member) in members {
      let full = path.isEmpty ? key : "\(path).\(key)"
      if let inner = names[key] {
        try check(member, against: inner, path: full)
        continue
      }
      switch LaterKeys.find(member, at: full) {
      case .meaningless: continue
      case .later(let key):
        throw ValueError(
          "\(key) is a value of later consul charts; this one is that of \(ConsulChart.version): "
            + "install the later chart with helm, which localkube runs as it is")
      case .unknown:
        let nearest = EditDistance.nearest(to: full, in: allPaths)
        throw ValueError("\(full) is not a value of this chart" + (nearest.map { ": did you mean \($0)?" } ?? ""))
      }
    }
  }

  private static let allPaths: [String] = paths(of: known, prefix: "")

  private static func paths(of value: JSONValue, prefix: String) -> [String] {
    guard case .object(let members) = value else { return [] }
    return members.flatMap { key, inner in
      let path = prefix.isEmpty ? key : "\(prefix).\(key)"
      return [path] + paths(of: inner, prefix: path)
    }
  }

  private func refuseWhatIsMissing() throws(ValueError) {
    for component in ["syncCatalog", "connectInject"] where isEnabled("\(component).enabled") {
      throw ValueError(
        "\(component).enabled: localkube's chart has no \(component), which needs the consul-k8s program; "
          + "set it to false")
    }
    if self["server.enterpriseLicense.secretName"] != nil {
      throw ValueError("server.enterpriseLicense: localkube runs Consul's free edition, which takes no license")
    }
    if flag("global.enablePodSecurityPolicies") {
      throw ValueError("global.enablePodSecurityPolicies: Kubernetes has dropped PodSecurityPolicy; set it to false")
    }
    let replicas = try number("server.replicas")
    let expected = try bootstrapExpect
    guard replicas >= 0 else { throw ValueError("server.replicas must not be negative") }
    guard expected <= replicas || !isEnabled("server.enabled") else {
      throw ValueError("server.bootstrapExpect (\(expected)) must not be above server.replicas (\(replicas))")
    }
  }
}
