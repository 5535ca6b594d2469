import KubeModel

/// A label selector in its text form, such as `app=web,tier in (a, b),!canary`.
struct LabelQuery: Sendable {
  private enum Requirement: Sendable {
    case exists(String)
    case missing(String)
    case isIn(String, Set<String>)
    case isNotIn(String, Set<String>)
    case compare(String, above: Bool, Int)
  }

  private var requirements: [Requirement] = []

  var isEmpty: Bool { requirements.isEmpty }

  init(_ text: String?) throws(StatusError) {
    for part in Self.split(text ?? "") { requirements.append(try Self.requirement(part)) }
  }

  /// Cuts at commas outside parentheses.
  private static func split(_ text: String) -> [Substring] {
    var parts: [Substring] = []
    var depth = 0
    var start = text.startIndex
    for index in text.indices {
      switch text[index] {
      case "(": depth += 1
      case ")": depth -= 1
      case "," where depth == 0:
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    parts.append(text[start...])
    return parts.map(trimmed).filter { !$0.isEmpty }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  private static func requirement(_ text: Substring) throws(StatusError) -> Requirement {
    if text.first == "!" { return .missing(try key(text.dropFirst())) }
    if text.last == ")", let open = text.firstIndex(of: "(") {
      let head = text[..<open].split(whereSeparator: \.isWhitespace)
      let values = Set(
        text[text.index(after: open)...].dropLast().split(separator: ",", omittingEmptySubsequences: false)
          .map { String(trimmed($0)) })
      switch head.count == 2 ? head[1] : "" {
      case "in": return .isIn(try key(head[0]), values)
      case "notin": return .isNotIn(try key(head[0]), values)
      default: throw unparsable(text)
      }
    }
    guard let sign = text.firstIndex(where: { "=!<>".contains($0) }) else { return .exists(try key(text)) }
    let name = try key(text[..<sign])
    let rest = text[sign...]
    for (mark, negated) in [("!=", true), ("==", false), ("=", false)] where rest.hasPrefix(mark) {
      let value: Set = [String(trimmed(rest.dropFirst(mark.count)))]
      return negated ? .isNotIn(name, value) : .isIn(name, value)
    }
    guard let number = Int(trimmed(rest.dropFirst())) else { throw unparsable(text) }
    return .compare(name, above: rest.first == ">", number)
  }

  private static func key(_ text: Substring) throws(StatusError) -> String {
    let key = trimmed(text)
    guard !key.isEmpty, key.allSatisfy({ $0.isLetter || $0.isNumber || "-_./".contains($0) }) else {
      throw unparsable(text)
    }
    return String(key)
  }

  private static func unparsable(_ text: Substring) -> StatusError {
    .badRequest("unable to parse requirement: found '\(text)', expected: '=', '!=', '==', 'in', notin'")
  }

  func matches(_ labels: JSONValue?) -> Bool {
    requirements.allSatisfy { requirement in
      switch requirement {
      case .exists(let key): return labels?[key] != nil
      case .missing(let key): return labels?[key] == nil
      case .isIn(let key, let values): return labels?[key]?.stringValue.map(values.contains) ?? false
      case .isNotIn(let key, let values): return !(labels?[key]?.stringValue.map(values.contains) ?? false)
      case .compare(let key, let above, let number):
        guard let value = labels?[key]?.stringValue.flatMap({ Int($0) }) else { return false }
        return above ? value > number : value < number
      }
    }
  }
}
