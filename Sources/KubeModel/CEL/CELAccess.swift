/// Answers what expressions ask of `authorizer`: who sent the request, and what they may do.
package protocol ExpressionAuthorizer: Sendable {
  func decide(_ question: AccessQuestion, verb: String) -> AccessAnswer

  /// The same for a service account instead of who sent the request.
  func serviceAccount(namespace: String, name: String) -> any ExpressionAuthorizer
}

/// What an expression asks about.
package enum AccessQuestion: Sendable, Hashable {
  case path(String)
  case resource(Resource)

  /// A resource, or one object of it; what is empty is not said.
  package struct Resource: Sendable, Hashable {
    package let group: String
    package let resource: String
    package var subresource = ""
    package var namespace = ""
    package var name = ""

    package init(group: String, resource: String, subresource: String = "", namespace: String = "", name: String = "") {
      self.group = group
      self.resource = resource
      self.subresource = subresource
      self.namespace = namespace
      self.name = name
    }
  }
}

/// What the authorizer says.
package struct AccessAnswer: Sendable, Hashable {
  let isAllowed: Bool
  let reason: String

  package init(isAllowed: Bool, reason: String) {
    self.isAllowed = isAllowed
    self.reason = reason
  }
}

/// `authorizer` and what is made of it on the way to an answer: `authorizer.group('').resource('pods').check('get')`.
enum CELAccess: Sendable {
  /// With what `authorizer.requestResource` asks about.
  case authorizer(any ExpressionAuthorizer, request: AccessQuestion.Resource?)
  case group(any ExpressionAuthorizer, String)
  case resource(any ExpressionAuthorizer, AccessQuestion.Resource)
  case path(any ExpressionAuthorizer, String)
  case decision(AccessAnswer)

  static let typeName = "kubernetes.authorization.Authorizer"

  var typeName: String {
    switch self {
    case .authorizer: Self.typeName
    case .group: "kubernetes.authorization.GroupCheck"
    case .resource: "kubernetes.authorization.ResourceCheck"
    case .path: "kubernetes.authorization.PathCheck"
    case .decision: "kubernetes.authorization.Decision"
    }
  }

  static let methods: [String: CELFunctions.Function] = [
    "path": { arguments throws(CELError) in
      let (access, texts) = try read(arguments, count: 1)
      guard case .authorizer(let authorizer, _) = access else { throw CELFunctions.noOverload }
      return .access(.path(authorizer, try nonEmpty(texts[0], "path")))
    },
    "group": { arguments throws(CELError) in
      let (access, texts) = try read(arguments, count: 1)
      guard case .authorizer(let authorizer, _) = access else { throw CELFunctions.noOverload }
      return .access(.group(authorizer, texts[0]))
    },
    "serviceAccount": { arguments throws(CELError) in
      let (access, texts) = try read(arguments, count: 2)
      guard case .authorizer(let authorizer, _) = access else { throw CELFunctions.noOverload }
      guard NameForms.subdomain(texts[1]).isEmpty else { throw CELError("Invalid service account name") }
      guard NameForms.label(texts[0]).isEmpty else { throw CELError("Invalid service account namespace") }
      let account = authorizer.serviceAccount(namespace: texts[0], name: texts[1])
      return .access(.authorizer(account, request: nil))
    },
    "resource": { arguments throws(CELError) in
      let (access, texts) = try read(arguments, count: 1)
      guard case .group(let authorizer, let group) = access else { throw CELFunctions.noOverload }
      return .access(.resource(authorizer, .init(group: group, resource: try nonEmpty(texts[0], "resource"))))
    },
    "subresource": { arguments throws(CELError) in try narrowed(arguments) { $0.subresource = $1 } },
    "namespace": { arguments throws(CELError) in try narrowed(arguments) { $0.namespace = $1 } },
    "name": { arguments throws(CELError) in try narrowed(arguments) { $0.name = $1 } },
    // Roles do not know selectors, so that a request with one is judged as the request without it.
    "fieldSelector": { arguments throws(CELError) in try narrowed(arguments) { _, _ in } },
    "labelSelector": { arguments throws(CELError) in try narrowed(arguments) { _, _ in } },
    "check": { arguments throws(CELError) in
      let (access, texts) = try read(arguments, count: 1)
      switch access {
      case .path(let authorizer, let path): return .access(.decision(authorizer.decide(.path(path), verb: texts[0])))
      case .resource(let authorizer, let resource):
        return .access(.decision(authorizer.decide(.resource(resource), verb: texts[0])))
      default: throw CELFunctions.noOverload
      }
    },
    "allowed": { arguments throws(CELError) in .bool(try answer(arguments).isAllowed) },
    "reason": { arguments throws(CELError) in .string(try answer(arguments).reason) },
    // Roles always have an answer.
    "errored": { arguments throws(CELError) in
      _ = try answer(arguments)
      return .bool(false)
    },
    "error": { arguments throws(CELError) in
      _ = try answer(arguments)
      return .string("")
    },
  ]

  private static func read(
    _ arguments: [CELValue], count: Int
  ) throws(CELError) -> (access: CELAccess, texts: [String]) {
    guard case .access(let access)? = arguments.first, arguments.count == count + 1 else {
      throw CELFunctions.noOverload
    }
    var texts: [String] = []
    for argument in arguments.dropFirst() {
      guard case .string(let text) = argument else { throw CELFunctions.noOverload }
      texts.append(text)
    }
    return (access, texts)
  }

  private static func narrowed(
    _ arguments: [CELValue], _ narrow: (inout AccessQuestion.Resource, String) -> Void
  ) throws(CELError) -> CELValue {
    let (access, texts) = try read(arguments, count: 1)
    guard case .resource(let authorizer, var resource) = access else { throw CELFunctions.noOverload }
    narrow(&resource, texts[0])
    return .access(.resource(authorizer, resource))
  }

  private static func answer(_ arguments: [CELValue]) throws(CELError) -> AccessAnswer {
    guard case .decision(let answer) = try read(arguments, count: 0).access else { throw CELFunctions.noOverload }
    return answer
  }

  private static func nonEmpty(_ text: String, _ name: String) throws(CELError) -> String {
    guard !text.trimmed.isEmpty else { throw CELError("\(name) must not be empty") }
    return text
  }
}
