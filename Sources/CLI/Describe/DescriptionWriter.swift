import KubeModel
import OrderedCollections

/// Collects the lines of a description; levels are indented by two spaces, cells are separated by tabs.
struct DescriptionWriter {
  private(set) var text = ""

  /// A line with a name and its value.
  mutating func field(_ name: String, _ value: String?, level: Int = 0) {
    text += indent(level) + "\(name):\t\(value ?? "<none>")\n"
  }

  /// A line of any content.
  mutating func line(_ content: String, level: Int = 0) { text += indent(level) + content + "\n" }

  /// Labels, annotations or a selector: one pair a line, the first one beside the name.
  mutating func pairs(_ name: String, _ value: JSONValue?, level: Int = 0, separator: String = "=") {
    let pairs = (value?.objectValue ?? [:]).sorted { $0.key < $1.key }.map { key, value in
      "\(key)\(separator)\(JSONPathTemplate.plain(value))"
    }
    list(name, pairs, level: level)
  }

  /// A list of texts below each other, the first one beside the name.
  mutating func list(_ name: String, _ values: [String], level: Int = 0) {
    field(name, values.first, level: level)
    for value in values.dropFirst() { text += indent(level) + "\t\(value)\n" }
  }

  /// A value of any form, as the generic description shows it.
  mutating func tree(_ name: String, _ value: JSONValue, level: Int) {
    switch value {
    case .object(let members) where !members.isEmpty:
      line("\(name):", level: level)
      for (key, member) in members.sorted(by: { $0.key < $1.key }) {
        tree(Self.title(key), member, level: level + 1)
      }
    case .array(let elements) where elements.contains { $0.objectValue != nil }:
      line("\(name):", level: level)
      for element in elements {
        for (key, member) in (element.objectValue ?? [:]).sorted(by: { $0.key < $1.key }) {
          tree(Self.title(key), member, level: level + 1)
        }
      }
    case .array(let elements):
      line("\(name):", level: level)
      for element in elements { line(JSONPathTemplate.plain(element), level: level + 1) }
    default: field(name, JSONPathTemplate.plain(value), level: level)
    }
  }

  /// `containerPort` as `Container Port`.
  static func title(_ key: String) -> String {
    var title = ""
    for character in key {
      if title.isEmpty {
        title += character.uppercased()
      } else {
        if character.isUppercase, title.last?.isLowercase == true { title += " " }
        title.append(character)
      }
    }
    return title
  }

  private func indent(_ level: Int) -> String { String(repeating: "  ", count: level) }
}
