/// What the types of the Kubernetes API and their fields are for, in a sentence each: the text of `kubectl explain`.
///
/// The texts are the project's own. They lie in the program as constants; a value is an index of about three thousand
/// slices of them, made for one document and given up with it.
///
/// A text may be said of a group's type, of a type of this name in any group, or of a field of this name in any type.
/// The closest one counts. Versions of a group share their texts, for a field that keeps its name keeps its meaning.
package struct TypeDescriptions: Sendable {
  private struct Texts {
    var own: Substring?
    var fields: [Substring: Substring] = [:]
  }

  /// By group (`*`: any), then by the type's name without its package (`*`: any).
  private var groups: [Substring: [Substring: Texts]] = [:]

  /// Reads the texts.
  package init() { self.init(texts: TypeDescriptionTexts.all) }

  /// Reads `texts`, whose lines are `G group`, `T type text`, and `field text` for a field of the type above; before a
  /// group's first type they are about fields of all its types.
  ///
  /// Several types in a line, separated by commas, share what follows; a type may come again without a text.
  init(texts: [String]) {
    for text in texts {
      var (group, types): (Substring, [Substring]) = ("*", ["*"])
      for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
        guard words.count == 2 else { continue }
        let (first, rest) = (Substring(words[0]), Substring(words[1]))
        switch first {
        case "G": (group, types) = (rest, ["*"])
        case "T":
          let words = rest.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1).map(Substring.init)
          types = words[0].split(separator: ",")
          guard words.count == 2 else { continue }
          for type in types { groups[group, default: [:]][type, default: Texts()].own = words[1] }
        default:
          for type in types { groups[group, default: [:]][type, default: Texts()].fields[first] = rest }
        }
      }
    }
  }

  /// What a type is for, by its name with the package, such as `api.core.v1.PodSpec`; nil for one without a text.
  ///
  /// Lists need no text of their own.
  package func description(of type: String) -> String? {
    let (group, name) = Self.parts(of: type)
    if let text = groups[group]?[name]?.own ?? groups["*"]?[name]?.own { return String(text) }
    return name.hasSuffix("List") ? "A list of objects of the kind \(name.dropLast("List".count))." : nil
  }

  /// What a field of the type is for; nil for one without a text.
  package func description(of field: String, in type: String) -> String? {
    let (group, name) = Self.parts(of: type)
    let field = Substring(field)
    for (group, name) in [(group, name), ("*", name), (group, "*"), ("*", "*")] {
      if let text = groups[group]?[name]?.fields[field] { return String(text) }
    }
    return nil
  }

  /// The group's short name and the type's: `core` and `PodSpec`.
  private static func parts(of type: String) -> (group: Substring, name: Substring) {
    var words = type.split(separator: ".")
    guard let name = words.popLast() else { return ("*", "*") }
    if let last = words.last, last.first == "v", last.dropFirst().first?.isNumber == true { words.removeLast() }
    return (words.last ?? "*", name)
  }

  /// Every text with the group, type and field that it is about, for the tests of the texts; a type's own has no field.
  var all: [(group: String, type: String, field: String?, text: String)] {
    var result: [(group: String, type: String, field: String?, text: String)] = []
    for (group, types) in groups {
      for (type, texts) in types {
        if let own = texts.own { result.append((String(group), String(type), nil, String(own))) }
        for (field, text) in texts.fields { result.append((String(group), String(type), String(field), String(text))) }
      }
    }
    return result
  }
}
