/// The names that expressions about requests may use, and what is known of them (Kubernetes: "Common Expression
/// Language in Kubernetes", "Validating Admission Policy").
struct AdmissionEnvironment {
  private var variables: [String: CELType]
  private var composed: [String: CELType]?

  /// - Parameters:
  ///   - hasParams: Whether there are parameters.
  ///   - hasAuthorizer: Whether the authorizer may be asked; messages may not.
  init(hasParams: Bool, hasAuthorizer: Bool = true) {
    variables = [
      "object": .dynamic, "oldObject": .dynamic, "request": Self.request, "namespaceObject": Self.namespace,
    ]
    if hasParams { variables["params"] = .dynamic }
    if hasAuthorizer { variables["authorizer"] = Self.authorizer }
  }

  /// The same without the authorizer.
  var withoutAuthorizer: AdmissionEnvironment {
    var environment = self
    environment.variables["authorizer"] = nil
    return environment
  }

  /// Adds what can be reached as `variables.name`.
  mutating func compose(_ name: String, _ type: CELType) {
    composed = (composed ?? [:]).merging([name: type]) { $1 }
    variables["variables"] = .object("kubernetes.variables", composed ?? [:])
  }

  /// Reads an expression that yields one of `types`, or anything when there are none.
  ///
  /// Throws what is wrong with it, worded as kube-apiserver words it.
  func compile(
    _ text: String, yielding types: [String]
  ) throws(CELError) -> (expression: CELExpression, type: CELType) {
    let expression: CELExpression
    let type: CELType
    do throws(CELError) {
      expression = try CELParser.parse(text)
      type = try CELCheck.type(of: expression, over: variables)
    } catch {
      throw CELError("compilation failed: \(error)")
    }
    if !types.isEmpty, let name = type.name, !types.contains(name) {
      let wanted = types.count == 1 ? types[0] : "one of [\(types.joined(separator: " "))]"
      throw CELError("must evaluate to \(wanted) but got \(name)")
    }
    return (expression, type)
  }

  // MARK: Types

  private static func texts(_ names: String...) -> [String: CELType] {
    Dictionary(uniqueKeysWithValues: names.map { ($0, .string) })
  }

  private static let kind = CELType.object("kubernetes.GroupVersionKind", texts("group", "version", "kind"))
  private static let resource = CELType.object(
    "kubernetes.GroupVersionResource", texts("group", "version", "resource"))
  private static let authorizer = CELType.object(
    CELAccess.typeName, ["requestResource": .named("kubernetes.authorization.ResourceCheck")])

  /// `AdmissionRequest` without the objects, which have names of their own.
  private static let request = CELType.object(
    "kubernetes.AdmissionRequest",
    texts("subResource", "requestSubResource", "name", "namespace", "operation").merging([
      "kind": kind, "requestKind": kind, "resource": resource, "requestResource": resource, "dryRun": .bool,
      "options": .dynamic,
      "userInfo": .object(
        "kubernetes.UserInfo",
        texts("username", "uid").merging(["groups": .anything, "extra": .anything]) { $1 }),
    ]) { $1 })

  private static let namespace = CELType.object(
    "kubernetes.Namespace",
    [
      "metadata": .object(
        "kubernetes.NamespaceMetadata",
        texts("name", "generateName", "namespace", "uid", "resourceVersion").merging([
          "labels": .anything, "annotations": .anything, "finalizers": .anything, "generation": .named("int"),
          "deletionGracePeriodSeconds": .named("int"), "creationTimestamp": .anything, "deletionTimestamp": .anything,
        ]) { $1 }),
      "spec": .object("kubernetes.NamespaceSpec", ["finalizers": .anything]),
      "status": .object("kubernetes.NamespaceStatus", ["conditions": .anything, "phase": .string]),
    ])
}
