import OrderedCollections

/// A value of the Common Expression Language.
indirect enum CELValue: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case list([CELValue], ListKind = .plain)
  /// Entries in order; keys are strings, integers or booleans.
  case map([CELKey: CELValue])
  case timestamp(Timestamp)
  /// Nanoseconds.
  case duration(Int64)
  case quantity(Quantity)
  case url(CELURL)
  case ip(CELIP)
  case network(CELNetwork)
  case semver(CELSemver)
  /// `authorizer`, and what is asked of it.
  case access(CELAccess)
  case optional(CELValue?)
  /// A form of texts, by its name (``CELFormats``).
  case format(String)

  /// When two lists are the same (`x-kubernetes-list-type`).
  enum ListKind: Sendable, Hashable {
    case plain
    case set
    case map([String])
  }

  /// The name of the type, as `type()` and messages have it.
  var typeName: String {
    switch self {
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .list: "list"
    case .map: "map"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .quantity: "kubernetes.Quantity"
    case .url: "kubernetes.URL"
    case .ip: "net.IP"
    case .network: "net.CIDR"
    case .semver: "kubernetes.Semver"
    case .access(let access): access.typeName
    case .optional: "optional_type"
    case .format: "kubernetes.NamedFormat"
    }
  }
}

/// A key of a map.
enum CELKey: Hashable, Sendable {
  case bool(Bool)
  case int(Int64)
  case string(String)

  /// Texts are the same when their scalars are: Swift's own comparison takes the ways to write `é` for one.
  static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.bool(let own), .bool(let other)): own == other
    case (.int(let own), .int(let other)): own == other
    case (.string(let own), .string(let other)): own.utf8.elementsEqual(other.utf8)
    default: false
    }
  }

  func hash(into hasher: inout Hasher) {
    switch self {
    case .bool(let flag): hasher.combine(flag)
    case .int(let number): hasher.combine(number)
    case .string(let text): for octet in text.utf8 { hasher.combine(octet) }
    }
  }

  init?(_ value: CELValue) {
    switch value {
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .int(number)
    case .uint(let number):
      guard let number = Int64(exactly: number) else { return nil }
      self = .int(number)
    case .double(let number):
      guard let number = Int64(exactly: number) else { return nil }
      self = .int(number)
    case .string(let text): self = .string(text)
    default: return nil
    }
  }

  var value: CELValue {
    switch self {
    case .bool(let flag): .bool(flag)
    case .int(let number): .int(number)
    case .string(let text): .string(text)
    }
  }

  var text: String {
    switch self {
    case .bool(let flag): String(flag)
    case .int(let number): String(number)
    case .string(let text): text
    }
  }
}

// MARK: - From objects

extension CELValue {
  /// A value of an object, by its schema; nil leaves the types to the value.
  init(_ json: JSONValue, _ schema: StructuralSchema?) {
    switch json {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .integer(let number): self = schema?.type == "number" ? .double(Double(number)) : .int(number)
    case .number(let number):
      if schema?.type == "integer", let whole = Int64(exactly: number) {
        self = .int(whole)
      } else {
        self = .double(number)
      }
    case .string(let text): self = Self.text(text, schema)
    case .array(let elements):
      let kind: ListKind =
        switch schema?.listType {
        case "set": .set
        case "map": .map(schema?.listMapKeys ?? [])
        default: .plain
        }
      self = .list(elements.map { CELValue($0, schema?.items) }, kind)
    case .object(let members):
      var entries: [CELKey: CELValue] = [:]
      for (name, member) in members {
        let isNamed = schema?.properties[name] != nil
        entries[.string(isNamed ? Self.escaped(name) : name)] = CELValue(member, schema?.member(name))
      }
      self = .map(entries)
    }
  }

  private static func text(_ text: String, _ schema: StructuralSchema?) -> CELValue {
    switch schema?.format?.filter({ $0 != "-" }) {
    case "datetime"?: Timestamp(text).map(CELValue.timestamp) ?? .string(text)
    case "date"?: Timestamp("\(text)T00:00:00Z").map(CELValue.timestamp) ?? .string(text)
    case "duration"?: GoDuration.nanoseconds(text).map(CELValue.duration) ?? .string(text)
    case "byte"?: Base64.decode(text).map { .bytes(Array($0)) } ?? .string(text)
    default: .string(text)
    }
  }

  private static let reserved: Set<String> = [
    "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let",
    "loop", "package", "namespace", "return", "var", "void", "while",
  ]

  /// Whether the text can stand for a variable.
  static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.utf8.first, !reserved.contains(text) else { return false }
    func isLetter(_ octet: UInt8) -> Bool { octet == 0x5F || Character(UnicodeScalar(octet)).isLetter && octet < 0x80 }
    return isLetter(first) && text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
  }

  /// The name by which an expression reaches a field that CEL could not name otherwise.
  static func escaped(_ name: String) -> String {
    if reserved.contains(name) { return "__\(name)__" }
    return name.replacing("__", with: "__underscores__").replacing(".", with: "__dot__")
      .replacing("-", with: "__dash__").replacing("/", with: "__slash__")
  }
}

// MARK: - Comparing

extension CELValue {
  /// Whether two values are the same; numbers of different types are compared by what they say.
  func isEqual(to other: CELValue) -> Bool {
    switch (self, other) {
    case (.null, .null): return true
    case (.bool(let left), .bool(let right)): return left == right
    case (.string(let left), .string(let right)): return left.utf8.elementsEqual(right.utf8)
    case (.bytes(let left), .bytes(let right)): return left == right
    case (.timestamp(let left), .timestamp(let right)): return left == right
    case (.duration(let left), .duration(let right)): return left == right
    case (.quantity(let left), .quantity(let right)): return left == right
    case (.url(let left), .url(let right)): return left == right
    case (.ip(let left), .ip(let right)): return left == right
    case (.network(let left), .network(let right)): return left == right
    case (.semver(let left), .semver(let right)): return left.compare(right) == 0
    case (.optional(let left), .optional(let right)):
      guard let left, let right else { return left == nil && right == nil }
      return left.isEqual(to: right)
    case (.list(let left, let kind), .list(let right, _)): return Self.areEqual(left, right, kind)
    case (.map(let left), .map(let right)):
      return left.count == right.count && left.allSatisfy { key, value in right[key].map(value.isEqual) ?? false }
    default: return order(comparedTo: other) == 0
    }
  }

  private static func areEqual(_ left: [CELValue], _ right: [CELValue], _ kind: ListKind) -> Bool {
    guard left.count == right.count else { return false }
    switch kind {
    case .plain: return zip(left, right).allSatisfy { $0.isEqual(to: $1) }
    case .set, .map: return left.allSatisfy { element in right.contains { $0.isEqual(to: element) } }
    }
  }

  /// Less than, equal to or greater than zero; nil for values without an order between them.
  func order(comparedTo other: CELValue) -> Int? {
    func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int { left < right ? -1 : left > right ? 1 : 0 }
    switch (self, other) {
    case (.int(let left), .int(let right)): return order(left, right)
    case (.uint(let left), .uint(let right)): return order(left, right)
    case (.string(let left), .string(let right)):
      let (left, right) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
      return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
    case (.bool(let left), .bool(let right)): return order(left ? 1 : 0, right ? 1 : 0)
    case (.bytes(let left), .bytes(let right)):
      return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
    case (.timestamp(let left), .timestamp(let right)): return order(left, right)
    case (.duration(let left), .duration(let right)): return order(left, right)
    default:
      guard let left = number, let right = other.number else { return nil }
      return order(left, right)
    }
  }

  /// The value of a number of any type; nil for everything else.
  var number: Double? {
    switch self {
    case .int(let number): Double(number)
    case .uint(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }
}
