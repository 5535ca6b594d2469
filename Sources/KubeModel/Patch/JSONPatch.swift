import OrderedCollections

/// A JSON patch (RFC 6902).
package enum JSONPatch {
  /// The limit that Kubernetes sets.
  private static let mostOperations = 10_000
  /// As Kubernetes limits what all `copy` operations of a patch add, in bytes of JSON.
  private static let mostCopied = 3 << 20

  /// Applies the operations in order; nothing is changed when one fails.
  ///
  /// Throws 400 for a malformed patch and 422 for one that does not fit the document, as kube-apiserver does.
  package static func apply(_ patch: JSONValue, to document: JSONValue) throws(StatusError) -> JSONValue {
    guard let operations = patch.arrayValue else {
      throw .badRequest("error decoding patch: a JSON patch is an array of operations")
    }
    guard operations.count <= mostOperations else {
      throw StatusError(
        code: 413, reason: .requestEntityTooLarge,
        message:
          "The allowed maximum operations in a JSON patch is \(mostOperations), got \(operations.count)")
    }
    var result = document
    var copied = 0
    for operation in operations { try apply(operation: operation, to: &result, copied: &copied) }
    return result
  }

  private static func apply(
    operation: JSONValue, to document: inout JSONValue, copied: inout Int
  ) throws(StatusError) {
    guard let name = operation["op"]?.stringValue else { throw .badRequest("error decoding patch: missing op") }
    let path = try pointer(operation, "path")
    switch name {
    case "add": try edit(&document, path, .add(try value(operation)))
    case "replace": try edit(&document, path, .replace(try value(operation)))
    case "remove": try edit(&document, path, .remove)
    case "test":
      guard (lookUp(document, path) ?? .null).isSame(as: try value(operation)) else {
        throw rejected("testing value \(pathText(operation)) failed")
      }
    case "copy", "move":
      let from = try pointer(operation, "from")
      guard let moved = lookUp(document, from) else {
        throw rejected("\(name) operation does not apply: doc is missing from path: \(pathText(operation, "from"))")
      }
      if name == "move" {
        guard from == path || !path.isWithin(from) else {
          throw rejected("move operation does not apply: a value cannot be moved into itself")
        }
        try edit(&document, from, .remove)
      } else {
        copied += moved.serialized().count
        guard copied <= mostCopied else {
          throw StatusError(
            code: 413, reason: .requestEntityTooLarge,
            message: "Unable to complete the copy, the accumulated size increase of copy is \(copied), exceeding the "
              + "limit \(mostCopied)")
        }
      }
      try edit(&document, path, .add(moved))
    default:
      throw rejected("Unexpected kind: \(name)")
    }
  }

  private enum Edit {
    case add(JSONValue)
    case replace(JSONValue)
    case remove
  }

  /// Operations can build values that no parser would read, deep enough to exhaust the stack of whoever walks them.
  private static func limitDepth(_ edit: Edit, at level: Int) throws(StatusError) {
    switch edit {
    case .add(let new), .replace(let new):
      guard level + new.depth <= JSONReader.depthLimit else {
        throw rejected("the document would be nested deeper than \(JSONReader.depthLimit) levels")
      }
    case .remove: break
    }
  }

  private static func edit(
    _ document: inout JSONValue, _ path: JSONPointer, _ edit: Edit
  ) throws(StatusError) {
    try limitDepth(edit, at: path.tokens.count)
    try self.edit(&document, path.tokens[...], edit)
  }

  private static func edit(_ value: inout JSONValue, _ path: ArraySlice<String>, _ edit: Edit) throws(StatusError) {
    guard let token = path.first else {
      switch edit {
      case .add(let new), .replace(let new): value = new
      case .remove: throw rejected("remove operation does not apply: the whole document cannot be removed")
      }
      return
    }
    let rest = path.dropFirst()
    switch value {
    case .object: try editMember(&value, token, rest, edit)
    case .array(var elements):
      value = .null  // One owner while it changes.
      try editElement(&elements, token, rest, edit)
      value = .array(elements)
    default: throw missing(token)
    }
  }

  private static func editMember(
    _ value: inout JSONValue, _ key: String, _ rest: ArraySlice<String>, _ edit: Edit
  ) throws(StatusError) {
    if rest.isEmpty {
      switch edit {
      case .add(let new): value[key] = new
      case .replace(let new):
        guard value[key] != nil else { throw missing(key) }
        value[key] = new
      case .remove:
        guard value[key] != nil else { throw missing(key) }
        value[key] = nil
      }
      return
    }
    guard var member = value[key] else { throw missing(key) }
    try self.edit(&member, rest, edit)
    value[key] = member
  }

  private static func editElement(
    _ elements: inout [JSONValue], _ token: String, _ rest: ArraySlice<String>, _ edit: Edit
  ) throws(StatusError) {
    if rest.isEmpty, case .add(let new) = edit {
      guard let index = token == "-" ? elements.count : JSONPointer.index(token, upTo: elements.count) else {
        throw missing(token)
      }
      elements.insert(new, at: index)
      return
    }
    guard let index = JSONPointer.index(token, upTo: elements.count - 1) else { throw missing(token) }
    if rest.isEmpty, case .remove = edit {
      elements.remove(at: index)
    } else {
      try self.edit(&elements[index], rest, edit)
    }
  }

  private static func lookUp(_ document: JSONValue, _ path: JSONPointer) -> JSONValue? {
    var current = document
    for token in path.tokens {
      switch current {
      case .object(let members):
        guard let next = members[token] else { return nil }
        current = next
      case .array(let elements):
        guard let index = JSONPointer.index(token, upTo: elements.count - 1) else { return nil }
        current = elements[index]
      default: return nil
      }
    }
    return current
  }

  private static func pointer(_ operation: JSONValue, _ member: String) throws(StatusError) -> JSONPointer {
    guard let text = operation[member]?.stringValue, let pointer = JSONPointer(text) else {
      throw .badRequest("error decoding patch: missing or malformed \(member)")
    }
    return pointer
  }

  private static func value(_ operation: JSONValue) throws(StatusError) -> JSONValue {
    guard let value = operation["value"] else { throw .badRequest("error decoding patch: missing value") }
    return value
  }

  private static func pathText(_ operation: JSONValue, _ member: String = "path") -> String {
    operation[member]?.stringValue ?? ""
  }

  private static func missing(_ token: String) -> StatusError {
    rejected("operation does not apply: doc is missing path: \(token): missing value")
  }

  /// The answer to a patch that does not fit.
  ///
  /// kube-apiserver keeps the reason to itself, and kubectl would show causes instead of the message.
  private static func rejected(_ why: String) -> StatusError {
    StatusError(code: 422, reason: .invalid, message: "the server rejected our request due to an error in our request")
  }
}
