/// What is wrong with an object, in the order of its fields, worded as Kubernetes' `field.Error` is.
struct Findings: Sendable {
  /// The group and version through which the object is written, which may ask for other things than the stored one.
  var writtenGroup = ""
  var writtenVersion = ""
  private(set) var causes: [StatusError.Cause] = []

  private mutating func add(_ reason: String, _ path: FieldPath, _ message: String, _ why: String) {
    causes.append(
      StatusError.Cause(
        reason: reason, message: why.isEmpty ? message : "\(message): \(why)", field: path.description))
  }

  mutating func required(_ path: FieldPath, _ why: String = "") {
    add("FieldValueRequired", path, "Required value", why)
  }

  mutating func invalid(_ path: FieldPath, _ value: JSONValue?, _ why: String) {
    add("FieldValueInvalid", path, "Invalid value: \(Self.text(value))", why)
  }

  /// A value that is told by its path alone.
  mutating func invalid(_ path: FieldPath, _ why: String) {
    add("FieldValueInvalid", path, "Invalid value", why)
  }

  mutating func typeInvalid(_ path: FieldPath, _ value: JSONValue?, _ why: String) {
    add("FieldValueTypeInvalid", path, "Invalid value: \(Self.text(value))", why)
  }

  mutating func tooMany(_ path: FieldPath, _ count: Int, limit: Int64) {
    add("FieldValueTooMany", path, "Too many: \(count)", "must have at most \(limit) items")
  }

  /// A choice among any values, in the order given.
  mutating func notSupported(_ path: FieldPath, _ value: JSONValue, _ supported: [JSONValue]) {
    let list = supported.map { JSONValue.string($0.stringValue ?? $0.jsonText).jsonText }.joined(separator: ", ")
    add("FieldValueNotSupported", path, "Unsupported value: \(Self.text(value))", "supported values: \(list)")
  }

  /// Takes over the findings about a part of the object.
  mutating func merge(_ other: Findings, below path: FieldPath? = nil) {
    causes += other.causes.map { cause in
      guard let path, let field = cause.field else { return cause }
      return StatusError.Cause(reason: cause.reason, message: cause.message, field: path[field].description)
    }
  }

  mutating func forbidden(_ path: FieldPath, _ why: String) {
    add("FieldValueForbidden", path, "Forbidden", why)
  }

  mutating func duplicate(_ path: FieldPath, _ value: JSONValue?, _ why: String = "") {
    add("FieldValueDuplicate", path, "Duplicate value: \(Self.text(value))", why)
  }

  mutating func missing(_ path: FieldPath, _ value: JSONValue?, _ why: String = "") {
    add("FieldValueNotFound", path, "Not found: \(Self.text(value))", why)
  }

  mutating func tooLong(_ path: FieldPath, limit: Int) {
    add("FieldValueTooLong", path, "Too long", "may not be more than \(limit) bytes")
  }

  mutating func unsupported(_ path: FieldPath, _ value: JSONValue?, _ supported: [String]) {
    let list = supported.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
    add("FieldValueNotSupported", path, "Unsupported value: \(Self.text(value))", "supported values: \(list)")
  }

  // MARK: Checks that many fields share

  /// A choice among texts; nothing is said of a value that is absent.
  mutating func choice(_ path: FieldPath, _ value: JSONValue?, _ supported: [String]) {
    guard let value, value != "" else { return }
    if !supported.contains(where: { .string($0) == value }) { unsupported(path, value, supported) }
  }

  /// A choice among texts that has to be made; they are named in the order given.
  mutating func requiredChoice(_ path: FieldPath, _ value: JSONValue?, _ supported: [String]) {
    guard let value, value != "" else {
      required(path)
      return
    }
    optionalChoice(path, value, supported)
  }

  /// A choice among texts, named in the order given, where the empty text is none of them.
  mutating func optionalChoice(_ path: FieldPath, _ value: JSONValue?, _ supported: [String]) {
    guard let value, !supported.contains(where: { .string($0) == value }) else { return }
    notSupported(path, value, supported.map { .string($0) })
  }

  /// A number that must not be below zero.
  mutating func notNegative(_ path: FieldPath, _ value: JSONValue?) {
    guard let number = value?.integerValue, number < 0 else { return }
    invalid(path, value, "must be greater than or equal to 0")
  }

  /// A text that must have a certain form; `problems` says what is wrong with it.
  mutating func form(_ path: FieldPath, _ text: String, _ problems: (String) -> [String]) {
    for problem in problems(text) { invalid(path, .string(text), problem) }
  }

  /// A number between 1 and 65535.
  mutating func port(_ path: FieldPath, _ value: JSONValue?) {
    guard let number = value?.integerValue, !(1...65_535).contains(number) else { return }
    invalid(path, value, "must be between 1 and 65535, inclusive")
  }

  /// A field that keeps the value it was created with.
  mutating func immutable(_ path: FieldPath, _ new: JSONValue?, _ old: JSONValue?) {
    if !JSONValue.areSame(new, old) { invalid(path, new, "field is immutable") }
  }

  /// A text of the form of DNS subdomains, which most names have.
  mutating func name(_ path: FieldPath, _ text: String) { form(path, text, NameForms.subdomain) }

  /// A number within `range`.
  mutating func within(_ path: FieldPath, _ value: JSONValue?, _ range: ClosedRange<Int64>) {
    guard let number = value?.integerValue, !range.contains(number) else { return }
    invalid(path, value, "must be between \(range.lowerBound) and \(range.upperBound), inclusive")
  }

  private static func text(_ value: JSONValue?) -> String { (value ?? .null).jsonText }
}
