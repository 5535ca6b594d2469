import OrderedCollections

/// One path of a template, such as `.items[?(@.status.phase=="Running")].metadata.name`.
package struct JSONPathExpression: Sendable {
  fileprivate indirect enum Step: Sendable {
    case root
    case member(String)
    case wildcard
    case descent
    case slice(from: Int?, to: Int?, step: Int)
    case union([Step])
    case filter(JSONPathExpression, Comparison, Operand?)
  }

  fileprivate enum Comparison: String, Sendable, CaseIterable {
    case equal = "=="
    case unequal = "!="
    case atMost = "<="
    case atLeast = ">="
    case less = "<"
    case greater = ">"
    case exists = ""
  }

  fileprivate enum Operand: Sendable {
    case value(JSONValue)
    case path(JSONPathExpression)
  }

  fileprivate let steps: [Step]

  package init(_ text: String) throws(JSONPathError) {
    var reader = JSONPathReader(text)
    steps = try reader.steps()
  }

  /// The values that the path leads to, in order; empty when there is none.
  package func evaluate(root: JSONValue, current: JSONValue) -> [JSONValue] {
    var values = [current]
    for step in steps { values = values.flatMap { Self.apply(step, to: $0, root: root) } }
    return values
  }

  private static func apply(_ step: Step, to value: JSONValue, root: JSONValue) -> [JSONValue] {
    switch step {
    case .root: return [root]
    case .member(let name): return value[name].map { [$0] } ?? []
    case .wildcard:
      switch value {
      case .array(let elements): return elements
      case .object(let members): return members.keys.sorted().compactMap { members[$0] }
      default: return []
      }
    case .descent:
      return [value] + apply(.wildcard, to: value, root: root).flatMap { apply(.descent, to: $0, root: root) }
    case .slice(let from, let to, let step):
      guard let elements = value.arrayValue else { return [] }
      return indices(from: from, to: to, step: step, count: elements.count).map { elements[$0] }
    case .union(let steps): return steps.flatMap { apply($0, to: value, root: root) }
    case .filter(let path, let comparison, let operand):
      return (value.arrayValue ?? []).filter { element in
        matches(path.evaluate(root: root, current: element), comparison, operand, element, root)
      }
    }
  }

  private static func indices(from: Int?, to: Int?, step: Int, count: Int) -> [Int] {
    func place(_ index: Int) -> Int { min(max(index < 0 ? index + count : index, 0), count) }
    let start = place(from ?? 0)
    let end = place(to ?? count)
    return start < end ? Array(stride(from: start, to: end, by: step)) : []
  }

  private static func matches(
    _ left: [JSONValue], _ comparison: Comparison, _ operand: Operand?, _ element: JSONValue, _ root: JSONValue
  ) -> Bool {
    guard let value = left.first else { return false }
    let right: JSONValue
    switch operand {
    case nil: return true
    case .value(let value): right = value
    case .path(let path):
      guard let value = path.evaluate(root: root, current: element).first else { return false }
      right = value
    }
    switch comparison {
    case .exists: return true
    case .equal: return isEqual(value, right)
    case .unequal: return !isEqual(value, right)
    case .less: return order(value, right).map { $0 < 0 } ?? false
    case .greater: return order(value, right).map { $0 > 0 } ?? false
    case .atMost: return order(value, right).map { $0 <= 0 } ?? false
    case .atLeast: return order(value, right).map { $0 >= 0 } ?? false
    }
  }

  private static func isEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
    left == right || order(left, right) == 0
  }

  private static func order(_ left: JSONValue, _ right: JSONValue) -> Int? {
    if let left = Double(json: left), let right = Double(json: right) {
      return left < right ? -1 : left > right ? 1 : 0
    }
    if let left = left.stringValue, let right = right.stringValue { return left < right ? -1 : left > right ? 1 : 0 }
    return nil
  }
}

/// What is wrong with a JSONPath.
package struct JSONPathError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = "the JSONPath is malformed: \(description)" }
}

/// Reads the text of one path.
private struct JSONPathReader {
  private var rest: Substring

  init(_ text: String) { rest = text[...] }

  mutating func steps() throws(JSONPathError) -> [JSONPathExpression.Step] {
    var steps: [JSONPathExpression.Step] = []
    if skip("$") { steps.append(.root) } else { _ = skip("@") }
    while let character = rest.first {
      switch character {
      case ".":
        rest.removeFirst()
        if skip(".") { steps.append(.descent) }
        if rest.isEmpty || rest.first == "[" { continue }
        if skip("*") { steps.append(.wildcard) } else { steps.append(.member(try name())) }
      case "[":
        rest.removeFirst()
        steps.append(try bracket())
      default: steps.append(.member(try name()))
      }
    }
    return steps
  }

  private mutating func name() throws(JSONPathError) -> String {
    var name = ""
    while let character = rest.first, character != ".", character != "[" {
      rest.removeFirst()
      if character == "\\", let next = rest.popFirst() { name.append(next) } else { name.append(character) }
    }
    guard !name.isEmpty, !name.contains(where: \.isWhitespace) else { throw JSONPathError("a name is missing") }
    return name
  }

  private mutating func bracket() throws(JSONPathError) -> JSONPathExpression.Step {
    var content = ""
    var depth = 1
    var quote: Character?
    while let character = rest.popFirst() {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == "[" {
        depth += 1
      } else if character == "]" {
        depth -= 1
        if depth == 0 { return try step(content.trimmed) }
      }
      content.append(character)
    }
    throw JSONPathError("a bracket is not closed")
  }

  private func step(_ content: String) throws(JSONPathError) -> JSONPathExpression.Step {
    if content == "*" { return .wildcard }
    if content.hasPrefix("?(") && content.hasSuffix(")") { return try filter(String(content.dropFirst(2).dropLast())) }
    let items = Self.split(content)
    guard items.count > 1 else { return try single(items.first ?? "") }
    var steps: [JSONPathExpression.Step] = []
    for item in items { steps.append(try single(item)) }
    return .union(steps)
  }

  private func single(_ item: String) throws(JSONPathError) -> JSONPathExpression.Step {
    if let quote = item.first, quote == "'" || quote == "\"", item.count >= 2, item.last == quote {
      return .member(String(item.dropFirst().dropLast()))
    }
    let numbers = item.split(separator: ":", omittingEmptySubsequences: false).map { String($0).trimmed }
    guard (1...3).contains(numbers.count), numbers.allSatisfy({ $0.isEmpty || Int($0) != nil }) else {
      throw JSONPathError("\"\(item)\" in brackets is neither a number, a slice nor a quoted name")
    }
    if numbers.count == 1 {
      // Kubernetes takes empty brackets for the first element.
      let index = Int(numbers[0]) ?? 0
      return .slice(from: index, to: index == -1 ? nil : index + 1, step: 1)
    }
    let step = numbers.count == 3 ? Int(numbers[2]) ?? 1 : 1
    guard step > 0 else { throw JSONPathError("the step of a slice must be positive") }
    return .slice(from: Int(numbers[0]), to: Int(numbers[1]), step: step)
  }

  private func filter(_ text: String) throws(JSONPathError) -> JSONPathExpression.Step {
    for comparison in JSONPathExpression.Comparison.allCases where comparison != .exists {
      guard let range = Self.range(of: comparison.rawValue, in: text) else { continue }
      let left = try JSONPathExpression(String(text[..<range.lowerBound]).trimmed)
      return .filter(left, comparison, try operand(String(text[range.upperBound...]).trimmed))
    }
    return .filter(try JSONPathExpression(text.trimmed), .exists, nil)
  }

  private func operand(_ text: String) throws(JSONPathError) -> JSONPathExpression.Operand {
    if let quote = text.first, quote == "'" || quote == "\"", text.count >= 2, text.last == quote {
      return .value(.string(String(text.dropFirst().dropLast())))
    }
    if text.hasPrefix("@") || text.hasPrefix("$") { return .path(try JSONPathExpression(text)) }
    if text == "true" || text == "false" { return .value(.bool(text == "true")) }
    if let number = Int64(text) { return .value(.integer(number)) }
    if let number = Double(text) { return .value(.number(number)) }
    throw JSONPathError("\"\(text)\" is no value to compare with")
  }

  /// Where an operator stands outside quotes.
  private static func range(of symbol: String, in text: String) -> Range<String.Index>? {
    var quote: Character?
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if text[index...].hasPrefix(symbol) {
        return index..<text.index(index, offsetBy: symbol.count)
      }
      index = text.index(after: index)
    }
    return nil
  }

  /// The parts between commas outside quotes.
  private static func split(_ text: String) -> [String] {
    var parts = [""]
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == "," {
        parts.append("")
        continue
      }
      parts[parts.count - 1].append(character)
    }
    return parts.map(\.trimmed)
  }

  private mutating func skip(_ character: Character) -> Bool {
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }
}
