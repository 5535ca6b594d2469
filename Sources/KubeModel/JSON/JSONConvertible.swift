/// A type with a JSON form.
package protocol JSONConvertible {
  /// Reads the value; nil when `json` is not of this type's form.
  init?(json: JSONValue)

  /// The JSON form.
  var json: JSONValue { get }
}

extension JSONValue: JSONConvertible {
  package init(json: JSONValue) { self = json }

  package var json: JSONValue { self }
}

extension String: JSONConvertible {
  package init?(json: JSONValue) {
    guard let text = json.stringValue else { return nil }
    self = text
  }

  package var json: JSONValue { .string(self) }
}

extension Bool: JSONConvertible {
  package init?(json: JSONValue) {
    guard let flag = json.boolValue else { return nil }
    self = flag
  }

  package var json: JSONValue { .bool(self) }
}

extension Int: JSONConvertible {
  package init?(json: JSONValue) {
    guard let value = json.integerValue else { return nil }
    self.init(exactly: value)
  }

  package var json: JSONValue { .integer(Int64(self)) }
}

extension Int64: JSONConvertible {
  package init?(json: JSONValue) {
    guard let value = json.integerValue else { return nil }
    self = value
  }

  package var json: JSONValue { .integer(self) }
}

extension Double: JSONConvertible {
  package init?(json: JSONValue) {
    switch json {
    case .integer(let value): self = Double(value)
    case .number(let value): self = value
    default: return nil
    }
  }

  package var json: JSONValue { .number(self) }
}
