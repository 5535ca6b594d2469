/// A field selector in its text form: terms such as `status.phase!=Running`, joined by commas; a backslash takes the
/// meaning from a comma, an equals sign or another backslash (apimachinery's `fields`).
package enum FieldSelectorText {
  /// One condition on a field.
  package struct Term: Sendable, Hashable {
    package let field: String
    package let value: String
    package let isNegated: Bool
  }

  /// Throws BadRequest, in kube-apiserver's words.
  package static func parse(_ text: String) throws(StatusError) -> [Term] {
    var terms: [Term] = []
    for part in split(text) where !part.isEmpty { terms.append(try term(part, of: text)) }
    return terms
  }

  private static func split(_ text: String) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var isEscaped = false
    for index in text.indices {
      if text[index] == ",", !isEscaped {
        parts.append(text[start..<index])
        start = text.index(after: index)
      }
      isEscaped = text[index] == "\\" && !isEscaped
    }
    return parts + [text[start...]]
  }

  private static func term(_ part: Substring, of text: String) throws(StatusError) -> Term {
    var isEscaped = false
    for index in part.indices {
      if !isEscaped {
        for (sign, isNegated) in [("!=", true), ("==", false), ("=", false)] where part[index...].hasPrefix(sign) {
          let value = try unescaped(part[part.index(index, offsetBy: sign.count)...])
          return Term(field: String(part[..<index]), value: value, isNegated: isNegated)
        }
      }
      isEscaped = part[index] == "\\" && !isEscaped
    }
    throw .badRequest("invalid selector: '\(text)'; can't understand '\(part)'")
  }

  private static func unescaped(_ text: Substring) throws(StatusError) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        guard ["\\", ",", "="].contains(character) else {
          throw .badRequest("invalid field selector: invalid escape sequence: \\\(character)")
        }
        result.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "," || character == "=" {
        throw .badRequest("invalid field selector: unescaped character in value: \(character)")
      } else {
        result.append(character)
      }
    }
    guard !isEscaped else { throw .badRequest("invalid field selector: invalid escape sequence: \\") }
    return result
  }
}
