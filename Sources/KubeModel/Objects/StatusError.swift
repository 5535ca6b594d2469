import OrderedCollections

/// A failure as the API reports it: the `Status` object of `meta/v1`.
///
/// Every error that crosses the API, in either direction, is one of these; `message` is what kubectl prints.
package struct StatusError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The machine-readable causes of a failure; raw values are Kubernetes' own.
  package enum Reason: String, Sendable, Hashable {
    case unknown = ""
    case unauthorized = "Unauthorized"
    case forbidden = "Forbidden"
    case notFound = "NotFound"
    case alreadyExists = "AlreadyExists"
    case conflict = "Conflict"
    case gone = "Gone"
    case invalid = "Invalid"
    case serverTimeout = "ServerTimeout"
    case timeout = "Timeout"
    case tooManyRequests = "TooManyRequests"
    case badRequest = "BadRequest"
    case methodNotAllowed = "MethodNotAllowed"
    case notAcceptable = "NotAcceptable"
    case requestEntityTooLarge = "RequestEntityTooLarge"
    case unsupportedMediaType = "UnsupportedMediaType"
    case internalError = "InternalError"
    case expired = "Expired"
    case serviceUnavailable = "ServiceUnavailable"
  }

  /// One cause of an invalid object.
  package struct Cause: Sendable, Hashable {
    /// `FieldValueInvalid`, `FieldValueRequired` and so on.
    package var reason: String
    package var message: String
    /// The path of the field, such as `spec.replicas`; nil when the cause is not about a field.
    package var field: String?

    package init(reason: String, message: String, field: String? = nil) {
      self.reason = reason
      self.message = message
      self.field = field
    }
  }

  /// What the failure is about.
  package struct Details: Sendable, Hashable {
    package var name: String?
    package var group: String?
    /// The resource's plural name, or the kind for `Invalid`, as Kubernetes has it.
    package var kind: String?
    package var uid: String?
    package var causes: [Cause]
    package var retryAfterSeconds: Int?

    package init(
      name: String? = nil, group: String? = nil, kind: String? = nil, uid: String? = nil, causes: [Cause] = [],
      retryAfterSeconds: Int? = nil
    ) {
      self.name = name
      self.group = group
      self.kind = kind
      self.uid = uid
      self.causes = causes
      self.retryAfterSeconds = retryAfterSeconds
    }
  }

  /// The HTTP status code.
  package var code: Int
  package var reason: Reason
  package var message: String
  package var details: Details?
  /// Where a list can go on whose own token was too old (`metadata.continue`).
  package var continueToken: String?

  package init(code: Int, reason: Reason, message: String, details: Details? = nil) {
    self.code = code
    self.reason = reason
    self.message = message
    self.details = details
  }

  package var description: String { message }
}

extension StatusError {
  package static func notFound(_ resource: GroupResource, name: String) -> Self {
    Self(
      code: 404, reason: .notFound, message: "\(resource) \"\(name)\" not found",
      details: Details(name: name, group: resource.groupOrNil, kind: resource.resource))
  }

  package static func alreadyExists(_ resource: GroupResource, name: String) -> Self {
    Self(
      code: 409, reason: .alreadyExists, message: "\(resource) \"\(name)\" already exists",
      details: Details(name: name, group: resource.groupOrNil, kind: resource.resource))
  }

  /// All generated names were taken.
  package static func nameNotGenerated(_ resource: GroupResource, name: String) -> Self {
    var error = alreadyExists(resource, name: name)
    error.message += ", the server was not able to generate a unique name for the object"
    error.details?.retryAfterSeconds = 1
    return error
  }

  /// A write that met another one; `why` says what differed.
  package static func conflict(_ resource: GroupResource, name: String, why: String) -> Self {
    Self(
      code: 409, reason: .conflict, message: "Operation cannot be fulfilled on \(resource) \"\(name)\": \(why)",
      details: Details(name: name, group: resource.groupOrNil, kind: resource.resource))
  }

  /// The conflict of an outdated `resourceVersion`.
  package static func modified(_ resource: GroupResource, name: String) -> Self {
    conflict(
      resource, name: name,
      why: "the object has been modified; please apply your changes to the latest version and try again")
  }

  package static func forbidden(_ resource: GroupResource, name: String, why: String) -> Self {
    Self(
      code: 403, reason: .forbidden,
      message: name.isEmpty ? "\(resource) is forbidden: \(why)" : "\(resource) \"\(name)\" is forbidden: \(why)",
      details: Details(name: name.isEmpty ? nil : name, group: resource.groupOrNil, kind: resource.resource))
  }

  /// An object with wrong fields, worded as kube-apiserver does from its `causes`.
  package static func invalid(_ kind: GroupVersionKind, name: String, causes: [Cause]) -> Self {
    // A text that several causes share is said once.
    let texts = OrderedSet(causes.map { cause in cause.field.map { "\($0): \(cause.message)" } ?? cause.message })
    let list = texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
    let group = kind.groupVersion.group
    let qualified = group.isEmpty ? kind.kind : "\(kind.kind).\(group)"
    return Self(
      code: 422, reason: .invalid, message: "\(qualified) \"\(name)\" is invalid: \(list)",
      details: Details(name: name, group: group.isEmpty ? nil : group, kind: kind.kind, causes: causes))
  }

  package static func badRequest(_ message: String) -> Self {
    Self(code: 400, reason: .badRequest, message: message)
  }

  /// A resource version or continue token that is too old.
  package static func expired(_ message: String) -> Self {
    Self(code: 410, reason: .expired, message: message)
  }

  package static func internalError(_ message: String) -> Self {
    Self(
      code: 500, reason: .internalError, message: "Internal error occurred: \(message)",
      details: Details(causes: [Cause(reason: "", message: message)]))
  }
}

extension GroupResource {
  fileprivate var groupOrNil: String? { group.isEmpty ? nil : group }
}
