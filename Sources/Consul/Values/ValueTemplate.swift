import KubeModel

/// The template notation that chart values may hold: `{{ .Release.Name }}`, `{{ template "consul.name" . }}`,
/// `{{ .Values.server.replicas }}`, with the functions `quote`, `default`, `lower`, `upper` and `trunc` behind bars.
struct ValueTemplate {
  let names: ReleaseNames
  let values: ChartValues

  /// The text with every action replaced by what it stands for; a value that is not set is empty, as in Helm.
  ///
  /// - Parameters:
  ///   - text: What the user wrote.
  ///   - path: The value's key, for the error.
  func expand(_ text: String, path: String) throws(ChartValues.ValueError) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.range(of: "{{") {
      result += rest[..<open.lowerBound]
      rest = rest[open.upperBound...]
      guard let close = rest.range(of: "}}") else {
        throw ChartValues.ValueError("\(path): a {{ has no }}")
      }
      var action = rest[..<close.lowerBound]
      rest = rest[close.upperBound...]
      if action.first == "-" {
        action.removeFirst()
        while result.last?.isWhitespace == true { result.removeLast() }
      }
      let trimsAfter = action.last == "-"
      if trimsAfter { action.removeLast() }
      result += try evaluate(action, path: path)
      if trimsAfter { rest = rest.drop(while: \.isWhitespace) }
    }
    return result + rest
  }

  private func evaluate(_ action: Substring, path: String) throws(ChartValues.ValueError) -> String {
    let stages = action.split(separator: "|").map { Self.words($0) }
    guard let first = stages.first, !first.isEmpty else { return "" }
    var value = try operand(first, path: path)
    for stage in stages.dropFirst() { value = try apply(stage, to: value, path: path) }
    return value
  }

  private func operand(_ words: [String], path: String) throws(ChartValues.ValueError) -> String {
    switch words[0] {
    case "template" where words.count >= 2, "include" where words.count >= 2:
      switch words[1] {
      case "\"consul.name\"": return names.name
      case "\"consul.fullname\"": return names.fullName
      case "\"consul.chart\"": return names.chart
      default: throw unsupported(words, path)
      }
    case ".Release.Name": return names.release
    case ".Release.Namespace": return names.namespace
    case ".Release.Service": return ReleaseNames.service
    case ".Chart.Name": return ReleaseNames.chartName
    case let word where word.hasPrefix(".Values."): return values.text(String(word.dropFirst(8))) ?? ""
    case let word where words.count == 1 && word.hasPrefix("\"") && word.hasSuffix("\"") && word.utf8.count >= 2:
      return String(word.dropFirst().dropLast())
    default: throw unsupported(words, path)
    }
  }

  private func apply(_ words: [String], to value: String, path: String) throws(ChartValues.ValueError) -> String {
    switch words.first {
    case "quote": return "\"\(value)\""
    case "lower": return value.lowercased()
    case "upper": return value.uppercased()
    case "default" where words.count == 2: return value.isEmpty ? try operand([words[1]], path: path) : value
    case "trunc" where words.count == 2:
      guard let length = Int(words[1]) else { throw unsupported(words, path) }
      return String(value.prefix(length))
    default: throw unsupported(words, path)
    }
  }

  private static func words(_ text: Substring) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  private func unsupported(_ words: [String], _ path: String) -> ChartValues.ValueError {
    ChartValues.ValueError(
      "\(path): {{ \(words.joined(separator: " ")) }} is not understood here: use .Release.Name, .Release.Namespace, "
        + ".Values.… or template \"consul.name\"")
  }
}

extension Substring {
  /// Where `text` stands first.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
