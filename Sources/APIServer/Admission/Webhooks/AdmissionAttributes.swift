import KubeModel
import OrderedCollections

/// What is asked of webhooks: an operation on an object, and who wants it (`AdmissionRequest` of `admission.k8s.io`).
struct AdmissionAttributes: Sendable {
  /// A resource in one version, and the kind of its objects or of its subresource's.
  struct Form: Sendable {
    let served: ServedResource
    let kind: GroupVersionKind

    init(_ served: ServedResource, subresource: String?) {
      self.served = served
      kind = subresource.flatMap(served.subresource)?.kind ?? served.groupVersionKind
    }

    var resource: GroupVersionResource { served.resource }

    /// Whether what is shown is the object itself, not something of its own such as a `Scale`.
    var isObject: Bool { kind == served.groupVersionKind }

    /// The object, which is in the stored version, in this one.
    func shown(_ object: JSONValue?) -> JSONValue {
      guard var object else { return .null }
      if isObject { return served.conversion?.fromStored(object) ?? object }
      // What a client sends to a subresource need not say what it is.
      object["kind"] = object["kind"] ?? .string(kind.kind)
      object["apiVersion"] = object["apiVersion"] ?? .string(kind.groupVersion.description)
      return object
    }
  }

  let operation: WebhookRule.Operation
  /// As the request named it.
  let requested: Form
  /// The same resource in other versions.
  var equivalents: [Form] = []
  let subresource: String?
  /// Empty when the name is generated.
  let name: String
  let namespace: String?
  let user: UserInfo
  let isDryRun: Bool
  /// `CreateOptions`, `UpdateOptions`, `PatchOptions` or `DeleteOptions`; nil for connections.
  let options: JSONValue?
  /// In the stored version; nil for deletions.
  var object: JSONValue?
  /// Nil for creations and connections.
  let old: JSONValue?

  /// The `AdmissionReview` that a webhook is sent.
  ///
  /// - Parameters:
  ///   - version: Of the review.
  ///   - form: The version that the webhook's rule named.
  ///   - uid: Of the review; the answer carries it back.
  func review(version: String, form: Form, uid: String) -> JSONValue {
    var request: JSONValue = ["uid": .string(uid)]
    for (name, member) in description(form).objectValue ?? [:] { request[name] = member }
    request["object"] = form.shown(object)
    request["oldObject"] = form.shown(old)
    request["dryRun"] = .bool(isDryRun)
    request["options"] = options ?? .null
    return ["kind": "AdmissionReview", "apiVersion": .string("admission.k8s.io/\(version)"), "request": request]
  }

  /// What the request is about and who makes it, without the objects themselves.
  func description(_ form: Form) -> JSONValue {
    var request: JSONValue = ["kind": Self.json(form.kind), "resource": Self.json(form.resource)]
    if let subresource { request["subResource"] = .string(subresource) }
    request["requestKind"] = Self.json(requested.kind)
    request["requestResource"] = Self.json(requested.resource)
    if let subresource { request["requestSubResource"] = .string(subresource) }
    if !name.isEmpty { request["name"] = .string(name) }
    if let namespace, !namespace.isEmpty { request["namespace"] = .string(namespace) }
    request["operation"] = .string(operation.rawValue)
    request["userInfo"] = user.json
    return request
  }

  private static func json(_ kind: GroupVersionKind) -> JSONValue {
    [
      "group": .string(kind.groupVersion.group), "version": .string(kind.groupVersion.version),
      "kind": .string(kind.kind),
    ]
  }

  private static func json(_ resource: GroupVersionResource) -> JSONValue {
    [
      "group": .string(resource.group), "version": .string(resource.version),
      "resource": .string(resource.resource),
    ]
  }
}
