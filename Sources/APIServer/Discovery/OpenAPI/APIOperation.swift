import KubeModel

/// One operation on a path of the API, as OpenAPI documents describe it.
struct APIOperation: Sendable {
  /// A parameter in the path or the query.
  struct Parameter: Sendable {
    let name: String
    /// `string`, `integer` or `boolean`.
    let type: String
    var isInPath = false
  }

  /// What the body holds.
  enum Body: Sendable {
    /// A type, by the name of its schema; nil for one that is not known.
    case type(String?)
    /// A patch in one of these media types.
    case patch([String])
  }

  let path: String
  /// In lower case.
  let method: String
  let identifier: String
  /// `x-kubernetes-action`; nil for what is no action on an object.
  let action: String?
  let kind: GroupVersionKind
  let parameters: [Parameter]
  var body: Body?
  /// The name of the answer's schema; nil for a text.
  let answer: String?
  /// The codes of success.
  var codes = [200]

  /// The name by which documents group the operations of a version: `core_v1`.
  var tag: String { APIOperations.tag(of: kind.groupVersion) }

  /// What it does, for people.
  var description: String {
    let parts = path.split(separator: "/")
    let rest = parts.firstIndex(of: "{name}").map { parts[($0 + 1)...].joined(separator: "/") } ?? ""
    let object = rest.isEmpty ? "an object of the kind \(kind.kind)" : "the subresource \(rest) of an object"
    return switch action {
    case "list": "Lists or watches objects of the kind \(kind.kind)."
    case "deletecollection": "Deletes the objects of the kind \(kind.kind) that are selected."
    case "post": "Creates \(object)."
    case "put": "Replaces \(object)."
    case "patch": "Changes parts of \(object)."
    case "delete": "Deletes \(object)."
    case "connect": "Connects to \(object)."
    default: "Reads \(object)."
    }
  }
}

extension ServedResource {
  /// The media types of patches: custom resources have no strategic merge, and kubectl falls back by what stands here.
  var patchTypes: [String] {
    ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"]
      + (custom == nil ? ["application/strategic-merge-patch+json"] : [])
  }
}

/// The operations of the resources, with Kubernetes' names.
struct APIOperations {
  let kubernetes: KubernetesTable

  static func tag(of groupVersion: GroupVersion) -> String {
    "\(words(groupVersion.group).map { $0.lowercased() }.joined(separator: ""))_\(groupVersion.version)"
  }

  /// The parts of a group's name in identifiers: `RbacAuthorization` of `rbac.authorization.k8s.io`.
  private static func words(_ group: String) -> [String] {
    if group.isEmpty { return ["Core"] }
    let stem = group.hasSuffix(".k8s.io") ? String(group.dropLast(".k8s.io".count)) : group
    return stem.split { $0 == "." || $0 == "-" }.map { capitalized(String($0)) }
  }

  private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  /// Everything that can be asked of a resource.
  func operations(on row: ServedResource) -> [APIOperation] {
    var result: [APIOperation] = []
    let isNamespaced = row.isNamespaced
    let collection = row.resource.path(namespace: isNamespaced ? "{namespace}" : nil)
    let item = row.resource.path(namespace: isNamespaced ? "{namespace}" : nil, name: "{name}")
    let own = typeName(row.groupVersionKind, row)
    let list = typeName(row.listKind, row)
    func add(
      _ path: String, _ method: String, _ verb: String, _ action: String, middle: String? = nil, suffix: String = "",
      _ parameters: [APIOperation.Parameter], body: APIOperation.Body? = nil, answer: String?, codes: [Int] = [200]
    ) {
      let scope = path.contains("{namespace}") && row.resource.resource != "namespaces" ? "Namespaced" : ""
      let name = Self.words(row.resource.group).joined() + Self.capitalized(row.resource.version)
      result.append(
        APIOperation(
          path: path, method: method, identifier: "\(verb)\(name)\(middle ?? "")\(scope)\(row.kind)\(suffix)",
          action: action, kind: row.groupVersionKind, parameters: Self.path(path) + parameters, body: body,
          answer: answer, codes: codes))
    }
    let status = typeName(GroupVersionKind(group: "", version: "v1", kind: "Status"))
    let deletion = APIOperation.Body.type(
      typeName(GroupVersionKind(group: "", version: "v1", kind: "DeleteOptions")))
    for verb in row.verbs {
      switch verb {
      case "list":
        add(collection, "get", "list", "list", Self.listing, answer: list)
        guard isNamespaced else { continue }
        add(
          row.resource.path(namespace: nil), "get", "list", "list", suffix: "ForAllNamespaces", Self.listing,
          answer: list)
      case "create":
        add(
          collection, "post", "create", "post", Self.writing, body: .type(own), answer: own,
          codes: [200, 201, 202])
      case "deletecollection":
        add(
          collection, "delete", "delete", "deletecollection", middle: "Collection", Self.listing + Self.deletion,
          body: deletion, answer: status)
      case "get": add(item, "get", "read", "get", Self.pretty, answer: own)
      case "update":
        add(item, "put", "replace", "put", Self.writing, body: .type(own), answer: own, codes: [200, 201])
      case "patch":
        add(
          item, "patch", "patch", "patch", Self.writing + [Self.force], body: .patch(row.patchTypes), answer: own,
          codes: [200, 201])
      case "delete":
        add(item, "delete", "delete", "delete", Self.deletion, body: deletion, answer: status, codes: [200, 202])
      default: break
      }
    }
    for subresource in row.subresources {
      result += operations(on: subresource, of: row, below: item)
    }
    return result
  }

  private func operations(
    on subresource: ServedResource.Subresource, of row: ServedResource, below item: String
  ) -> [APIOperation] {
    let path = "\(item)/\(subresource.name)"
    let type = typeName(subresource.kind, row)
    let isConnection = ["exec", "attach", "portforward", "proxy"].contains(subresource.name)
    let stem = Self.words(row.resource.group).joined() + Self.capitalized(row.resource.version)
    let name = (row.isNamespaced ? "Namespaced" : "") + row.kind + Self.capitalized(subresource.name)
    let options = isConnection ? fields(of: subresource.kind) : subresource.name == "log" ? Self.log : nil
    return subresource.verbs.compactMap { verb in
      let methods = [
        "get": ("get", "read", "get"), "create": ("post", "create", "post"), "update": ("put", "replace", "put"),
        "patch": ("patch", "patch", "patch"), "delete": ("delete", "delete", "delete"),
      ]
      guard let (method, word, action) = methods[verb] else { return nil }
      let identifier =
        isConnection ? "connect\(stem)\(Self.capitalized(method))\(name)" : "\(word)\(stem)\(name)"
      var operation = APIOperation(
        path: path, method: method, identifier: identifier, action: isConnection ? "connect" : action,
        kind: subresource.kind,
        parameters: Self.path(path)
          + (options ?? (verb == "get" ? Self.pretty : verb == "patch" ? Self.writing + [Self.force] : Self.writing)),
        answer: options == nil ? type : nil)
      guard !isConnection else { return operation }
      switch verb {
      case "create": (operation.body, operation.codes) = (.type(type), [200, 201, 202])
      case "update": (operation.body, operation.codes) = (.type(type), [200, 201])
      case "patch": (operation.body, operation.codes) = (.patch(row.patchTypes), [200, 201])
      default: break
      }
      return operation
    }
  }

  /// The name of a kind's schema; `row` tells of the kinds that are custom ones.
  private func typeName(_ kind: GroupVersionKind, _ row: ServedResource? = nil) -> String? {
    if let row, row.custom != nil, kind == row.groupVersionKind || kind == row.listKind {
      return CustomResourceOpenAPI.name(of: kind)
    }
    return kubernetes.type(of: kind).map { "io.k8s.\($0.name)" }
  }

  // MARK: Parameters

  private static func path(_ path: String) -> [APIOperation.Parameter] {
    ["name", "namespace"].filter { path.contains("{\($0)}") }.map { .init(name: $0, type: "string", isInPath: true) }
  }

  private static func strings(_ names: [String]) -> [APIOperation.Parameter] {
    names.map { .init(name: $0, type: "string") }
  }

  private static let pretty = strings(["pretty"])
  private static let force = APIOperation.Parameter(name: "force", type: "boolean")
  private static let writing = strings(["pretty", "dryRun", "fieldManager", "fieldValidation"])
  private static let deletion =
    strings(["pretty", "dryRun", "propagationPolicy"]) + [
      .init(name: "gracePeriodSeconds", type: "integer"), .init(name: "orphanDependents", type: "boolean"),
    ]
  private static let listing =
    strings(["pretty", "continue", "fieldSelector", "labelSelector", "resourceVersion", "resourceVersionMatch"]) + [
      .init(name: "allowWatchBookmarks", type: "boolean"), .init(name: "limit", type: "integer"),
      .init(name: "sendInitialEvents", type: "boolean"), .init(name: "timeoutSeconds", type: "integer"),
      .init(name: "watch", type: "boolean"),
    ]
  private static let log =
    strings(["container", "pretty", "sinceTime", "stream"])
    + ["follow", "insecureSkipTLSVerifyBackend", "previous", "timestamps"].map { .init(name: $0, type: "boolean") }
    + ["limitBytes", "sinceSeconds", "tailLines"].map { .init(name: $0, type: "integer") }

  /// The members of an options kind as parameters of the query.
  private func fields(of kind: GroupVersionKind) -> [APIOperation.Parameter] {
    (kubernetes.type(of: kind)?.fields ?? []).compactMap { field in
      switch field.value {
      case _ where ["kind", "apiVersion"].contains(field.name): nil
      case .bool: .init(name: field.name, type: "boolean")
      case .int32, .int64, .array(.int32): .init(name: field.name, type: "integer")
      default: .init(name: field.name, type: "string")
      }
    }
  }
}
