import OrderedCollections
import Properties
import Testing

@testable import KubeModel

/// Selectors against a naive reading of what they are made of, in every form in which they come.
@Suite("Properties of selectors")
struct SelectorPropertyTests {
  /// One condition, before it is written down.
  private struct Condition {
    let key: String
    /// As in `matchExpressions`, and `Gt` and `Lt`.
    let sign: String
    let values: [String]

    /// Whether labels fulfil it, by the sentences of Kubernetes' documentation.
    func holds(for labels: [String: String]) -> Bool {
      let value = labels[key]
      if sign == "Exists" { return value != nil }
      if sign == "DoesNotExist" { return value == nil }
      if sign == "NotIn" { return value == nil || values.allSatisfy { $0 != value } }
      guard let value else { return false }
      if sign == "In" { return values.contains { $0 == value } }
      guard let number = Int(value), let limit = Int(values[0]) else { return false }
      return sign == "Gt" ? number > limit : number < limit
    }

    /// One of the texts that say this in a query.
    func text(_ generator: inout SeededGenerator) -> String {
      func space() -> String { generator.chance(0.2) ? " " : "" }
      // Nothing between the parentheses is a list without a value, and a mistake.
      let list = values == [""] ? "(,)" : "(\(values.joined(separator: ",\(space())")))"
      switch sign {
      case "Exists": return key
      case "DoesNotExist": return "!\(space())\(key)"
      case "In" where values.count == 1 && generator.chance(0.7):
        return key + space() + generator.pick(["=", "=="]) + space() + values[0]
      case "NotIn" where values.count == 1 && generator.chance(0.7): return key + space() + "!=" + values[0]
      case "In": return "\(key) in \(list)"
      case "NotIn": return "\(key) notin \(space())\(list)"
      default: return key + space() + (sign == "Gt" ? ">" : "<") + space() + values[0]
      }
    }

    var json: JSONValue {
      var json: JSONValue = ["key": .string(key), "operator": .string(sign)]
      if !values.isEmpty { json["values"] = .array(values.map { .string($0) }) }
      return json
    }
  }

  private static let keys = ["a", "b", "app.kubernetes.io/name", "in", "notin", "A_b"]
  private static let values = ["", "a", "b", "in", "notin", "3", "10", "x.y-z_1"]

  private func condition(_ generator: inout SeededGenerator, signs: [String]) -> Condition {
    let sign = generator.pick(signs)
    let values: [String] =
      switch sign {
      case "Exists", "DoesNotExist": []
      case "Gt", "Lt": [String(generator.number(0...11))]
      default: (0..<generator.number(1...3)).map { _ in generator.pick(Self.values) }
      }
    return Condition(key: generator.pick(Self.keys), sign: sign, values: values)
  }

  private func labels(_ generator: inout SeededGenerator) -> [String: String] {
    var labels: [String: String] = [:]
    for key in Self.keys where generator.chance(0.5) { labels[key] = generator.pick(Self.values) }
    return labels
  }

  private static let both = ["In", "NotIn", "Exists", "DoesNotExist"]
  private static let all = both + ["Gt", "Lt"]

  @Test("The text of a query chooses what its conditions choose")
  func text() throws {
    try forAll(runs: 2_000) { generator in
      let conditions = (0..<generator.number(0...4)).map { _ in condition(&generator, signs: Self.all) }
      let text = conditions.map { $0.text(&generator) }.joined(separator: ",")
      let labels = labels(&generator)
      let chosen = try LabelRequirement.parse(text).allSatisfy {
        $0.holds(for: JSONValue.object(.init(uniqueKeysWithValues: labels.map { ($0, .string($1)) })))
      }
      try hold(chosen == conditions.allSatisfy { $0.holds(for: labels) }, "\(text) of \(labels)")
    }
  }

  @Test("A selector of labels in an object chooses what its conditions choose")
  func selector() throws {
    try forAll(runs: 1_000) { generator in
      let conditions = (0..<generator.number(0...4)).map { _ in condition(&generator, signs: Self.both) }
      let exact = generator.chance(0.5) ? labels(&generator).filter { $0.key < "b" } : [:]
      let selector = LabelSelector(json: [
        "matchLabels": .object(.init(uniqueKeysWithValues: exact.map { ($0, .string($1)) })),
        "matchExpressions": .array(conditions.map(\.json)),
      ])
      let labels = labels(&generator)
      let expected = conditions.allSatisfy { $0.holds(for: labels) } && exact.allSatisfy { labels[$0] == $1 }
      try hold(selector.selects(labels) == expected, "\(selector.json.jsonText) of \(labels)")
    }
  }

  @Test("Terms of a node selector are or-ed, their conditions and-ed, and an empty term chooses nothing")
  func nodes() throws {
    try forAll(runs: 1_000) { generator in
      let terms = (0..<generator.number(0...3)).map { _ in
        (0..<generator.number(0...3)).map { _ in condition(&generator, signs: Self.all) }
      }
      let name = generator.pick(["n1", "n2"])
      let names = terms.map { _ in generator.chance(0.3) ? generator.pick(["n1", "n2"]) : nil }
      let labels = labels(&generator)
      let matcher = NodeMatcher(
        terms: zip(terms, names).map { conditions, wanted in
          var json: JSONValue = ["matchExpressions": .array(conditions.map(\.json))]
          if let wanted {
            json["matchFields"] = [["key": "metadata.name", "operator": "In", "values": [.string(wanted)]]]
          }
          return NodeSelectorTerm(json: json)
        })
      let expected = zip(terms, names).contains { conditions, wanted in
        !(conditions.isEmpty && wanted == nil) && conditions.allSatisfy { $0.holds(for: labels) }
          && (wanted == nil || wanted == name)
      }
      try hold(matcher.matches(name: name, labels: labels) == expected, "\(terms) \(names) of \(name) \(labels)")
    }
  }

  @Test("A requirement with an unknown operator, or a limit that is no number, chooses nothing")
  func broken() {
    for (sign, values) in [("Near", ["a"]), ("Gt", ["x"]), ("Lt", ["1", "2"]), ("Gt", [])] {
      let requirement = NodeSelectorRequirement.with {
        $0.key = "a"
        $0.operator = sign
        $0.values = values
      }
      let term = NodeSelectorTerm.with { $0.matchExpressions = [requirement] }
      #expect(!NodeMatcher(terms: [term]).matches(name: "n", labels: ["a": "3"]), "\(sign) \(values)")
    }
    #expect(
      !LabelSelector(json: ["matchExpressions": [["key": "a", "operator": "Near"]]]).selects(["a": "b"]))
  }

  @Test("A field selector has the terms that it was written from, whatever their values hold")
  func fields() throws {
    try forAll(runs: 1_000) { generator in
      let terms = (0..<generator.number(0...4)).map { _ in
        FieldSelectorText.Term(
          field: generator.pick(["metadata.name", "status.phase", "x"]),
          value: String((0..<generator.number(0...6)).map { _ in generator.pick(Array("a,=\\!b ")) }),
          isNegated: generator.chance(0.5))
      }
      let text = terms.map { term in
        let value = term.value.map { ["\\", ",", "="].contains($0) ? "\\\($0)" : String($0) }.joined()
        return term.field + (term.isNegated ? "!=" : generator.pick(["=", "=="])) + value
      }.joined(separator: ",")
      try hold(try FieldSelectorText.parse(text) == terms, "\(text) is not \(terms)")
    }
  }
}
