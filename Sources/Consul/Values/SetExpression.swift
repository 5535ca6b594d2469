package import KubeModel

/// What `--set` takes, in Helm's notation: `a.b=c,d[0]=e,f={x,y}`; a backslash takes the meaning from a dot, a comma,
/// a brace or an equals sign.
package enum SetExpression {
  /// The values that the expression sets, as a tree of overrides.
  ///
  /// - Parameter asText: Keeps every value a text (`--set-string`).
  package static func parse(_ text: String, asText: Bool = false) throws(ChartValues.ValueError) -> JSONValue {
    var tree = JSONValue.emptyObject
    try apply(text, to: &tree, asText: asText)
    return tree
  }

  /// Sets values in a tree that may have some already; an index reaches into a list that is there, as in Helm.
  package static func apply(
    _ text: String, to tree: inout JSONValue, asText: Bool = false
  ) throws(ChartValues.ValueError) {
    var scanner = Scanner(rest: text[...])
    while !scanner.rest.isEmpty {
      let path = try scanner.path(of: text)
      let value = try scanner.value(asText: asText, of: text)
      try set(value, at: path[...], in: &tree)
    }
  }

  /// A part of what `--set-file` takes: a key, and the file whose content is its value.
  package struct FileSetting: Sendable, Hashable {
    fileprivate let path: [Step]
    /// Where the content is.
    package let file: String
    /// What it is; empty until somebody has read it.
    package var content = ""

    func apply(to tree: inout JSONValue) throws(ChartValues.ValueError) {
      try SetExpression.set(.string(content), at: path[...], in: &tree)
    }
  }

  /// The parts of what `--set-file` takes, `key=file` with commas between them.
  package static func files(_ text: String) throws(ChartValues.ValueError) -> [FileSetting] {
    var scanner = Scanner(rest: text[...])
    var settings: [FileSetting] = []
    while !scanner.rest.isEmpty {
      let path = try scanner.path(of: text)
      let file = try scanner.value(asText: true, of: text)
      guard let file = file.stringValue else {
        throw ChartValues.ValueError("--set-file \(text) is malformed: write it as key.inner=FILE")
      }
      settings.append(FileSetting(path: path, file: file))
    }
    return settings
  }

  fileprivate enum Step: Sendable, Hashable {
    case key(String)
    case index(Int)
  }

  private static func set(
    _ value: JSONValue, at path: ArraySlice<Step>, in tree: inout JSONValue
  ) throws(ChartValues.ValueError) {
    guard let step = path.first else {
      tree = value
      return
    }
    switch step {
    case .key(let key):
      var member = tree[key] ?? .emptyObject
      // As in Helm, a map takes the place of what was no map.
      if path.count > 1, case .key = path[path.startIndex + 1], member.objectValue == nil { member = .emptyObject }
      try set(value, at: path.dropFirst(), in: &member)
      if tree.objectValue == nil { tree = .emptyObject }
      tree[key] = member
    case .index(let index):
      var elements = tree.arrayValue ?? []
      while elements.count <= index { elements.append(.null) }
      try set(value, at: path.dropFirst(), in: &elements[index])
      tree = .array(elements)
    }
  }

  private struct Scanner {
    var rest: Substring

    mutating func path(of text: String) throws(ChartValues.ValueError) -> [Step] {
      var path: [Step] = []
      while true {
        let key = word(until: [".", "=", "["])
        if !key.isEmpty { path.append(.key(key)) }
        switch rest.popFirst() {
        case ".": continue
        case "=":
          guard !path.isEmpty else { throw malformed(text) }
          return path
        case "[":
          let digits = word(until: ["]"])
          // 65,536 is Helm's own bound: an index far out would only fill memory.
          guard rest.popFirst() == "]", let index = Int(digits), (0..<65_536).contains(index) else {
            throw malformed(text)
          }
          path.append(.index(index))
        default: throw malformed(text)
        }
      }
    }

    mutating func value(asText: Bool, of text: String) throws(ChartValues.ValueError) -> JSONValue {
      guard rest.first == "{" else {
        let value = SetExpression.typed(word(until: [","]), asText: asText)
        _ = rest.popFirst()
        return value
      }
      rest.removeFirst()
      var elements: [JSONValue] = []
      while true {
        let element = word(until: [",", "}"])
        guard let end = rest.popFirst() else { throw malformed(text) }
        if !element.isEmpty || end == "," { elements.append(SetExpression.typed(element, asText: asText)) }
        guard end == "}" else { continue }
        guard rest.isEmpty || rest.popFirst() == "," else { throw malformed(text) }
        return .array(elements)
      }
    }

    private mutating func word(until ends: Set<Character>) -> String {
      var word = ""
      while let character = rest.first, !ends.contains(character) {
        rest.removeFirst()
        if character == "\\", let escaped = rest.popFirst() {
          word.append(escaped)
        } else {
          word.append(character)
        }
      }
      return word
    }

    private func malformed(_ text: String) -> ChartValues.ValueError {
      ChartValues.ValueError("--set \(text) is malformed: write it as key.inner=value")
    }
  }

  private static func typed(_ word: String, asText: Bool) -> JSONValue {
    guard !asText else { return .string(word) }
    switch word {
    case "true": return true
    case "false": return false
    case "null": return .null
    case "": return ""
    case "0": return 0
    // A leading zero is a text in Helm, a zip code for example.
    case let word where word.first != "0": return Int64(word).map(JSONValue.integer) ?? .string(word)
    default: return .string(word)
    }
  }
}
