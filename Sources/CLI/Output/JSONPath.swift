package import KubeModel

/// kubectl's JSONPath templates: text with expressions in braces, `range` and `end`.
package struct JSONPathTemplate: Sendable {
  fileprivate indirect enum Part: Sendable {
    case text(String)
    case path(JSONPathExpression)
    case range(JSONPathExpression, [Part])
  }

  private let parts: [Part]

  /// Reads a template; a bare path such as `.metadata.name` is taken as an expression, as kubectl does.
  package init(_ template: String) throws(JSONPathError) {
    var text = template
    if !text.contains("{") {
      text = "{\(text.hasPrefix(".") || text.hasPrefix("$") || text.hasPrefix("[") ? "" : ".")\(text)}"
    }
    var reader = JSONPathTemplateReader(text)
    parts = try reader.parts(isRange: false)
  }

  /// The template filled in from `value`; what is missing is left empty.
  package func text(for value: JSONValue) -> String {
    var output = ""
    Self.write(parts, root: value, current: value, &output)
    return output
  }

  private static func write(_ parts: [Part], root: JSONValue, current: JSONValue, _ output: inout String) {
    for part in parts {
      switch part {
      case .text(let text): output += text
      case .path(let path):
        output += path.evaluate(root: root, current: current).map(JSONPathTemplate.plain).joined(separator: " ")
      case .range(let path, let body):
        for element in path.evaluate(root: root, current: current) {
          write(body, root: root, current: element, &output)
        }
      }
    }
  }

  /// A value as kubectl prints it within a template: strings bare, everything else as JSON.
  static func plain(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .null: ""
    default: value.jsonText
    }
  }
}

/// Cuts a template into text and expressions.
private struct JSONPathTemplateReader {
  private var rest: Substring

  init(_ text: String) { rest = text[...] }

  mutating func parts(isRange: Bool) throws(JSONPathError) -> [JSONPathTemplate.Part] {
    var parts: [JSONPathTemplate.Part] = []
    while !rest.isEmpty {
      guard rest.first == "{" else {
        let text = rest.prefix { $0 != "{" }
        rest.removeFirst(text.count)
        parts.append(.text(String(text)))
        continue
      }
      let expression = try expression()
      if expression == "end" {
        guard isRange else { throw JSONPathError("{end} without {range}") }
        return parts
      }
      if expression.hasPrefix("range ") || expression == "range" {
        let path = try JSONPathExpression(String(expression.dropFirst(5)).trimmed)
        parts.append(.range(path, try self.parts(isRange: true)))
      } else if let quote = expression.first, quote == "\"" || quote == "'" {
        guard expression.count >= 2, expression.last == quote else {
          throw JSONPathError("unterminated text in braces")
        }
        parts.append(.text(Self.unescaped(expression.dropFirst().dropLast())))
      } else {
        parts.append(.path(try JSONPathExpression(expression)))
      }
    }
    if isRange { throw JSONPathError("{range} without {end}") }
    return parts
  }

  /// The text between braces; braces within quotes do not count.
  private mutating func expression() throws(JSONPathError) -> String {
    rest.removeFirst()
    var text = ""
    var quote: Character?
    while let character = rest.popFirst() {
      if character == "\\", quote != nil, let next = rest.popFirst() {
        text.append(character)
        text.append(next)
        continue
      }
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "}" {
        return text.trimmed
      }
      text.append(character)
    }
    throw JSONPathError("a brace is not closed")
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var rest = text
    while let character = rest.popFirst() {
      guard character == "\\", let next = rest.popFirst() else {
        result.append(character)
        continue
      }
      switch next {
      case "n": result.append("\n")
      case "t": result.append("\t")
      case "r": result.append("\r")
      default: result.append(next)
      }
    }
    return result
  }
}

extension String {
  var trimmed: String {
    var text = Substring(self)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
