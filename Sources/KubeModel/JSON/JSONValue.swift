package import OrderedCollections

/// A JSON document (RFC 8259) as a value.
///
/// Members of an object keep the order in which they were written.
///
/// Integers that fit 64 bits stay integers, as in Kubernetes; every other number is a `Double`.
package enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

/// The members of a JSON object, in order.
package typealias JSONObject = OrderedDictionary<String, JSONValue>

extension JSONValue: Hashable {
  /// Whether two values are the same, the order of members included.
  ///
  /// Strings are compared octet by octet, as in Kubernetes: Swift's own comparison takes the ways to write `é` for one.
  package static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let own), .bool(let other)): own == other
    case (.integer(let own), .integer(let other)): own == other
    case (.number(let own), .number(let other)): own == other
    case (.string(let own), .string(let other)): own == other && own.utf8.elementsEqual(other.utf8)
    case (.array(let own), .array(let other)): own == other
    case (.object(let own), .object(let other)): own == other
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: break
    case .bool(let flag): hasher.combine(flag)
    case .integer(let number): hasher.combine(number)
    case .number(let number): hasher.combine(number)
    case .string(let text): hasher.combine(text)
    case .array(let elements): hasher.combine(elements)
    case .object(let members): hasher.combine(members)
    }
  }
}

extension JSONValue {
  /// An object without members.
  package static let emptyObject = JSONValue.object([:])

  /// The member `key` of an object; nil when this is no object or has no such member.
  ///
  /// Setting a member of anything that is not an object makes it one; setting nil removes the member.
  package subscript(key: String) -> JSONValue? {
    get {
      guard case .object(let members) = self else { return nil }
      return members[key]
    }
    set {
      var members: JSONObject = [:]
      if case .object(let existing) = self { members = existing }
      self = .null  // The storage has one owner while it changes, so that it is not copied.
      if let newValue {
        members[key] = newValue
      } else {
        members.removeValue(forKey: key)
      }
      self = .object(members)
    }
  }

  /// The value at `path`, member by member; nil as soon as one is missing.
  package subscript(path path: String...) -> JSONValue? {
    var current = self
    for key in path {
      guard let next = current[key] else { return nil }
      current = next
    }
    return current
  }

  /// The text of a string; nil for everything else.
  package var stringValue: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The truth of a boolean; nil for everything else.
  package var boolValue: Bool? {
    guard case .bool(let flag) = self else { return nil }
    return flag
  }

  /// The integer; a number without a fraction counts as one; nil for everything else.
  package var integerValue: Int64? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int64(exactly: value)
    default: nil
    }
  }

  /// The elements of an array; nil for everything else.
  package var arrayValue: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The members of an object; nil for everything else.
  package var objectValue: JSONObject? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// Whether this is JSON's null.
  package var isNull: Bool { self == .null }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(nilLiteral: ()) { self = .null }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// An object from a literal; of members with the same key the last one counts.
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements) { _, last in last })
  }
}
