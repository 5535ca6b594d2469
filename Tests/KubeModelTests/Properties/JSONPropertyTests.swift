import KubeModel
import OrderedCollections
import Properties
import Testing

@Suite("Properties of JSON and YAML")
struct JSONPropertyTests {
  @Test("What is written reads back as it was, compact and over several lines")
  func roundTrip() throws {
    try forAll(runs: 2_000) { generator in
      let value = generator.hostileJSON(depth: 6).withoutNegativeZero
      let bytes = value.serialized()
      try hold(try JSONValue(parsing: bytes) == value, "\(value.jsonText)")
      try hold(try JSONValue(parsing: value.prettyPrinted()) == value, "pretty: \(value.jsonText)")
      try hold(try JSONValue(parsing: bytes).serialized() == bytes, "written again: \(value.jsonText)")
    }
  }

  @Test("YAML that is written reads back as it was")
  func yaml() throws {
    try forAll(runs: 1_000) { generator in
      let value = generator.hostileJSON(depth: 4).withoutNegativeZero
      // A document without content is none, and the YAML library loses a byte order mark, wherever it stands.
      guard !value.isNull, !value.jsonText.contains("\u{feff}") else { return }

      let text = value.yamlText
      // Keys are written in order.
      try hold(try JSONValue(yaml: text).isSame(as: value), "\(value.jsonText) as\n\(text)")
    }
  }

  @Test("Any bytes are a JSON text or an error with a place in them")
  func garbage() throws {
    try forAll(runs: 2_000) { generator in
      let bytes = generator.mutated(generator.hostileJSON().serialized(), words: ["\\u", "\\ud800", "1e", "-", "\""])
      do {
        let written = try JSONValue(parsing: bytes).serialized()
        try hold(try JSONValue(parsing: written).serialized() == written, "\(bytes)")
      } catch let error as JSONParseError {
        try hold((0...bytes.count).contains(error.offset), "\(error) of \(bytes.count) bytes")
      }
    }
  }

  @Test("Sameness does not look at the order of members, and at nothing else")
  func sameness() throws {
    try forAll(runs: 1_000) { generator in
      let value = generator.hostileJSON(depth: 5)
      let shuffled = Self.shuffled(value, &generator)
      try hold(value.isSame(as: shuffled) && shuffled.isSame(as: value), "\(value.jsonText)")
      let other = generator.spoiled(value)
      try hold(value.isSame(as: other) == other.isSame(as: value), "\(value.jsonText) and \(other.jsonText)")
    }
  }

  @Test("Two ways to write a letter are two strings")
  func canonicalEquivalence() {
    #expect(JSONValue.string("e\u{301}") != "\u{e9}")
    #expect(!(["a": "e\u{301}"] as JSONValue).isSame(as: ["a": "\u{e9}"]))
  }

  private static func shuffled(_ value: JSONValue, _ generator: inout SeededGenerator) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map { shuffled($0, &generator) })
    case .object(let members):
      var result = JSONValue.emptyObject
      for (key, member) in members.shuffled(using: &generator) { result[key] = shuffled(member, &generator) }
      return result
    default: return value
    }
  }
}

extension JSONValue {
  /// JSON's minus zero is an integer's zero, as in Kubernetes.
  fileprivate var withoutNegativeZero: JSONValue {
    switch self {
    case .number(0): .integer(0)
    case .array(let elements): .array(elements.map(\.withoutNegativeZero))
    case .object(let members): .object(members.mapValues(\.withoutNegativeZero))
    default: self
    }
  }
}
